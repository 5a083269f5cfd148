// SPDX-License-Identifier: Apache-2.0
#include "target/profile/perf_script.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "target/profile/text_lines.h"

namespace clamor {
namespace {

constexpr std::string_view kSwitch = "PERF_RECORD_SWITCH";
constexpr std::string_view kDeleted = " (deleted)";

// The first line of a sample or of another record: "comm  pid/tid  seconds: what it is".
struct Record {
  std::string_view comm;
  long thread = 0;
  std::uint64_t microseconds = 0;
  std::uint64_t period = 1;  // of how many events a sample is one
  std::string_view what;
};

std::optional<long> Number(std::string_view text) {
  long number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end) return {};
  return number;
}

// "12.345678:", with any number of decimals.
std::optional<std::uint64_t> Time(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || text.back() != ':') return {};
  const std::string decimals =
      (std::string(text.substr(point + 1, text.size() - point - 2)) + "000000").substr(0, 6);
  const auto seconds = Number(text.substr(0, point));
  const auto micros = Number(decimals);
  if (!seconds || !micros) return {};
  return static_cast<std::uint64_t>(*seconds * 1'000'000 + *micros);
}

std::string_view FirstWord(std::string_view text) { return text.substr(0, text.find(' ')); }

// "1234/1235": the thread.
std::optional<long> ThreadId(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash == std::string_view::npos || !Number(word.substr(0, slash))) return {};
  return Number(word.substr(slash + 1));
}

// A sample's event stands behind its period: "1 context-switches:".
Record WithPeriod(Record record) {
  const std::string_view word = FirstWord(record.what);
  const auto period = Number(word);
  if (!period || word.empty()) return record;
  record.period = static_cast<std::uint64_t>(std::max(1L, *period));
  record.what = Trimmed(record.what.substr(word.size()));
  return record;
}

// A thread's name may hold blanks, slashes and digits: the numbers are those with a time behind.
std::optional<Record> ReadRecord(std::string_view line) {
  for (std::size_t at = line.find(' '); at != std::string_view::npos; at = line.find(' ', at + 1)) {
    const std::string_view word = FirstWord(line.substr(at + 1));
    const auto thread = ThreadId(word);
    if (!thread) continue;
    const std::string_view behind = Trimmed(line.substr(at + 1 + word.size()));
    const std::string_view seconds = FirstWord(behind);
    const auto time = seconds.empty() ? std::nullopt : Time(seconds);
    if (!time) continue;
    return WithPeriod(
        {Trimmed(line.substr(0, at)), *thread, *time, 1, Trimmed(behind.substr(seconds.size()))});
  }
  return {};
}

std::string_view FileName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "  55d0c0 Parse(int) (/usr/bin/server)". Unknown functions are shown by their file:
// "[libc.so.6]".
std::string Frame(std::string_view line) {
  const std::string_view text = Trimmed(line);
  std::string_view symbol = Trimmed(text.substr(FirstWord(text).size()));
  std::string_view file;
  const std::size_t bracket =
      symbol.rfind(" (", symbol.ends_with(" (deleted))") ? symbol.size() - kDeleted.size() - 2
                                                         : std::string_view::npos);
  if (bracket != std::string_view::npos && symbol.ends_with(')')) {
    file = symbol.substr(bracket + 2, symbol.size() - bracket - 3);
    if (file.ends_with(kDeleted)) file.remove_suffix(kDeleted.size());
    symbol = Trimmed(symbol.substr(0, bracket));
  }
  if (!symbol.empty() && symbol != "[unknown]") return std::string(symbol);
  const std::string_view name = FileName(file);
  if (name.empty() || name.front() == '[') return "[unknown]";
  return '[' + std::string(name) + ']';
}

using OnRecord = std::function<void(const Record&, Stack leaf_first)>;

// Calls `take` for each record with its frames.
void ForEachRecord(std::string_view text, const OnRecord& take) {
  std::optional<Record> record;
  Stack frames;
  const auto end_record = [&] {
    if (record) take(*record, std::exchange(frames, {}));
    record.reset();
    frames.clear();
  };
  for (TextLines lines(text); const auto line = lines.Next();) {
    if (line->starts_with('\t')) {
      if (record) frames.push_back(Frame(*line));
      continue;
    }
    end_record();
    if (!IsBlank(*line)) record = ReadRecord(*line);
  }
  end_record();
}

Stack BelowThread(const Record& record, Stack leaf_first) {
  leaf_first.emplace_back(record.comm);
  std::reverse(leaf_first.begin(), leaf_first.end());
  return leaf_first;
}

// The waits of one thread. All of them are timed; of many short ones only some have a stack.
class Thread {
 public:
  explicit Thread(std::string_view comm) : comm_(comm) {}

  void Sampled(const Record& record, Stack leaf_first) {
    wait_ = Wait{record.microseconds, BelowThread(record, std::move(leaf_first)), record.period};
  }

  void Out(const Record& record) {
    if (!wait_) wait_ = Wait{record.microseconds, {}, 1};
    if (record.what.find("preempt") == std::string_view::npos || wait_->stack.empty()) return;
    wait_->stack.emplace_back("(waiting for a CPU)");
  }

  void In(std::uint64_t now) {
    if (!wait_) return;
    wait_->microseconds = now > wait_->microseconds ? now - wait_->microseconds : 0;
    if (wait_->stack.empty()) {
      without_stack_ += wait_->microseconds;
    } else {
      sampled_.push_back(std::move(*wait_));
    }
    wait_.reset();
  }

  // Time without a stack goes to the stacks in proportion to what each stands for besides itself:
  // the thread's time stays true, only its parts are an estimate.
  void AddTo(FoldedStacks& stacks) const {
    double others = 0;
    for (const Wait& wait : sampled_) others += StandsFor(wait);
    const double scale = others > 0 ? static_cast<double>(without_stack_) / others : 0;
    for (const Wait& wait : sampled_) {
      const auto estimate = static_cast<std::uint64_t>(scale * StandsFor(wait));
      stacks.Add(wait.stack, wait.microseconds + estimate);
    }
    if (others == 0) stacks.Add({comm_, std::string(kNoStack)}, without_stack_);
  }

 private:
  struct Wait {
    std::uint64_t microseconds = 0;  // its begin, until its length is known
    Stack stack;
    std::uint64_t period = 1;
  };

  static double StandsFor(const Wait& wait) {
    return static_cast<double>(wait.microseconds) * static_cast<double>(wait.period - 1);
  }

  std::string comm_;
  std::optional<Wait> wait_;
  std::vector<Wait> sampled_;
  std::uint64_t without_stack_ = 0;
};

}  // namespace

FoldedStacks OnCpuStacks(std::string_view perf_script) {
  FoldedStacks stacks;
  ForEachRecord(perf_script, [&](const Record& record, Stack leaf_first) {
    if (record.what.starts_with("PERF_RECORD")) return;
    stacks.Add(BelowThread(record, std::move(leaf_first)), 1);
  });
  return stacks;
}

FoldedStacks OffCpuStacks(std::string_view perf_script) {
  std::map<long, Thread> threads;
  std::uint64_t end = 0;
  ForEachRecord(perf_script, [&](const Record& record, Stack leaf_first) {
    end = std::max(end, record.microseconds);
    Thread& thread = threads.try_emplace(record.thread, record.comm).first->second;
    if (!record.what.starts_with(kSwitch)) {
      thread.Sampled(record, std::move(leaf_first));
    } else if (record.what.find(" IN") != std::string_view::npos) {
      thread.In(record.microseconds);
    } else {
      thread.Out(record);
    }
  });
  FoldedStacks stacks;
  for (auto& [id, thread] : threads) {
    thread.In(end);
    thread.AddTo(stacks);
  }
  return stacks;
}

}  // namespace clamor
