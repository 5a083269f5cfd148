// SPDX-License-Identifier: Apache-2.0
// GET /api/stream/reasoning?query=...&show=..., answered by events that name the node which thought
// them, until `data: [DONE]` or the stream's end. The turn's content is the query; the tag `show`
// names the nodes that are asked for ("planner solver"), all where it is missing or empty.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "clamor/dialect.h"
#include "metrics/series_plan.h"

namespace clamor {

// What ReasoningTest defines.
std::vector<DefinedMetric> ReasoningMetrics();

class ReasoningDialect final : public Dialect {
 public:
  std::string_view Name() const override { return "reasoning"; }
  std::string_view TerminalMarker() const override { return "`data: [DONE]`"; }
  bool MarkerMayBeMissing() const override { return true; }

  // That no event names a node which was not asked for; made where nodes were asked for.
  std::span<const NamedCheck> Checks() const override;

  Request Ask(const Asked& asked) override;

  // The node is the member "node" of the data, else the event's type; the content is the member
  // "content", else the data.
  void Read(const Event& event, Answer& answer) override;

  void End(const Ended& ended, Answer& answer) override;

 private:
  static constexpr std::size_t kNodes = 3;

  void Count(std::string_view node);

  std::vector<std::string> shown_;                   // empty: all
  std::array<std::uint64_t, kNodes + 1> by_node_{};  // the last: nodes of another name
  bool strayed_ = false;                             // to a node that was not asked for
  std::string scratch_;
};

}  // namespace clamor
