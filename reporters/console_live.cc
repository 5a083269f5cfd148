// SPDX-License-Identifier: Apache-2.0
#include "reporters/console_live.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "metrics/format_value.h"
#include "reporters/format.h"
#include "reporters/standing.h"
#include "reporters/table.h"

namespace clamor {
namespace {

constexpr std::size_t kShownBytes = 300;
constexpr std::size_t kBarColumns = 24;
constexpr std::size_t kColumnsForABar = 60;
constexpr std::string_view kClearRestOfLine = "\x1b[K";

double ShareOf(double part, double whole) {
  return whole > 0 ? std::clamp(part / whole, 0.0, 1.0) : 1.0;
}

// From the pace so far; none before there is one.
std::optional<std::chrono::nanoseconds> TimeLeft(const Progress& progress) {
  const std::optional<double> done = DoneShare(progress);
  if (!done || *done <= 0) return std::nullopt;
  const double elapsed = static_cast<double>(progress.elapsed.count());
  const double left = elapsed / *done - elapsed;
  // A pace of nearly nothing says nothing: beyond a hundred days it is no forecast.
  if (left > 8.64e15) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(left));
}

std::string Bar(const Progress& progress, const Style& style) {
  const double done = DoneShare(progress).value_or(0);
  const auto filled = static_cast<std::size_t>(done * static_cast<double>(kBarColumns));
  const std::string full(filled, '#');
  const std::string rest(kBarColumns - filled, '.');
  const Color color = progress.failures > 0 ? Color::kDoubtful : Color::kGood;
  return fmt::format("[{}{}] ", Paint(style, color, full), Paint(style, Color::kFaint, rest));
}

std::string Percent(double share) { return fmt::format("{:.0f} %", std::floor(share * 100)); }

}  // namespace

std::string Header(std::string_view title, const RunSettings& settings, const Style& style) {
  Table table;
  table.left_columns = 2;
  const auto add = [&table](std::string_view name, std::string_view value) {
    if (!value.empty()) table.rows.push_back({std::string(name), ForLog(value, kShownBytes)});
  };
  add("server",
      settings.server.empty() ? settings.target : settings.server + ", " + settings.target);
  add("profile", settings.profile);
  add("talks", settings.conversations);
  add("users", FormatCount(static_cast<std::uint64_t>(std::max(settings.users, 0))));
  if (settings.planned_turns) add("planned", FormatCount(*settings.planned_turns) + " turns");
  add("seed", std::to_string(settings.seed));
  const std::string scale = ScaleOf(settings);
  if (!scale.empty()) add("scaled", scale + ": not the whole load");
  return fmt::format("{}\n{}", Paint(style, Color::kStrong, ForLog(title, kShownBytes)),
                     DrawTable(table, "  "));
}

std::optional<double> DoneShare(const Progress& progress) {
  std::optional<double> done;
  if (progress.planned_time) {
    done = ShareOf(static_cast<double>(progress.elapsed.count()),
                   static_cast<double>(progress.planned_time->count()));
  }
  if (progress.planned_turns) {
    const double turns =
        ShareOf(static_cast<double>(progress.turns), static_cast<double>(*progress.planned_turns));
    done = std::max(done.value_or(0), turns);
  }
  return done;
}

std::string LiveLine(const Progress& progress) {
  std::string line;
  if (progress.warming_up) {
    line = "warming up, ";
  } else if (progress.stopping) {
    line = "stopping, ";
  } else if (const auto done = DoneShare(progress)) {
    line = Percent(*done) + ", ";
  }
  line += fmt::format("{} user{}, {} turns, {}, {} failed", progress.users,
                      progress.users == 1 ? "" : "s", FormatCount(progress.turns),
                      FormatValue(progress.turns_per_second, Unit::kPerSecond),
                      FormatCount(progress.failures));
  if (progress.p95) line += ", p95 " + FormatDuration(*progress.p95);
  if (progress.warming_up || progress.stopping) return line;
  if (const auto left = TimeLeft(progress)) {
    line +=
        fmt::format(", {} left", FormatDuration(std::chrono::round<std::chrono::seconds>(*left)));
  }
  return line;
}

std::string ProgressBar(const Progress& progress, const Style& style) {
  std::string line = LiveLine(progress);
  std::string bar;
  const auto width = static_cast<std::size_t>(std::max(style.width, 0));
  if (width == 0 || width >= kColumnsForABar) bar = Bar(progress, style);
  // One column stays free: a full line would wrap on some terminals.
  const std::size_t room = width - std::min(width, DisplayWidth(bar) + 1);
  if (width > 0 && line.size() > room) line.resize(room);
  return fmt::format("\r{}{}{}", bar, line, kClearRestOfLine);
}

}  // namespace clamor
