// SPDX-License-Identifier: Apache-2.0
// Checking a request for a reasoning stream.
#include "server/reasoning_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <system_error>

#include "base/edit_distance.h"
#include "base/escape.h"
#include "server/target_query.h"

namespace clamor::server {
namespace {

constexpr std::size_t kMaxShown = 60;

std::string QueryIn(const std::vector<QueryField>& fields) {
  const auto query = std::find_if(fields.begin(), fields.end(),
                                  [](const QueryField& field) { return field.name == "query"; });
  if (query == fields.end()) {
    throw std::invalid_argument("\"query\" is missing; expected ?query=TEXT");
  }
  if (query->value.empty()) {
    throw std::invalid_argument("\"query\" is empty; expected ?query=TEXT");
  }
  return query->value;
}

void CheckNode(std::string_view name) {
  if (std::find(kReasoningNodes.begin(), kReasoningNodes.end(), name) != kReasoningNodes.end()) {
    return;
  }
  throw std::invalid_argument(fmt::format(
      "\"show\" names an unknown node \"{}\"{} expected some of {}", ForTerminal(name, kMaxShown),
      DidYouMean(name, kReasoningNodes) + ";", fmt::join(kReasoningNodes, ", ")));
}

std::vector<std::string_view> NodesIn(const std::vector<QueryField>& fields) {
  std::vector<std::string_view> named;
  for (const QueryField& field : fields) {
    if (field.name != "show") continue;
    for (const std::string_view name : Split(field.value, ',')) {
      CheckNode(name);
      named.push_back(name);
    }
  }
  std::vector<std::string_view> nodes;
  for (const std::string_view node : kReasoningNodes) {
    const bool shown = std::find(named.begin(), named.end(), node) != named.end();
    if (shown || named.empty()) nodes.push_back(node);
  }
  return nodes;
}

std::optional<std::uint64_t> ReadEventId(std::string_view text) {
  std::uint64_t id = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, id);
  if (error == std::errc::invalid_argument || rest != end) return std::nullopt;
  // A number too large for any answer is behind every end.
  return error == std::errc() ? id : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

ReasoningRequest ReadReasoningRequest(std::string_view target, std::string_view last_event_id) {
  const auto fields = ReadTargetQuery(target);
  return {QueryIn(fields), NodesIn(fields), ReadEventId(last_event_id)};
}

}  // namespace clamor::server
