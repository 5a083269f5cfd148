// SPDX-License-Identifier: Apache-2.0
// What is never shown: headers that carry credentials, and tokens wherever a server repeats them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clamor {

// Authorization, Cookie, API keys and their like, in any case.
bool IsSecretHeader(std::string_view name);

// Replaces each of the tokens by ***, also what is left of one where the text was cut. Tokens are
// as the options have them: "x" or "Bearer x".
std::string MaskTokens(std::string text, const std::vector<std::string>& tokens);

}  // namespace clamor
