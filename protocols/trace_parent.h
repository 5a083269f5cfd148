// SPDX-License-Identifier: Apache-2.0
// The `traceparent` header by which a server's own traces can be found from a turn, and a turn from
// them: W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace clamor {

class TraceParent {
 public:
  // Empty: none.
  TraceParent() = default;

  // Of the `turn`th turn begun in the run's nth session: the same in each run with that seed. The
  // attempts at a turn, from 1, are spans of one trace.
  TraceParent(std::uint64_t seed, std::uint64_t session, std::uint64_t turn,
              std::uint32_t attempt = 1);

  // "00-", the trace id, "-", the attempt's own id, "-01" for "please record it".
  std::string_view header() const { return {text_.data(), size_}; }

  // 32 hexadecimal digits.
  std::string_view trace_id() const { return header().substr(size_ == 0 ? 0 : 3, 32); }

 private:
  static constexpr std::size_t kLength = 55;
  std::array<char, kLength> text_{};
  std::size_t size_ = 0;
};

}  // namespace clamor
