// SPDX-License-Identifier: Apache-2.0
// A set of conversations dealt out: every tag value that occurs is known before any load, and which
// conversation is held in which iteration follows from the run's seed alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clamor/conversation.h"

namespace clamor {

struct Dealt {
  // The conversations that occur, each with the tags that it is held with: its file's, those drawn
  // by Vary, those named by Group, and `conversation`, its name.
  std::vector<Conversation> variants;
  // The variant of each iteration. A run that needs more begins again at the front, or deals a
  // further round with another seed.
  std::vector<std::uint32_t> order;
};

// Without iterations one round of the files' own invocations, each conversation held exactly as
// often as its file says; where the set has a Mix, as many in all as the conversations it chooses
// among have together. With iterations that many, in proportion: to the values of the Mix first,
// then to the conversations of each. Shares that are no whole numbers are rounded so that they add
// up (largest remainder, ties drawn); then all is shuffled. The tags of two Varys are drawn
// independently of each other and of the conversation. A set with problems, or without
// conversations, deals nothing.
Dealt Deal(const Conversations& set, std::uint64_t seed, std::optional<long> iterations);

// Every value that a tag can take when the set is played, also those too rare to occur in a short
// run, and those to which a Mix gives the weight 0; what an SLA's `{tag=value}` is checked against.
std::map<std::string, std::set<std::string>> ValuesByTag(const Conversations& set);

}  // namespace clamor
