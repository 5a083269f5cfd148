// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/waterfall.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "metrics/format_value.h"
#include "metrics/trace_url.h"
#include "reporters/html/elements.h"
#include "reporters/html/plot_frame.h"

namespace clamor::html {
namespace {

using Time = TurnSteps::Time;

constexpr std::size_t kMostByTrend = 4;
// What users feel first.
constexpr std::array kOrder{Trend::kScheduledResponseTime, Trend::kResponseTime,
                            Trend::kTimeToFirstToken, Trend::kLongestStall,
                            Trend::kFailedResponseTime};
constexpr double kRowHeight = 24;
constexpr double kBarHeight = 11;

std::string Shown(Time time) {
  return FormatValue(std::chrono::duration<double>(time).count(), Unit::kSeconds);
}

std::string Shown(const std::optional<Time>& time) { return time ? Shown(*time) : "-"; }

struct Phase {
  std::string_view name;
  std::string_view color;
  double height;  // so that colour is not all that tells them apart
};
constexpr Phase kConnecting{"connecting", kColors[2], 4};
constexpr Phase kWaiting{"waiting for the answer", kColors[1], 7};
constexpr Phase kAnswering{"answering", kColors[0], kBarHeight};

class Picture {
 public:
  explicit Picture(const std::vector<SlowTurn>& turns) {
    for (const SlowTurn& slow : turns) {
      steps_.push_back(StepsOf(*slow.turn));
      failed_.push_back(slow.turn->failure.has_value());
      longest_ = std::max(longest_, steps_.back().end);
    }
  }

  std::string Svg() const {
    std::string out = Legend() + Axis();
    for (std::size_t row = 0; row < steps_.size(); ++row) out += Row(row);
    return SvgOf("The slowest turns; their table says the same", out, Bottom() + 26);
  }

 private:
  double X(Time at) const {
    return kLeft + (kRight - kLeft) * std::chrono::duration<double>(at) /
                       std::chrono::duration<double>(longest_);
  }
  double Bottom() const { return kTop + kRowHeight * static_cast<double>(steps_.size()); }

  static std::string Bar(const Phase& phase, double from, double to, double middle) {
    return fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.0f}\" fill=\"{}\"/>", from,
        middle - phase.height / 2, std::max(to - from, 1.0), phase.height, phase.color);
  }

  static std::string Legend() {
    std::string out;
    double x = kLeft;
    for (const Phase& phase : {kConnecting, kWaiting, kAnswering}) {
      out += Bar(phase, x, x + 26, 12);
      out += fmt::format("<text x=\"{:.1f}\" y=\"16\">{}</text>\n", x + 32, phase.name);
      x += 200;
    }
    return out + fmt::format("<text x=\"{:.1f}\" y=\"16\">| an event</text>\n", x);
  }

  std::string Axis() const {
    const double seconds = std::chrono::duration<double>(longest_).count();
    std::string out;
    for (const double at : TicksBetween(0, seconds, RoundedUp(seconds / 6))) {
      const double x = kLeft + (kRight - kLeft) * at / seconds;
      out += fmt::format(
          "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" "
          "stroke=\"currentColor\" stroke-opacity=\"0.15\"/><text x=\"{0:.1f}\" y=\"{3:.1f}\" "
          "text-anchor=\"{4}\">{5}</text>\n",
          x, kTop, Bottom(), Bottom() + 18, x > kRight - 20 ? "end" : "middle",
          Text(FormatValue(at, Unit::kSeconds)));
    }
    return out;
  }

  std::string Row(std::size_t row) const {
    const TurnSteps& steps = steps_[row];
    const double y = kTop + kRowHeight * (static_cast<double>(row) + 0.4);
    std::string out = fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
                                  kLeft - 10, y + 4, row + 1);
    const double sent = X(steps.sent);
    const double begun = steps.connecting ? X(*steps.connecting) : sent;
    out += fmt::format(
        "<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"currentColor\" "
        "stroke-dasharray=\"2 3\"/>",
        kLeft, begun, y, y);
    if (steps.connecting) out += Bar(kConnecting, begun, sent, y);
    const Time answer = steps.first_token.value_or(steps.end);
    out += Bar(kWaiting, sent, X(answer), y);
    if (steps.first_token) out += Bar(kAnswering, X(answer), X(steps.end), y);
    for (const Time event : steps.events) {
      out += fmt::format("<path d=\"M{:.1f} {:.1f}v4\" stroke=\"currentColor\"/>", X(event),
                         y + kBarHeight / 2 + 1);
    }
    if (failed_[row]) {
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">✖</text>",
                         std::min(X(steps.end) + 2, kRight - 10), y + 4);
    }
    return out + '\n';
  }

  std::vector<TurnSteps> steps_;
  std::vector<bool> failed_;
  Time longest_{1};
};

std::vector<const Exemplar*> SlowestBy(Trend trend, const RunData& run) {
  std::vector<const Exemplar*> turns;
  for (const Exemplar& turn : run.exemplars) {
    if (turn.trend == trend) turns.push_back(&turn);
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](const auto* a, const auto* b) { return a->Value() > b->Value(); });
  turns.resize(std::min(turns.size(), kMostByTrend));
  return turns;
}

// A way to the turn in the server's own traces, where the run was told of one.
std::string Trace(const Exemplar& turn, const std::string& trace_url) {
  std::string id = fmt::format("<code>{}</code>", Text(turn.trace_id));
  if (!IsTraceUrl(trace_url) || turn.trace_id.empty()) return id;
  const std::string url = TraceUrlOf(trace_url, turn.trace_id);
  return fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>", Text(url), id);
}

std::string SlowBy(const SlowTurn& slow) {
  std::vector<std::string> shown;
  for (const Trend trend : slow.slow_by) {
    const auto value = slow.turn->durations.Get(trend).value_or(Time(0));
    shown.push_back(fmt::format("{} {}", Info(trend).name, Shown(value)));
  }
  return fmt::format("{}", fmt::join(shown, ", "));
}

std::string WhichTurn(const Exemplar& turn) {
  std::string which = fmt::format("{}, turn {}", turn.conversation, turn.place);
  if (turn.failure) which += fmt::format(", failed: {}", ToString(*turn.failure));
  return turn.scenario.empty() ? which : turn.scenario + ": " + which;
}

std::string TableOfTurns(const std::vector<SlowTurn>& turns, const std::string& trace_url) {
  std::string rows;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const Exemplar& turn = *turns[i].turn;
    const TurnSteps steps = StepsOf(turn);
    rows += fmt::format(
        "<tr><td>{}</td><td>{}</td>{}<td>{}</td><td>{} s</td><td>{}</td><td>{}</td>"
        "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        i + 1, Text(SlowBy(turns[i])), Cell(WhichTurn(turn)), Trace(turn, trace_url), turn.second,
        Shown(steps.connecting), Shown(steps.sent), Shown(steps.first_byte),
        Shown(steps.first_token), Shown(steps.end), FormatCount(turn.content_events),
        Text(turn.session));
  }
  return TableOfRows("slowest turns, times from when each was due",
                     {"", "slow by", "turn", "trace id", "ended at", "connects", "sent",
                      "first byte", "first token", "end", "events", "session"},
                     rows);
}

}  // namespace

TurnSteps StepsOf(const Exemplar& turn) {
  const auto of = [&turn](Trend trend) { return turn.durations.Get(trend); };
  const Trend kind = turn.failure ? Trend::kFailedResponseTime : Trend::kResponseTime;
  const Time response = of(kind).value_or(turn.Value());
  TurnSteps steps;
  steps.end = std::max(of(Trend::kScheduledResponseTime).value_or(response), response);
  steps.sent = steps.end - response;
  const auto from_sent = [&](Trend trend) {
    const auto duration = of(trend);
    return duration ? std::optional(steps.sent + *duration) : std::nullopt;
  };
  if (const auto setup = of(Trend::kSessionSetupTime)) {
    steps.connecting = std::max(steps.sent - *setup, Time(0));
  }
  steps.first_byte = from_sent(Trend::kTimeToFirstByte);
  steps.first_token = from_sent(Trend::kTimeToFirstToken);
  if (!steps.first_token) return steps;
  steps.events.push_back(*steps.first_token);
  // Gaps are rounded, so that their sum may exceed the answer.
  for (const Time gap : turn.gaps) {
    steps.events.push_back(std::min(steps.events.back() + gap, steps.end));
  }
  return steps;
}

std::vector<SlowTurn> SlowestOf(const RunData& run) {
  std::vector<const Exemplar*> slowest;
  for (const Trend trend : kOrder) {
    const std::vector<const Exemplar*> by_trend = SlowestBy(trend, run);
    slowest.insert(slowest.end(), by_trend.begin(), by_trend.end());
  }
  return EachOnce(slowest);
}

std::string Waterfalls(const RunData& run) {
  const std::vector<SlowTurn> turns = SlowestOf(run);
  if (turns.empty()) return {};
  return FigureWith("class=\"waterfalls\"", "Slowest turns", Picture(turns).Svg(),
                    TableOfTurns(turns, run.settings.trace_url));
}

}  // namespace clamor::html
