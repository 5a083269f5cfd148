// SPDX-License-Identifier: Apache-2.0
// Binary data within JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace clamor::server {

// Appends the bytes as base64, with padding.
void AppendBase64(std::string& out, std::string_view bytes);

// How many bytes the text stands for; none when it is no base64 (RFC 4648, with padding).
std::optional<std::size_t> Base64Size(std::string_view text);

}  // namespace clamor::server
