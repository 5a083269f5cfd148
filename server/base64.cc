// SPDX-License-Identifier: Apache-2.0
// Base64 by OpenSSL.
#include "server/base64.h"

#include <openssl/evp.h>

#include <algorithm>

namespace clamor::server {
namespace {

constexpr std::size_t kBytes = 3;  // of a group
constexpr std::size_t kCharacters = 4;

bool IsBase64(char byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         (byte >= '0' && byte <= '9') || byte == '+' || byte == '/';
}

}  // namespace

void AppendBase64(std::string& out, std::string_view bytes) {
  const std::size_t before = out.size();
  const std::size_t length = (bytes.size() + kBytes - 1) / kBytes * kCharacters;
  out.resize(before + length + 1);  // OpenSSL ends it in a NUL
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data() + before),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  out.pop_back();
}

std::optional<std::size_t> Base64Size(std::string_view text) {
  if (text.size() % kCharacters != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  if (!std::all_of(text.begin(), text.end(), IsBase64)) return std::nullopt;
  return (text.size() + padding) / kCharacters * kBytes - padding;
}

}  // namespace clamor::server
