// SPDX-License-Identifier: Apache-2.0
#include "protocols/reasoning.h"

#include <algorithm>

#include "base/url.h"
#include "clamor/reasoning.h"
#include "protocols/json_fields.h"

namespace clamor {
namespace {

constexpr std::array<std::string_view, 3> kNodeNames{"planner", "solver", "verifier"};
constexpr std::array kMetrics{kPlannerEvents, kSolverEvents, kVerifierEvents, kOtherNodeEvents};

// Of "planner solver" or "planner,solver".
std::vector<std::string> Names(std::string_view list) {
  constexpr std::string_view kBetween = " ,";
  std::vector<std::string> names;
  std::size_t at = list.find_first_not_of(kBetween);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(list.find_first_of(kBetween, at), list.size());
    names.emplace_back(list.substr(at, end - at));
    at = list.find_first_not_of(kBetween, end);
  }
  return names;
}

}  // namespace

std::vector<DefinedMetric> ReasoningMetrics() {
  const auto counter = [](Metric<clamor::Count> metric, std::string definition) {
    return DefinedMetric{std::string(metric.name), SampleKind::kCounter, Unit::kCount,
                         std::move(definition)};
  };
  return {counter(kPlannerEvents, "Events that name the node planner"),
          counter(kSolverEvents, "Events that name the node solver"),
          counter(kVerifierEvents, "Events that name the node verifier"),
          counter(kOtherNodeEvents, "Events that name a node of another name")};
}

std::span<const NamedCheck> ReasoningDialect::Checks() const {
  static const std::array<NamedCheck, 1> checks{{{"only_nodes_asked_for"}}};
  return checks;
}

Request ReasoningDialect::Ask(const Asked& asked) {
  shown_ = Names(asked.Tag("show"));
  by_node_ = {};
  strayed_ = false;
  Request request;
  request.method = "GET";
  request.path = "/api/stream/reasoning?query=" + PercentEncoded(asked.content);
  for (const std::string& node : shown_) request.path += "&show=" + PercentEncoded(node);
  request.headers = {{"Accept", "text/event-stream"}, {"Cache-Control", "no-cache"}};
  if (shown_.empty()) request.checks = 0;
  return request;
}

void ReasoningDialect::Read(const Event& event, Answer& answer) {
  if (event.data == "[DONE]") return answer.Done();
  if (event.type == "error") return answer.Fail(event.data);
  const TopLevel fields = ReadTopLevel(event.data, "content", scratch_, "node");
  if (fields.has_error) return answer.Fail(event.data);
  Count(fields.label.empty() ? event.type : fields.label);
  answer.Content(fields.has_text ? fields.text : event.data);
}

void ReasoningDialect::Count(std::string_view node) {
  if (node.empty() || node == "message") return;  // the type of events that give none
  const auto* const known = std::find(kNodeNames.begin(), kNodeNames.end(), node);
  ++by_node_[static_cast<std::size_t>(known - kNodeNames.begin())];
  if (!shown_.empty() && std::find(shown_.begin(), shown_.end(), node) == shown_.end()) {
    strayed_ = true;
  }
}

void ReasoningDialect::End(const Ended& /*ended*/, Answer& answer) {
  answer.Check(0, !strayed_);
  for (std::size_t i = 0; i < by_node_.size(); ++i) {
    if (by_node_[i] > 0) answer.Sample(kMetrics[i].name, static_cast<double>(by_node_[i]));
  }
}

}  // namespace clamor
