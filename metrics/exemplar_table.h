// SPDX-License-Identifier: Apache-2.0
// Keeps the slowest turns of each stretch of a run at a fixed cost: a few comparisons for a turn
// that is none of them, and memory that does not depend on how long the run is.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "metrics/exemplar.h"
#include "metrics/turn_record.h"

namespace clamor {

class ExemplarTable {
 public:
  static constexpr std::size_t kPerWindow = 2;  // of each trend
  // Windows are single seconds at first. When there would be more than that, each two become one
  // in which the slowest stay.
  static constexpr std::uint32_t kMostWindows = 60;

  // A turn that ended well or failed, in that second of the run: by its time to first token, its
  // longest stall and its response times, or by its failed response time. Of equals the first
  // stays.
  void AddTurn(const TurnRecord& turn, std::uint32_t second, const TurnIdentity& who);

  // One that another table kept, by the trend that it names.
  void Add(const Exemplar& exemplar);

  void Merge(const ExemplarTable& other);

  // In the order of RunData::exemplars.
  std::vector<Exemplar> Exemplars() const;

 private:
  struct Window {
    Window() { values.fill(kNone); }
    static constexpr std::chrono::nanoseconds kNone{-1};

    std::array<std::chrono::nanoseconds, kPerWindow> values;  // the slowest first
    std::array<Exemplar, kPerWindow> held;
  };

  void Offer(Trend trend, std::chrono::nanoseconds value, const TurnRecord& turn,
             std::uint32_t second, const TurnIdentity& who);
  Window& WindowAt(Trend trend, std::uint32_t second);
  static Exemplar* PlaceFor(std::chrono::nanoseconds value, Window& window);
  void DoubleWindows();

  template <class F>
  void ForEach(F&& f) const;

  std::array<std::vector<Window>, kTrends> windows_;
  std::uint32_t doublings_ = 0;  // a window is 2^doublings_ seconds
};

}  // namespace clamor
