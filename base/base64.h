// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648, section 4), quick enough for audio. No allocation where the target has the
// room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

void AppendBase64(std::span<const std::uint8_t> bytes, std::string& out);

// How many bytes a text that is base64 stands for; its characters are not looked at.
std::size_t DecodedBase64Size(std::string_view text);

// Makes `out` the bytes that the text stands for; empty and false when the text is no base64: other
// characters, blanks and line breaks among them, padding that is missing or not at the end, bits
// that belong to no byte.
bool DecodeBase64(std::string_view text, std::vector<std::uint8_t>& out);

}  // namespace clamor
