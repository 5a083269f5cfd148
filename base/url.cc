// SPDX-License-Identifier: Apache-2.0
// Reading of URLs: the small part of RFC 3986 that names a target, with messages that say what was
// expected.
#include "base/url.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/escape.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 200;
constexpr std::size_t kMaxHost = 253;  // RFC 1035's limit of a name

[[noreturn]] void Fail(std::string_view text, std::string_view what) {
  throw std::invalid_argument(fmt::format("bad URL '{}': {}", ForTerminal(text, kShown), what));
}

bool IsHostChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

bool IsIpv6(const std::string& host) {
  in6_addr address;
  return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

// Takes "http://" or "https://" from the front of `rest`, or what WebSocket calls the same.
bool TakeScheme(std::string_view text, std::string_view& rest) {
  const std::size_t end = rest.find("://");
  std::string scheme(rest.substr(0, end == std::string_view::npos ? 0 : end));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool secure = scheme == "https" || scheme == "wss";
  if (!secure && scheme != "http" && scheme != "ws") {
    Fail(text, "expected http:// or https:// and a host");
  }
  rest.remove_prefix(end + 3);
  return secure;
}

std::uint16_t ReadPort(std::string_view text, std::string_view port) {
  std::uint16_t value = 0;
  const char* const end = port.data() + port.size();
  const auto [stop, error] = std::from_chars(port.data(), end, value);
  if (error != std::errc() || stop != end || value == 0) {
    Fail(text, "expected a port from 1 to 65535");
  }
  return value;
}

void ReadAuthority(std::string_view text, std::string_view authority, Url& url) {
  std::string_view port;
  if (authority.substr(0, 1) == "[") {
    const std::size_t close = authority.find(']');
    url.host = authority.substr(1, close == std::string_view::npos ? 0 : close - 1);
    if (!IsIpv6(url.host)) Fail(text, "expected an IPv6 address between brackets");
    port = authority.substr(close + 1);
    if (!port.empty() && port.front() != ':') Fail(text, "expected a port behind the brackets");
  } else {
    const std::size_t colon = authority.find(':');
    url.host = authority.substr(0, colon);
    if (url.host.empty()) Fail(text, "expected a host");
    if (url.host.size() > kMaxHost || !std::all_of(url.host.begin(), url.host.end(), IsHostChar)) {
      Fail(text, "expected a host of letters, digits, '-' and '.', or [an IPv6 address]");
    }
    port = colon == std::string_view::npos ? "" : authority.substr(colon);
  }
  url.port = url.tls ? 443 : 80;
  if (!port.empty()) url.port = ReadPort(text, port.substr(1));
}

}  // namespace

Url ParseUrl(std::string_view text) {
  std::string_view rest = text;
  // First of all, so that no other message can show what stands before the @.
  if (text.substr(0, text.find_first_of("?#")).find('@') != std::string_view::npos) {
    throw std::invalid_argument(
        "bad URL: user names and passwords in a URL are not supported (for a token use "
        "AUTH_TOKEN)");
  }
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; })) {
    Fail(text, "expected printable ASCII without spaces (encode others as %XX)");
  }
  Url url;
  url.tls = TakeScheme(text, rest);
  const std::size_t authority_end = rest.find_first_of("/?#");
  ReadAuthority(text, rest.substr(0, authority_end), url);
  if (authority_end == std::string_view::npos) return url;
  rest.remove_prefix(authority_end);
  if (rest.find('#') != std::string_view::npos) Fail(text, "a fragment (#...) is never sent");
  const std::size_t question = rest.find('?');
  if (question != std::string_view::npos) url.query = rest.substr(question + 1);
  std::string_view path = rest.substr(0, question);
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  url.path = path;
  return url;
}

std::string HostHeader(const Url& url) {
  const bool ipv6 = url.host.find(':') != std::string::npos;
  std::string text = ipv6 ? '[' + url.host + ']' : url.host;
  if (url.port != (url.tls ? 443 : 80)) text += fmt::format(":{}", url.port);
  return text;
}

std::string ToString(const Url& url) {
  return fmt::format("{}://{}{}", url.tls ? "https" : "http", HostHeader(url), url.path);
}

std::string PercentEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

std::string Join(std::string_view prefix, std::string_view path) {
  while (!prefix.empty() && prefix.back() == '/') prefix.remove_suffix(1);
  while (!prefix.empty() && prefix.front() == '/') prefix.remove_prefix(1);
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  return prefix.empty() ? fmt::format("/{}", path) : fmt::format("/{}/{}", prefix, path);
}

}  // namespace clamor
