// SPDX-License-Identifier: Apache-2.0
// What the server says: prose made of the seed, or an echo. An answer is a list of pieces, one per
// event; joined they are the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace clamor::server {

// Content that begins so is answered with what follows it, word by word.
inline constexpr std::string_view kEchoPrefix = "Repeat after me:";

// `words` words of harmless prose, in sentences.
std::vector<std::string> Prose(Random& random, std::uint64_t words);

// The text cut behind each run of white space: each piece is a word and what separates it from the
// next. White space before the first word is dropped.
std::vector<std::string> WordsOf(std::string_view text);

// How many pieces WordsOf would cut.
std::uint64_t CountWords(std::string_view text);

// The echo or the prose that answers the content.
std::vector<std::string> AnswerPieces(std::string_view content, Random& random,
                                      std::uint64_t words);

// Puts `other` where the pieces name `own`; where none does, `other` becomes a piece at the end.
void NameOtherSession(std::vector<std::string>& pieces, std::string_view own,
                      std::string_view other);

}  // namespace clamor::server
