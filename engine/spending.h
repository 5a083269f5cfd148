// SPDX-License-Identifier: Apache-2.0
// What a run may cost a paid API, and what it has.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace clamor {

// None: without bound.
struct Spending {
  std::optional<std::uint64_t> max_requests;
  std::optional<std::uint64_t> max_tokens;  // of prompts and answers, as the server reports them
};

// Shared by all worker threads, touched once per turn: what all of them have spent is the point.
class Purse {
 public:
  explicit Purse(const Spending& limits) : limits_(limits) {}

  // Takes a request; false when no more may be sent.
  bool TakeRequest();

  // What an ended turn has cost beside the request taken for it.
  void Spend(std::uint64_t retries, std::uint64_t tokens);

  // Why nothing more may be sent; none while something may.
  std::optional<std::string> Spent() const;

 private:
  const Spending limits_;
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> tokens_{0};
};

}  // namespace clamor
