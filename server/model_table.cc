// SPDX-License-Identifier: Apache-2.0
// Reading models from the command line, and finding them.
#include "server/model_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "base/escape.h"

namespace clamor::server {
namespace {

constexpr std::size_t kMaxShown = 60;
constexpr std::string_view kExpected = "NAME=TTFT/GAP or NAME=TTFT/GAP/EVENTS";

constexpr std::array<std::string_view, 6> kWellKnown = {"gemini-1.5-pro",  "gpt-4",
                                                        "gpt-4-turbo",     "claude-3-opus",
                                                        "claude-3-sonnet", "openai/gpt-3.5-turbo"};

[[noreturn]] void Refuse(std::string_view text, std::string_view why) {
  throw std::invalid_argument(
      fmt::format("\"{}\" {}; expected {}", ForTerminal(text, kMaxShown), why, kExpected));
}

// What stands before the next slash; the text keeps what stands behind it.
std::string_view TakePart(std::string_view& text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto part = text.substr(0, slash);
  text.remove_prefix(std::min(slash + 1, text.size()));
  return part;
}

}  // namespace

void ModelTable::Add(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) Refuse(text, "names no model");
  std::string_view name = text.substr(0, equals);
  std::string_view times = text.substr(equals + 1);
  if (std::count(times.begin(), times.end(), '/') > 2) Refuse(text, "has more than three times");
  const bool is_prefix = name.ends_with('*');
  if (is_prefix) name.remove_suffix(1);
  const auto first_event = ParseDurations(TakePart(times));
  if (times.empty()) Refuse(text, "has no time between two events");
  const auto gap = ParseDurations(TakePart(times));
  const auto events = times.empty() ? std::nullopt : std::optional(ParseCounts(times));
  Entry entry{std::string(name), is_prefix, first_event, gap, events};
  const auto rank = [](const Entry& e) { return std::pair(e.is_prefix, ~e.name.size()); };
  for (const Entry& other : entries_) {
    if (other.name == name && other.is_prefix == is_prefix) Refuse(text, "names a model again");
  }
  const auto before =
      std::upper_bound(entries_.begin(), entries_.end(), entry,
                       [&](const Entry& one, const Entry& next) { return rank(one) < rank(next); });
  entries_.insert(before, std::move(entry));
}

const ModelTable::Entry* ModelTable::Find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.Fits(name); });
  return found == entries_.end() ? nullptr : &*found;
}

ServiceModel ModelTable::TimesOf(std::string_view name, const ServiceModel& others) const {
  const Entry* entry = Find(name);
  if (entry == nullptr) return others;
  return {entry->first_event, entry->gap, entry->events.value_or(others.events)};
}

std::vector<std::string_view> ModelTable::Names() const {
  std::vector<std::string_view> names;
  for (const Entry& entry : entries_) {
    if (!entry.is_prefix) names.emplace_back(entry.name);
  }
  for (const std::string_view name : kWellKnown) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace clamor::server
