// SPDX-License-Identifier: Apache-2.0
// What the placeholder {{words}} stands for: text of the size of a recorded prompt.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

// Makes `out` a text of that many words, each about one token of a language model; none for 0. The
// first is `unlike`, by which a session's prompt differs from all others: a server that keeps what
// it computed for the beginning of a prompt has none for this one. Allocates only while `out` is
// smaller than the text.
void FillWords(long words, std::string_view unlike, std::string& out);

}  // namespace clamor
