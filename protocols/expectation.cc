// SPDX-License-Identifier: Apache-2.0
#include "protocols/expectation.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "protocols/session_id.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 120;

Trouble Check(std::string message) { return {Failure::kCheck, std::move(message)}; }

std::string Shown(std::string_view answer) {
  return fmt::format("the answer was \"{}\"", ForTerminal(answer, kShown));
}

std::optional<Trouble> CountedWrong(const Expect& expect, std::uint64_t content_events) {
  const auto events = static_cast<long>(content_events);
  if (expect.min_events && events < *expect.min_events) {
    return Check(
        fmt::format("expected at least {} events, the answer had {}", *expect.min_events, events));
  }
  if (expect.max_events && events > *expect.max_events) {
    return Check(
        fmt::format("expected at most {} events, the answer had {}", *expect.max_events, events));
  }
  return std::nullopt;
}

std::optional<Trouble> MatchedWrong(const ScriptedTurn& turn, std::string_view answer) {
  if (!turn.matches) return std::nullopt;
  const std::string expression = ForTerminal(*turn.turn->expect.matches, kShown);
  switch (turn.matches->FindIn(answer)) {
    case Match::kFound:
      return std::nullopt;
    case Match::kTooCostly:
      return Check(fmt::format("/{}/ backtracks without end on the answer", expression));
    case Match::kNotFound:
      break;
  }
  return Check(fmt::format("expected an answer that matches /{}/; {}", expression, Shown(answer)));
}

}  // namespace

std::optional<Trouble> FindBroken(const ScriptedTurn& turn, const PlaceholderValues& values,
                                  std::string_view answer, std::uint64_t content_events,
                                  std::uint64_t seed) {
  if (const auto foreign = FindForeignSession(answer, values.session, seed)) {
    return Trouble{Failure::kCrosstalk, fmt::format("the answer to session {} carries session {}",
                                                    values.session, *foreign)};
  }
  if (turn.contains) {
    std::string expected;
    turn.contains->Fill(values, expected);
    if (answer.find(expected) == std::string_view::npos) {
      return Check(fmt::format("expected an answer that contains \"{}\"; {}",
                               ForTerminal(expected, kShown), Shown(answer)));
    }
  }
  if (auto broken = MatchedWrong(turn, answer)) return broken;
  return CountedWrong(turn.turn->expect, content_events);
}

}  // namespace clamor
