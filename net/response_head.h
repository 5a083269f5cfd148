// SPDX-License-Identifier: Apache-2.0
// The head of an HTTP/1.x response, read whole from its bytes, and what it says of the body behind
// it (RFC 9112).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace clamor {

// Its texts are views into the bytes it was read from.
struct ResponseHead {
  int status = 0;
  int minor_version = 1;
  std::string_view reason;
  std::vector<std::pair<std::string_view, std::string_view>> fields;

  // The first field of that name, whatever its case; nothing where there is none.
  std::optional<std::string_view> Find(std::string_view name) const;
};

// How the end of a body is known.
enum class BodyEnd { kNone, kLength, kChunked, kClose };

struct BodyFraming {
  BodyEnd end = BodyEnd::kNone;
  std::uint64_t length = 0;  // of kLength
  bool keep_alive = false;   // whether the connection can be used again after the body
};

// Reads a head with its empty last line; lines end in CRLF or LF. `head` is overwritten (its memory
// is reused). Throws NetError(kProtocol) for anything that is not a head: folded fields, spaces
// before a colon, control characters.
void ParseResponseHead(std::string_view bytes, ResponseHead& head);

// RFC 9112, section 6.3. Transfer-Encoding wins over Content-Length, and such a connection is not
// used again; a Content-Length that is no number or contradicts another is refused with
// NetError(kProtocol).
BodyFraming FramingOf(const ResponseHead& head, bool answers_head_request);

// Whether two texts are equal but for the case of ASCII letters.
bool EqualIgnoringCase(std::string_view a, std::string_view b);

}  // namespace clamor
