// SPDX-License-Identifier: Apache-2.0
// JSON read by SAX in a copy of its own, in which strings are unescaped where they stand: no
// document tree per event.
#pragma once

#include <rapidjson/reader.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace clamor {

// Feeds a RapidJSON handler; false for what is no JSON, and where the handler ends the parse. The
// handler's strings are views into the scratch: they stand until it is used again. Given the same
// string each time, it stops allocating.
template <class H>
bool ParseInPlace(std::string_view json, std::string& scratch, H& handler) {
  scratch.assign(json);
  rapidjson::InsituStringStream stream(scratch.data());
  // The parser's stack, on ours: an event that is not nested out of the ordinary costs no
  // allocation.
  alignas(std::max_align_t) std::array<char, 1024> room;
  rapidjson::MemoryPoolAllocator<> pool(room.data(), room.size());
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::MemoryPoolAllocator<>>
      reader(&pool);
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag;
  return !reader.Parse<kFlags>(stream, handler).IsError();
}

}  // namespace clamor
