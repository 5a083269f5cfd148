// SPDX-License-Identifier: Apache-2.0
#include "protocols/secrets.h"

#include <algorithm>
#include <array>

#include "net/response_head.h"

namespace clamor {
namespace {

constexpr std::array<std::string_view, 6> kSecretHeaders{
    "authorization", "proxy-authorization", "cookie", "api-key", "x-api-key", "x-goog-api-key"};

constexpr std::size_t kTellsAToken = 8;  // a rest that is shorter says too little to be one
constexpr std::string_view kMask = "***";

void Mask(std::string_view token, std::string& text) {
  const std::string_view beginning = token.substr(0, kTellsAToken);
  if (beginning.empty()) return;
  for (std::size_t at = text.find(beginning); at != std::string::npos;
       at = text.find(beginning, at + kMask.size())) {
    const auto [end, rest] = std::mismatch(
        token.begin(), token.end(), text.begin() + static_cast<std::ptrdiff_t>(at), text.end());
    text.replace(at, static_cast<std::size_t>(end - token.begin()), kMask);
  }
}

}  // namespace

bool IsSecretHeader(std::string_view name) {
  return std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(),
                     [name](std::string_view secret) { return EqualIgnoringCase(secret, name); });
}

std::string MaskTokens(std::string text, const std::vector<std::string>& tokens) {
  for (const std::string& token : tokens) {
    Mask(std::string_view(token).substr(token.rfind(' ') + 1), text);
  }
  return text;
}

}  // namespace clamor
