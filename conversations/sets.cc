// SPDX-License-Identifier: Apache-2.0
#include "conversations/sets.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <unordered_map>

#include "base/random.h"

namespace clamor {
namespace {

using Indexes = std::vector<std::uint32_t>;

template <class T>
void Shuffle(std::vector<T>& values, Random& random) {
  for (std::size_t n = values.size(); n > 1; --n) std::swap(values[n - 1], values[random.Below(n)]);
}

double Sum(const std::vector<double>& shares) {
  return std::accumulate(shares.begin(), shares.end(), 0.0);
}

// The total in whole numbers, by share: largest remainder, ties drawn.
std::vector<std::size_t> Apportion(const std::vector<double>& shares, std::size_t total,
                                   Random& random) {
  const double sum = Sum(shares);
  std::vector<std::size_t> counts(shares.size());
  std::vector<double> remainders(shares.size());
  Indexes by_remainder;
  std::size_t given = 0;
  for (std::uint32_t i = 0; i < shares.size(); ++i) {
    const double quota = shares[i] / sum * static_cast<double>(total);
    counts[i] = static_cast<std::size_t>(quota);
    remainders[i] = quota - std::floor(quota);
    given += counts[i];
    if (shares[i] > 0) by_remainder.push_back(i);
  }
  Shuffle(by_remainder, random);
  std::stable_sort(
      by_remainder.begin(), by_remainder.end(),
      [&remainders](std::uint32_t a, std::uint32_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; given < total; ++i, ++given) {
    ++counts[by_remainder[i % by_remainder.size()]];
  }
  return counts;
}

// Each index as often as its count says, in random order.
Indexes ShuffledOut(const std::vector<std::size_t>& counts, Random& random) {
  Indexes dealt;
  for (std::uint32_t i = 0; i < counts.size(); ++i) dealt.insert(dealt.end(), counts[i], i);
  Shuffle(dealt, random);
  return dealt;
}

double WeightOf(const TagChoice& choice, const std::string& value) {
  double weight = 0;
  for (const Weight& w : choice.values) weight += w.value == value ? w.weight : 0;
  return weight;
}

const std::string* FindTag(const Conversation& c, const std::string& tag) {
  const auto found = c.tags.find(tag);
  return found == c.tags.end() ? nullptr : &found->second;
}

// Scales the shares so that those of one tag value are together what the mix gives that value.
void ApplyMix(const TagChoice& mix, const std::vector<Conversation>& all,
              std::vector<double>& shares) {
  std::map<std::string, double> sums;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (const std::string* value = FindTag(all[i], mix.tag)) sums[*value] += shares[i];
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string* value = FindTag(all[i], mix.tag);
    if (value == nullptr) {
      shares[i] = 0;
    } else if (shares[i] > 0) {
      shares[i] *= WeightOf(mix, *value) / sums[*value];
    }
  }
}

std::vector<const TagChoice*> ChoicesOf(const Conversations& set, TagChoice::Kind kind) {
  std::vector<const TagChoice*> choices;
  for (const TagChoice& choice : set.choices()) {
    if (choice.kind == kind) choices.push_back(&choice);
  }
  return choices;
}

std::vector<const TagChoice*> VariesOf(const Conversations& set) {
  return ChoicesOf(set, TagChoice::Kind::kVary);
}

std::vector<const TagChoice*> MixesOf(const Conversations& set) {
  return ChoicesOf(set, TagChoice::Kind::kMix);
}

// How often each conversation is held beside the others.
std::vector<double> SharesOf(const Conversations& set) {
  std::vector<double> shares;
  for (const Conversation& c : set.all()) shares.push_back(static_cast<double>(c.invocations));
  for (const TagChoice* mix : MixesOf(set)) ApplyMix(*mix, set.all(), shares);
  return shares;
}

// The conversations that are held, by their values of the mixed tags.
std::vector<Indexes> PartsOfTheMix(const Conversations& set, const std::vector<double>& shares) {
  const auto mixes = MixesOf(set);
  std::map<std::vector<std::string>, Indexes> by_values;
  for (std::uint32_t i = 0; i < shares.size(); ++i) {
    if (shares[i] <= 0) continue;
    std::vector<std::string> values;
    for (const TagChoice* mix : mixes) values.push_back(*FindTag(set.all()[i], mix->tag));
    by_values[std::move(values)].push_back(i);
  }
  std::vector<Indexes> parts;
  for (auto& [values, part] : by_values) parts.push_back(std::move(part));
  return parts;
}

// How often each conversation is held. A value of the mix has its count before it is divided among
// its conversations: ten calls of many files are mixed as a thousand are.
std::vector<std::size_t> CountsOf(const Conversations& set, const std::vector<double>& shares,
                                  std::size_t total, Random& random) {
  const std::vector<Indexes> parts = PartsOfTheMix(set, shares);
  std::vector<std::vector<double>> within(parts.size());
  std::vector<double> of_parts;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (const std::uint32_t i : parts[p]) within[p].push_back(shares[i]);
    of_parts.push_back(Sum(within[p]));
  }
  const std::vector<std::size_t> totals = Apportion(of_parts, total, random);
  std::vector<std::size_t> counts(shares.size());
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const std::vector<std::size_t> each = Apportion(within[p], totals[p], random);
    for (std::size_t k = 0; k < each.size(); ++k) counts[parts[p][k]] = each[k];
  }
  return counts;
}

bool Matches(const std::string& pattern, const std::string& value) {
  if (!pattern.ends_with('*')) return value == pattern;
  return value.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

std::string GroupOf(const Grouping& grouping, const std::string& value) {
  for (const GroupRule& rule : grouping.rules) {
    if (Matches(rule.pattern, value)) return rule.group;
  }
  return value;
}

std::size_t InvocationsOf(const Conversations& set, const std::vector<double>& shares) {
  std::size_t total = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] > 0) total += static_cast<std::size_t>(set.all()[i].invocations);
  }
  return total;
}

using TagValueSets = std::map<std::string, std::set<std::string>>;

// What the tags of one conversation can be.
TagValueSets ValuesOf(const Conversation& conversation, const Conversations& set) {
  TagValueSets values{{"conversation", {conversation.name}}};
  for (const auto& [tag, value] : conversation.tags) values[tag].insert(value);
  for (const TagChoice* vary : VariesOf(set)) {
    auto& drawn = values[vary->tag];
    drawn.clear();  // a file's own value is replaced
    for (const Weight& w : vary->values) {
      if (w.weight > 0) drawn.insert(w.value);
    }
  }
  for (const Grouping& grouping : set.groupings()) {
    const auto from = values.find(grouping.from);
    if (from == values.end()) continue;
    std::set<std::string> groups;
    for (const std::string& value : from->second) groups.insert(GroupOf(grouping, value));
    values[grouping.tag] = std::move(groups);
  }
  return values;
}

// Whether what the files say of the tag is replaced.
bool IsSetAnew(const std::string& tag, const Conversations& set) {
  const auto varies = VariesOf(set);
  return std::any_of(varies.begin(), varies.end(),
                     [&tag](const TagChoice* vary) { return vary->tag == tag; }) ||
         std::any_of(set.groupings().begin(), set.groupings().end(),
                     [&tag](const Grouping& grouping) { return grouping.tag == tag; });
}

// A value to which a mix gives the weight 0 is counted with 0, and not unknown.
void AddUnheldValues(const Conversations& set, TagValueSets& values) {
  for (const TagChoice& choice : set.choices()) {
    if (choice.kind == TagChoice::Kind::kVary || IsSetAnew(choice.tag, set)) continue;
    for (const Weight& w : choice.values) {
      if (w.weight == 0) values[choice.tag].insert(w.value);
    }
  }
}

// Gives each distinct combination of a conversation and its drawn tags one variant.
class Variants {
 public:
  Variants(const Conversations& set, const std::vector<const TagChoice*>& varies)
      : set_(set), varies_(varies) {}

  // `drawn` holds for each Vary which value each iteration has.
  std::uint32_t Of(std::uint32_t conversation, const std::vector<Indexes>& drawn,
                   std::size_t iteration) {
    std::uint64_t combination = conversation;
    for (std::size_t k = 0; k < varies_.size(); ++k) {
      combination = combination * varies_[k]->values.size() + drawn[k][iteration];
    }
    const auto next = static_cast<std::uint32_t>(made_.size());
    const auto [known, is_new] = numbers_.emplace(combination, next);
    if (is_new) made_.push_back(Make(conversation, drawn, iteration));
    return known->second;
  }

  std::vector<Conversation>& made() { return made_; }

 private:
  Conversation Make(std::uint32_t conversation, const std::vector<Indexes>& drawn,
                    std::size_t iteration) const {
    Conversation made = set_.all()[conversation];
    made.tags["conversation"] = made.name;
    for (std::size_t k = 0; k < varies_.size(); ++k) {
      made.tags[varies_[k]->tag] = varies_[k]->values[drawn[k][iteration]].value;
    }
    for (const Grouping& grouping : set_.groupings()) {
      if (const std::string* value = FindTag(made, grouping.from)) {
        made.tags[grouping.tag] = GroupOf(grouping, *value);
      }
    }
    return made;
  }

  const Conversations& set_;
  const std::vector<const TagChoice*>& varies_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<Conversation> made_;
};

}  // namespace

Dealt Deal(const Conversations& set, std::uint64_t seed, std::optional<long> iterations) {
  const std::vector<double> shares = SharesOf(set);
  if (!set.problems().empty() || Sum(shares) <= 0) return {};
  const std::size_t total =
      iterations ? static_cast<std::size_t>(std::max(0L, *iterations)) : InvocationsOf(set, shares);
  std::uint64_t stream = 0;
  Random random(MixSeed(seed, stream++));
  const Indexes held = ShuffledOut(CountsOf(set, shares, total, random), random);
  const std::vector<const TagChoice*> varies = VariesOf(set);
  std::vector<Indexes> drawn;
  for (const TagChoice* vary : varies) {
    std::vector<double> weights;
    for (const Weight& w : vary->values) weights.push_back(w.weight);
    Random own(MixSeed(seed, stream++));
    drawn.push_back(ShuffledOut(Apportion(weights, total, own), own));
  }
  Dealt dealt;
  dealt.order.reserve(total);
  Variants variants(set, varies);
  for (std::size_t i = 0; i < total; ++i) dealt.order.push_back(variants.Of(held[i], drawn, i));
  dealt.variants = std::move(variants.made());
  return dealt;
}

std::map<std::string, std::set<std::string>> ValuesByTag(const Conversations& set) {
  const std::vector<double> shares = SharesOf(set);
  TagValueSets values;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] <= 0) continue;
    for (const auto& [tag, possible] : ValuesOf(set.all()[i], set)) {
      values[tag].insert(possible.begin(), possible.end());
    }
  }
  AddUnheldValues(set, values);
  return values;
}

}  // namespace clamor
