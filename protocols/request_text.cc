// SPDX-License-Identifier: Apache-2.0
#include "protocols/request_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "base/shell_word.h"
#include "protocols/secrets.h"

namespace clamor {
namespace {

bool IsVisible(char c) { return c > ' ' && c < '\x7f'; }

void CheckToken(std::string_view text, std::string_view what) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), IsVisible)) return;
  throw std::invalid_argument(fmt::format(
      "{} of the request is empty or has a space or control character; percent-encode it", what));
}

void CheckHeader(const std::pair<std::string, std::string>& header) {
  CheckToken(header.first, "a header name");
  const bool one_line =
      header.second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
  if (!one_line) {
    throw std::invalid_argument(
        fmt::format("header {} of the request has a line break in its value", header.first));
  }
}

std::string_view QueryOf(std::string_view path) {
  const std::size_t mark = path.find('?');
  return mark == std::string_view::npos ? std::string_view() : path.substr(mark + 1);
}

bool HasParameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    if (parameter.substr(0, parameter.find('=')) == name) return true;
    query.remove_prefix(std::min(query.size(), parameter.size() + 1));
  }
  return false;
}

bool HasBody(const Request& request) { return !request.body.empty() || request.method != "GET"; }

}  // namespace

std::string_view SchemeFor(std::string_view token) {
  return token.find(' ') == std::string_view::npos ? "Bearer " : "";
}

std::string EndpointPath(const std::string& endpoint, std::string_view session_id,
                         std::string_view dialects_path) {
  static constexpr std::string_view kPlace = "{session_id}";
  std::string path = endpoint;
  if (const std::size_t at = path.find(kPlace); at != std::string::npos) {
    path.replace(at, kPlace.size(), session_id);
  }
  const std::string_view own = QueryOf(path);
  std::string added;
  std::string_view rest = QueryOf(dialects_path);
  while (!rest.empty()) {
    const std::string_view parameter = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), parameter.size() + 1));
    if (!HasParameter(own, parameter.substr(0, parameter.find('=')))) {
      added.append(added.empty() && own.empty() ? "?" : "&").append(parameter);
    }
  }
  return path + added;
}

void WriteRequest(const Request& request, const PlayOptions& options, const Envelope& envelope,
                  std::string& out) {
  CheckToken(request.method, "the method");
  CheckToken(request.path, "the path");
  out.clear();
  auto to = std::back_inserter(out);
  fmt::format_to(to, "{} {}{} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {}\r\n", request.method,
                 options.path_prefix, request.path, options.host_header, options.accept_encoding);
  for (const auto& header : request.headers) {
    CheckHeader(header);
    fmt::format_to(to, "{}: {}\r\n", header.first, header.second);
  }
  if (!envelope.token.empty()) {
    fmt::format_to(to, "Authorization: {}{}\r\n", SchemeFor(envelope.token), envelope.token);
  }
  if (!envelope.traceparent.empty()) {
    fmt::format_to(to, "traceparent: {}\r\n", envelope.traceparent);
  }
  if (!envelope.keep) out += "Connection: close\r\n";
  if (HasBody(request)) fmt::format_to(to, "Content-Length: {}\r\n", request.body.size());
  out += "\r\n";
  out += request.body;
}

std::string CurlCommand(const Request& request, const PlayOptions& options) {
  std::string line =
      fmt::format("curl -N -X {} {}", request.method, ShellWord(options.base_url + request.path));
  for (const auto& [name, value] : request.headers) {
    line += " -H " + ShellWord(name + ": " + (IsSecretHeader(name) ? "***" : value));
  }
  if (!options.auth_tokens.empty()) {
    line +=
        fmt::format(" -H \"Authorization: {}$AUTH_TOKEN\"", SchemeFor(options.auth_tokens.front()));
  }
  if (HasBody(request)) line += " --data-raw " + ShellWord(request.body);
  return line;
}

}  // namespace clamor
