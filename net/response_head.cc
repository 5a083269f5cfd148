// SPDX-License-Identifier: Apache-2.0
// Reading of response heads.
#include "net/response_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/escape.h"
#include "net/net_error.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 60;

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsTokenChar(char c) {  // RFC 9110, section 5.6.2
  return IsDigit(c) || (Lower(c) >= 'a' && Lower(c) <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsTextChar(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

[[noreturn]] void Fail(std::string_view what, std::string_view line) {
  throw NetError(Failure::kProtocol,
                 fmt::format("broken response head: {}: '{}'", what, ForTerminal(line, kShown)));
}

// Takes the first line from the front of `bytes`, without its end.
std::string_view TakeLine(std::string_view& bytes) {
  const std::size_t newline = bytes.find('\n');
  std::string_view line = bytes.substr(0, newline);
  bytes.remove_prefix(newline == std::string_view::npos ? bytes.size() : newline + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

void ParseStatusLine(std::string_view line, ResponseHead& head) {
  constexpr std::string_view kVersion = "HTTP/1.";
  constexpr std::size_t kStatusAt = kVersion.size() + 2;  // behind the minor version and a space
  constexpr std::size_t kStatusEnd = kStatusAt + 3;
  const bool whole = line.size() >= kStatusEnd && line.substr(0, kVersion.size()) == kVersion &&
                     IsDigit(line[kVersion.size()]) && line[kStatusAt - 1] == ' ' &&
                     std::all_of(line.begin() + kStatusAt, line.begin() + kStatusEnd, IsDigit) &&
                     (line.size() == kStatusEnd || line[kStatusEnd] == ' ') &&
                     std::all_of(line.begin(), line.end(), IsTextChar);
  if (!whole || line[kStatusAt] == '0') Fail("expected 'HTTP/1.1 200 OK'", line);
  head.minor_version = line[kVersion.size()] - '0';
  std::from_chars(line.data() + kStatusAt, line.data() + kStatusEnd, head.status);
  head.reason = Trim(line.substr(kStatusEnd));
}

void ParseField(std::string_view line, ResponseHead& head) {
  if (line.front() == ' ' || line.front() == '\t') Fail("folded field", line);
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) Fail("expected 'Name: value'", line);
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = Trim(line.substr(colon + 1));
  if (!std::all_of(name.begin(), name.end(), IsTokenChar)) Fail("bad field name", line);
  if (!std::all_of(value.begin(), value.end(), IsTextChar)) Fail("control character", line);
  head.fields.emplace_back(name, value);
}

// Calls take(item) for each item of the comma-separated lists in all fields of that name.
template <class Take>
void ForEachItem(const ResponseHead& head, std::string_view name, Take&& take) {
  for (const auto& [field, value] : head.fields) {
    if (!EqualIgnoringCase(field, name)) continue;
    std::string_view rest = value;
    for (;;) {
      const std::size_t comma = rest.find(',');
      take(Trim(rest.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
}

std::optional<std::uint64_t> ContentLength(const ResponseHead& head) {
  std::optional<std::uint64_t> length;
  ForEachItem(head, "content-length", [&length](std::string_view item) {
    std::uint64_t value = 0;
    const char* const end = item.data() + item.size();
    const auto [stop, error] = std::from_chars(item.data(), end, value);
    if (item.empty() || error != std::errc() || stop != end) Fail("bad Content-Length", item);
    if (length && *length != value) Fail("two different Content-Length", item);
    length = value;
  });
  return length;
}

// Whether there is a Transfer-Encoding; the only one that was not refused is chunked.
bool IsChunked(const ResponseHead& head) {
  int codings = 0;
  ForEachItem(head, "transfer-encoding", [&codings](std::string_view item) {
    if (!EqualIgnoringCase(item, "chunked") || ++codings > 1) {
      Fail("expected no Transfer-Encoding but one 'chunked'", item);
    }
  });
  return codings == 1;
}

bool AllowsReuse(const ResponseHead& head) {
  bool close = false;
  bool keep_alive = head.minor_version >= 1;
  ForEachItem(head, "connection", [&](std::string_view item) {
    close = close || EqualIgnoringCase(item, "close");
    keep_alive = keep_alive || EqualIgnoringCase(item, "keep-alive");
  });
  return keep_alive && !close;
}

}  // namespace

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

std::optional<std::string_view> ResponseHead::Find(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (EqualIgnoringCase(field, name)) return value;
  }
  return std::nullopt;
}

void ParseResponseHead(std::string_view bytes, ResponseHead& head) {
  head.fields.clear();
  ParseStatusLine(TakeLine(bytes), head);
  for (std::string_view line = TakeLine(bytes); !line.empty(); line = TakeLine(bytes)) {
    ParseField(line, head);
  }
}

BodyFraming FramingOf(const ResponseHead& head, bool answers_head_request) {
  BodyFraming framing;
  framing.keep_alive = AllowsReuse(head);
  if (answers_head_request || head.status == 204 || head.status == 304) return framing;
  const std::optional<std::uint64_t> length = ContentLength(head);
  if (IsChunked(head)) {
    framing.end = BodyEnd::kChunked;
    framing.keep_alive = framing.keep_alive && !length && head.minor_version >= 1;
  } else if (length) {
    framing.end = BodyEnd::kLength;
    framing.length = *length;
  } else {
    framing.end = BodyEnd::kClose;
    framing.keep_alive = false;
  }
  return framing;
}

}  // namespace clamor
