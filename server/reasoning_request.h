// SPDX-License-Identifier: Apache-2.0
// What a request for a reasoning stream asks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clamor::server {

// Who reasons, in the order in which they do.
inline constexpr std::array<std::string_view, 3> kReasoningNodes = {"planner", "solver",
                                                                    "verifier"};

struct ReasoningRequest {
  std::string query;
  std::vector<std::string_view> nodes;      // to be shown: of kReasoningNodes, in their order
  std::optional<std::uint64_t> last_event;  // that the client has got already; none: begins anew
};

// `target`: "...?query=TEXT&show=planner&show=solver,verifier"; all nodes where `show` names none,
// and other fields are not looked at. `last_event_id`: the header, where it is no number the same
// as none. Throws std::invalid_argument with one line that names what is wrong.
ReasoningRequest ReadReasoningRequest(std::string_view target, std::string_view last_event_id);

}  // namespace clamor::server
