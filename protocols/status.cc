// SPDX-License-Identifier: Apache-2.0
#include "protocols/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace clamor {
namespace {

using Name = std::pair<int, std::string_view>;
constexpr std::array<Name, 20> kNames = {{{301, "Moved Permanently"},
                                          {302, "Found"},
                                          {303, "See Other"},
                                          {304, "Not Modified"},
                                          {307, "Temporary Redirect"},
                                          {308, "Permanent Redirect"},
                                          {400, "Bad Request"},
                                          {401, "Unauthorized"},
                                          {403, "Forbidden"},
                                          {404, "Not Found"},
                                          {405, "Method Not Allowed"},
                                          {408, "Request Timeout"},
                                          {413, "Content Too Large"},
                                          {415, "Unsupported Media Type"},
                                          {422, "Unprocessable Content"},
                                          {429, "Too Many Requests"},
                                          {500, "Internal Server Error"},
                                          {502, "Bad Gateway"},
                                          {503, "Service Unavailable"},
                                          {504, "Gateway Timeout"}}};

}  // namespace

std::optional<Failure> FailureOfStatus(int status) {
  if (status >= 200 && status < 300) return std::nullopt;
  if (status == 401 || status == 403) return Failure::kAuth;
  if (status == 400 || status == 422) return Failure::kValidation;
  if (status == 429) return Failure::kRateLimited;
  if (status >= 300 && status < 400) return Failure::kRedirect;
  if (status >= 500 && status < 600) return Failure::kServerError;
  return Failure::kStatus;
}

std::string StatusText(int status) {
  const auto* name = std::find_if(kNames.begin(), kNames.end(),
                                  [status](const Name& known) { return known.first == status; });
  return name == kNames.end() ? fmt::format("{}", status)
                              : fmt::format("{} {}", status, name->second);
}

}  // namespace clamor
