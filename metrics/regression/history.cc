// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "base/atomic_file.h"
#include "metrics/regression/history_line.h"

namespace clamor {
namespace {

bool IsSameRun(const NightlyRun& a, const NightlyRun& b) {
  return a.started == b.started && a.commit == b.commit;
}

// The first of the newest lines that fit; the newest is kept in any case.
std::size_t FirstKept(const std::vector<HistoryLine>& lines) {
  std::size_t first = lines.size();
  std::size_t bytes = 0;
  while (first > 0 && lines.size() - first < History::kMostLines) {
    bytes += lines[first - 1].text.size() + 1;
    if (bytes > History::kMostBytes && first < lines.size()) break;
    --first;
  }
  return first;
}

}  // namespace

const NightlyTest* NightlyRun::Find(std::string_view test) const {
  const auto found = std::find_if(tests.begin(), tests.end(),
                                  [test](const NightlyTest& t) { return t.test == test; });
  return found == tests.end() ? nullptr : &*found;
}

History ReadHistory(std::string_view text, const std::string& file) {
  History history;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const std::string place = fmt::format("{}:{}", file, number);
    try {
      history.lines.push_back({ReadHistoryLine(line, place), std::string(line)});
    } catch (const NotJson&) {
      if (end != std::string_view::npos) throw;
      history.torn = place + ": the last line was cut while it was written; it is left out";
    }
  }
  return history;
}

History LoadHistory(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error == std::errc::no_such_file_or_directory) return {};
  if (!error && size > 10 * History::kMostBytes) {
    throw std::runtime_error(fmt::format("{}: of {} bytes, expected a history, of at most {}",
                                         file.string(), size, History::kMostBytes));
  }
  return ReadHistory(ReadFile(file), file.string());
}

void Append(History& history, const NightlyRun& run) {
  for (HistoryLine& line : history.lines) {
    if (!IsSameRun(line.run, run)) continue;
    if (line.run.confirms != run.confirms) {
      throw std::invalid_argument(
          fmt::format("these results are {} in the history already, expected those of another run",
                      line.run.confirms ? "a confirmation" : "a night"));
    }
    line = {run, HistoryLineOf(run)};
    return;
  }
  history.lines.push_back({run, HistoryLineOf(run)});
}

void StoreHistory(const std::filesystem::path& file, const History& history) {
  WholeFile whole(file);
  for (std::size_t i = FirstKept(history.lines); i < history.lines.size(); ++i) {
    whole.Write(history.lines[i].text);
    whole.Write("\n");
  }
  whole.Commit();
}

}  // namespace clamor
