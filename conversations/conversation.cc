// SPDX-License-Identifier: Apache-2.0
#include "clamor/conversation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "conversations/choice_mistakes.h"
#include "conversations/sets.h"

namespace clamor {
namespace {

std::string_view NameOf(TagChoice::Kind kind) {
  return kind == TagChoice::Kind::kVary ? "Vary" : "Mix";
}

// What is wrong with the grouping; empty when nothing is.
std::string MistakeIn(const Grouping& grouping) {
  if (grouping.rules.empty()) return "no pattern is given";
  for (const GroupRule& rule : grouping.rules) {
    const std::size_t any = rule.pattern.find('*');
    if (any != std::string::npos && any + 1 < rule.pattern.size()) {
      return fmt::format("the pattern {} has a * inside, expected one at its end or none",
                         rule.pattern);
    }
  }
  return "";
}

// Whether choices that are good one by one leave nothing to hold when taken together.
bool ExcludeEachOther(const Conversations& set) {
  return set.problems().empty() && !set.all().empty() && !ValuesByTag(set).contains("conversation");
}

constexpr std::string_view kNothingLeft = "with the choices before it no conversation is left";

}  // namespace

std::ostream& operator<<(std::ostream& out, const Conversation& conversation) {
  out << conversation.name;
  if (!conversation.file.empty()) out << " (" << conversation.file << ")";
  return out;
}

Conversations::Conversations(Conversation one) { all_.push_back(std::move(one)); }

Conversations::Conversations(std::vector<Conversation> all, std::vector<std::string> problems)
    : all_(std::move(all)), problems_(std::move(problems)) {}

Conversations Conversations::Only(const std::string& tag,
                                  const std::vector<std::string>& values) const {
  Conversations kept = *this;
  std::erase_if(kept.all_, [&](const Conversation& c) {
    const auto found = c.tags.find(tag);
    return found == c.tags.end() ||
           std::find(values.begin(), values.end(), found->second) == values.end();
  });
  // A set that was empty before has told why.
  if (kept.all_.empty() && !all_.empty()) {
    kept.problems_.push_back(fmt::format(
        "Only({}): {}", tag, values.empty() ? "no value is given" : NoneHas(all_, tag, values[0])));
  } else if (ExcludeEachOther(kept)) {
    kept.problems_.push_back(fmt::format("Only({}): {}", tag, kNothingLeft));
  }
  return kept;
}

Conversations Conversations::Vary(const std::string& tag, std::vector<Weight> values) const {
  return Choosing({TagChoice::Kind::kVary, tag, std::move(values)});
}

Conversations Conversations::VaryAsRead(const std::string& tag, const TagValues& values) const {
  if (values.problems.empty()) return Vary(tag, values.values);
  Conversations changed = *this;
  changed.problems_.insert(changed.problems_.end(), values.problems.begin(), values.problems.end());
  return changed;
}

Conversations Conversations::Mix(const std::string& tag, std::vector<Weight> values) const {
  return Choosing({TagChoice::Kind::kMix, tag, std::move(values)});
}

Conversations Conversations::Choosing(const TagChoice& choice) const {
  Conversations changed = *this;
  const std::string what = fmt::format("{}({})", NameOf(choice.kind), choice.tag);
  const std::string mistake = MistakeIn(choice, all_);
  if (!mistake.empty()) changed.problems_.push_back(what + ": " + mistake);
  std::erase_if(changed.choices_, [&choice](const TagChoice& other) {
    return other.kind == choice.kind && other.tag == choice.tag;
  });
  changed.choices_.push_back(choice);
  changed.CheckSetOnce(choice.tag);
  if (ExcludeEachOther(changed)) {
    changed.problems_.push_back(fmt::format("{}: {}", what, kNothingLeft));
  }
  return changed;
}

Conversations Conversations::Group(const std::string& tag, const std::string& from,
                                   std::vector<GroupRule> rules) const {
  Conversations changed = *this;
  Grouping grouping{tag, from, std::move(rules)};
  const std::string mistake = MistakeIn(grouping);
  if (!mistake.empty()) changed.problems_.push_back(fmt::format("Group({}): {}", tag, mistake));
  std::erase_if(changed.groupings_, [&tag](const Grouping& other) { return other.tag == tag; });
  changed.groupings_.push_back(std::move(grouping));
  changed.CheckSetOnce(tag);
  return changed;
}

void Conversations::CheckSetOnce(const std::string& tag) {
  const bool drawn = std::any_of(choices_.begin(), choices_.end(), [&tag](const TagChoice& choice) {
    return choice.kind == TagChoice::Kind::kVary && choice.tag == tag;
  });
  const bool grouped = std::any_of(groupings_.begin(), groupings_.end(),
                                   [&tag](const Grouping& other) { return other.tag == tag; });
  if (drawn && grouped) {
    problems_.push_back(
        fmt::format("Vary({0}) and Group({0}): both set the tag, expected one of them", tag));
  }
}

std::string Conversations::ToString() const {
  std::string text = fmt::format("{} conversation{}", all_.size(), all_.size() == 1 ? "" : "s");
  for (const TagChoice& choice : choices_) {
    text += fmt::format(", {} {}", choice.tag,
                        choice.kind == TagChoice::Kind::kVary ? "drawn" : "mixed");
    for (const Weight& w : choice.values)
      text += fmt::format(" {}={}", ShownTagValue(w.value), w.weight);
  }
  for (const Grouping& grouping : groupings_) {
    text += fmt::format(", {} by {}", grouping.tag, grouping.from);
    for (const GroupRule& rule : grouping.rules) {
      text += fmt::format(" {}={}", ShownTagValue(rule.pattern), ShownTagValue(rule.group));
    }
  }
  return text;
}

}  // namespace clamor
