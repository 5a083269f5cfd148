// SPDX-License-Identifier: Apache-2.0
// Finding the endpoint of a request.
#include "server/router.h"

#include <optional>

namespace clamor::server {
namespace {

// What stands in place of the placeholder (empty without one), or none when the path is another.
std::optional<std::string_view> MatchPath(std::string_view pattern, std::string_view path) {
  const auto open = pattern.find('{');
  if (open == std::string_view::npos) {
    return pattern == path ? std::optional(std::string_view()) : std::nullopt;
  }
  const std::string_view before = pattern.substr(0, open);
  const std::string_view after = pattern.substr(pattern.find('}') + 1);
  if (path.size() <= before.size() + after.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
  const auto value = path.substr(before.size(), path.size() - before.size() - after.size());
  return value.find('/') == std::string_view::npos ? std::optional(value) : std::nullopt;
}

}  // namespace

Router::Match Router::Find(boost::beast::http::verb method, std::string_view target) const {
  const std::string_view path = target.substr(0, target.find('?'));
  Match match;
  for (const Route& route : routes_) {
    const auto parameter = MatchPath(route.path, path);
    if (!parameter) continue;
    match.error_body = route.error_body;
    if (route.method == method) {
      match.route = &route;
      match.parameter = *parameter;
      return match;
    }
    const auto name = boost::beast::http::to_string(route.method);
    match.allowed.append(match.allowed.empty() ? "" : ", ").append(name.data(), name.size());
  }
  return match;
}

}  // namespace clamor::server
