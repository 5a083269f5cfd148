// SPDX-License-Identifier: Apache-2.0
#include "metrics/computed.h"

#include <algorithm>
#include <array>

namespace clamor {
namespace {

constexpr std::array kEnded{Counter::kTurnsSucceeded, Counter::kTurnsFailed};
constexpr std::array kSucceeded{Counter::kTurnsSucceeded};
constexpr std::array kFailed{Counter::kTurnsFailed};
constexpr std::array kConversations{Counter::kConversations};
constexpr std::array kConversationsWhole{Counter::kConversationsWhole};
constexpr std::array kAnswersBegun{Counter::kAnswersBegun};
constexpr std::array kAnswersWhole{Counter::kAnswersWhole};
constexpr std::array kCompletionTokens{Counter::kCompletionTokens};
constexpr std::array kContentEvents{Counter::kContentEvents};
constexpr std::array kTurnsWithUsage{Counter::kTurnsWithUsage};
constexpr std::array kBytesSent{Counter::kBytesSent};
constexpr std::array kBytesReceived{Counter::kBytesReceived};

constexpr auto kAll = std::to_array<Computed>({
    {"error_rate", false, kFailed, kEnded, "turns"},
    {"success_rate", false, kSucceeded, kEnded, "turns"},
    {"conversation_success_rate", false, kConversationsWhole, kConversations, "conversations"},
    {"connection_stability", false, kAnswersWhole, kAnswersBegun, "answers"},
    {"throughput", true, kEnded, kEnded, "turns"},
    {"token_rate", true, kCompletionTokens, kTurnsWithUsage, "turns"},
    {"event_rate", true, kContentEvents, kEnded, "turns"},
    {"sent_rate", true, kBytesSent, kEnded, "turns"},
    {"received_rate", true, kBytesReceived, kEnded, "turns"},
});

}  // namespace

const Computed* ComputedNamed(std::string_view name) {
  const auto* found =
      std::find_if(kAll.begin(), kAll.end(), [name](const Computed& c) { return c.name == name; });
  return found == kAll.end() ? nullptr : found;
}

}  // namespace clamor
