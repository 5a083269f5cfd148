// SPDX-License-Identifier: Apache-2.0
// ExemplarTable: what a turn is compared with stands together, apart from the texts.
#include "metrics/exemplar_table.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "metrics/histogram.h"

namespace clamor {
namespace {

using std::chrono::nanoseconds;

constexpr std::array kOfSuccess{Trend::kTimeToFirstToken, Trend::kResponseTime,
                                Trend::kScheduledResponseTime};

void Assign(std::string& text, std::string_view to) {
  text.assign(Utf8Prefix(to, Exemplar::kNameBytes));
}

nanoseconds MiddleOf(std::uint16_t index) {
  const Histogram::Edges edges = Histogram::EdgesOf(index);
  return edges.low + (edges.high - edges.low) / 2;
}

void FillGaps(const PendingSamples& from, Exemplar& exemplar) {
  const std::size_t together =
      std::max<std::size_t>(1, (from.size() + Exemplar::kMostGaps - 1) / Exemplar::kMostGaps);
  exemplar.gap_events = static_cast<std::uint32_t>(together);
  exemplar.gaps.clear();
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (i % together == 0) exemplar.gaps.emplace_back(0);
    exemplar.gaps.back() += MiddleOf(from.indexes()[i]);
  }
}

// Overwrites one that was kept before, whose memory stays: it is allocated anew only while the
// table fills, and where a text is longer than the one in its place.
void Fill(Trend trend, const TurnRecord& turn, std::uint32_t second, const TurnIdentity& who,
          Exemplar& exemplar) {
  exemplar.trend = trend;
  exemplar.second = second;
  exemplar.durations = turn.trends;
  exemplar.failure.reset();
  if (turn.outcome == Outcome::kFailed) exemplar.failure = turn.failure;
  if (!turn.gaps.empty()) exemplar.durations.Set(Trend::kLongestStall, turn.gaps.Longest());
  FillGaps(turn.gaps, exemplar);
  exemplar.content_events = turn.content_events;
  Assign(exemplar.scenario, who.scenario);
  Assign(exemplar.conversation, who.conversation);
  Assign(exemplar.session, who.session);
  Assign(exemplar.trace_id, who.trace_id);
  exemplar.place = who.place;
}

}  // namespace

void ExemplarTable::AddTurn(const TurnRecord& turn, std::uint32_t second, const TurnIdentity& who) {
  const auto offer = [&](Trend trend) {
    if (const auto value = turn.trends.Get(trend)) Offer(trend, *value, turn, second, who);
  };
  if (turn.outcome == Outcome::kFailed) return offer(Trend::kFailedResponseTime);
  std::for_each(kOfSuccess.begin(), kOfSuccess.end(), offer);
  if (turn.gaps.empty()) return;
  Offer(Trend::kLongestStall, turn.gaps.Longest(), turn, second, who);
}

void ExemplarTable::Offer(Trend trend, nanoseconds value, const TurnRecord& turn,
                          std::uint32_t second, const TurnIdentity& who) {
  Exemplar* place = PlaceFor(value, WindowAt(trend, second));
  if (place != nullptr) Fill(trend, turn, second, who, *place);
}

ExemplarTable::Window& ExemplarTable::WindowAt(Trend trend, std::uint32_t second) {
  while (second >> doublings_ >= kMostWindows) DoubleWindows();
  auto& windows = windows_[static_cast<std::size_t>(trend)];
  const std::size_t index = second >> doublings_;
  if (index >= windows.size()) windows.resize(index + 1);
  return windows[index];
}

// Where one that slow is to be put, the least slow of the window having given way; null when it is
// none of the slowest.
Exemplar* ExemplarTable::PlaceFor(nanoseconds value, Window& window) {
  auto& values = window.values;
  if (value <= values.back()) return nullptr;
  const auto faster = std::find_if(values.begin(), values.end(),
                                   [value](nanoseconds theirs) { return theirs < value; });
  const auto place = faster - values.begin();
  std::rotate(faster, values.end() - 1, values.end());
  std::rotate(window.held.begin() + place, window.held.end() - 1, window.held.end());
  *faster = value;
  return &window.held[static_cast<std::size_t>(place)];
}

void ExemplarTable::DoubleWindows() {
  ++doublings_;
  for (auto& windows : windows_) {
    for (std::size_t i = 0; i < windows.size(); ++i) {
      Window& into = windows[i / 2];
      if (i % 2 == 0) {
        if (i > 0) std::swap(into, windows[i]);
        continue;
      }
      for (std::size_t k = 0; k < kPerWindow; ++k) {
        Exemplar* place = PlaceFor(windows[i].values[k], into);
        if (place != nullptr) std::swap(*place, windows[i].held[k]);
      }
    }
    windows.resize((windows.size() + 1) / 2);
  }
}

void ExemplarTable::Add(const Exemplar& exemplar) {
  if (!exemplar.durations.Get(exemplar.trend)) return;
  Exemplar* place = PlaceFor(exemplar.Value(), WindowAt(exemplar.trend, exemplar.second));
  if (place != nullptr) *place = exemplar;
}

void ExemplarTable::Merge(const ExemplarTable& other) {
  other.ForEach([this](const Exemplar& exemplar) { Add(exemplar); });
}

std::vector<Exemplar> ExemplarTable::Exemplars() const {
  std::vector<Exemplar> all;
  ForEach([&all](const Exemplar& exemplar) { all.push_back(exemplar); });
  std::sort(all.begin(), all.end(), StandsBefore);
  return all;
}

template <class F>
void ExemplarTable::ForEach(F&& f) const {
  for (const auto& windows : windows_) {
    for (const Window& window : windows) {
      for (std::size_t k = 0; k < kPerWindow && window.values[k] != Window::kNone; ++k) {
        f(window.held[k]);
      }
    }
  }
}

}  // namespace clamor
