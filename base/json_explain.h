// SPDX-License-Identifier: Apache-2.0
// Internal to base: what a person did wrong, told from RapidJSON's error code and the text around
// it.
#pragma once

#include <rapidjson/error/error.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace clamor {

struct JsonMistake {
  std::size_t offset = 0;
  std::string message;
};

// The offset of the next token: behind blanks, comments, commas and colons; the end of the text
// when there is none.
std::size_t NextToken(std::string_view text, std::size_t at);

// Text of the file cut for a message.
std::string Shortened(std::string_view text);

// `offset` is RapidJSON's; `last_end` is where the last good token ended.
JsonMistake Explain(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset,
                    std::size_t last_end);

}  // namespace clamor
