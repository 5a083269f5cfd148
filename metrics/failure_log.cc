// SPDX-License-Identifier: Apache-2.0
// FailureLog: texts come from servers, so each is cut before it is kept.
#include "metrics/failure_log.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.h"

namespace clamor {
namespace {

std::string Cut(std::string_view text, std::size_t most) {
  return std::string(Utf8Prefix(text, most));
}

bool HasCommand(const FailureCount& count) {
  return std::any_of(count.examples.begin(), count.examples.end(),
                     [](const FailureExample& e) { return !e.repeat_command.empty(); });
}

}  // namespace

void FailureLog::Add(Failure reason, std::string_view message, std::string_view conversation,
                     std::string_view repeat_command) {
  FailureCount& count = counts_[static_cast<std::size_t>(reason)];
  ++count.count;
  const bool known = repeat_command.empty() || HasCommand(count);
  if (known && count.examples.size() >= kExamples) return;
  Keep(count, {Cut(message, kMessageBytes), std::string(conversation),
               known ? std::string() : Cut(repeat_command, kCommandBytes)});
}

void FailureLog::Merge(const std::vector<FailureCount>& other) {
  for (const FailureCount& from : other) {
    FailureCount& count = counts_[static_cast<std::size_t>(from.reason)];
    count.count += from.count;
    for (const FailureExample& example : from.examples) Keep(count, example);
  }
}

void FailureLog::Keep(FailureCount& count, FailureExample example) {
  if (HasCommand(count)) example.repeat_command.clear();
  if (count.examples.size() >= kExamples) {
    if (example.repeat_command.empty()) return;
    count.examples.pop_back();  // gives way to the first that can be repeated
  }
  count.examples.push_back(std::move(example));
}

std::vector<FailureCount> FailureLog::Counts() const {
  std::vector<FailureCount> occurred;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i].count == 0) continue;
    occurred.push_back(counts_[i]);
    occurred.back().reason = static_cast<Failure>(i);
  }
  return occurred;
}

}  // namespace clamor
