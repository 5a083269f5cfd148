// SPDX-License-Identifier: Apache-2.0
#include "engine/spending.h"

#include <fmt/format.h>

namespace clamor {

bool Purse::TakeRequest() {
  if (limits_.max_tokens && tokens_.load(std::memory_order_relaxed) >= *limits_.max_tokens) {
    return false;
  }
  if (!limits_.max_requests) return true;
  std::uint64_t sent = requests_.load(std::memory_order_relaxed);
  do {
    if (sent >= *limits_.max_requests) return false;
  } while (!requests_.compare_exchange_weak(sent, sent + 1, std::memory_order_relaxed));
  return true;
}

void Purse::Spend(std::uint64_t retries, std::uint64_t tokens) {
  requests_.fetch_add(retries, std::memory_order_relaxed);
  tokens_.fetch_add(tokens, std::memory_order_relaxed);
}

std::optional<std::string> Purse::Spent() const {
  if (limits_.max_requests && requests_.load(std::memory_order_relaxed) >= *limits_.max_requests) {
    return fmt::format("--clamor_max_requests: {} requests were sent", *limits_.max_requests);
  }
  const std::uint64_t tokens = tokens_.load(std::memory_order_relaxed);
  if (limits_.max_tokens && tokens >= *limits_.max_tokens) {
    return fmt::format("--clamor_max_tokens: {} tokens of {} were spent", tokens,
                       *limits_.max_tokens);
  }
  return std::nullopt;
}

}  // namespace clamor
