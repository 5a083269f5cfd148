// SPDX-License-Identifier: Apache-2.0
#include "conversations/conversation_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "base/escape.h"
#include "base/pattern.h"
#include "conversations/json_checks.h"
#include "conversations/voice_json.h"

namespace clamor {
namespace {

using Kind = JsonValue::Kind;

constexpr std::array<std::string_view, 6> kFileKeys{"$schema", "name", "invocations",
                                                    "tags",    "body", "conversation"};
constexpr std::array<std::string_view, 7> kTurnKeys{"role", "content",   "expect",     "speech_ms",
                                                    "wav",  "interrupt", "false_alarm"};
constexpr std::array<std::string_view, 4> kExpectKeys{"contains", "matches", "min_events",
                                                      "max_events"};
constexpr std::array<std::string_view, 3> kOwnTags{"conversation", "scenario", "turn"};
constexpr std::size_t kLongestPattern = 1000;
constexpr long kMostEvents = 1'000'000'000;
constexpr std::size_t kShownBytes = 40;

// Reads one file; every member function throws JsonError at the first mistake.
class Reader : private JsonChecks {
 public:
  using JsonChecks::JsonChecks;

  Conversation Read() const;

 private:
  long Invocations(const JsonValue& root) const;
  std::map<std::string, std::string> Tags(const JsonValue& tags) const;
  std::string Body(const JsonValue& body) const;
  Expect Expectation(const JsonValue& expect) const;
  Turn OneTurn(const JsonValue& turn) const;
  std::vector<Turn> Turns(const JsonValue& list) const;
};

bool IsWhole(const JsonValue& value) {
  return value.Is(Kind::kNumber) && std::floor(value.number) == value.number;
}

long Reader::Invocations(const JsonValue& root) const {
  const JsonValue* value = root.Find("invocations");
  constexpr std::string_view kMessage =
      "No invocations configured: \"invocations\" is {}, expected a whole number from 1 to {}";
  if (value == nullptr) {
    Fail(root.offset, fmt::format(kMessage, "missing", kMostInvocations));
  }
  if (!IsWhole(*value) || value->number < 1 ||
      value->number > static_cast<double>(kMostInvocations)) {
    Fail(value->offset, fmt::format(kMessage, value->Shown(), kMostInvocations));
  }
  return static_cast<long>(value->number);
}

bool IsTagName(std::string_view name) { return !name.empty() && TestName(name) == name; }

std::map<std::string, std::string> Reader::Tags(const JsonValue& tags) const {
  RequireObject(tags, "\"tags\"");
  std::map<std::string, std::string> read;
  for (const auto& [name, offset, value] : tags.members) {
    if (!IsTagName(name)) {
      Fail(offset, fmt::format("the tag name \"{}\" is not usable in an SLA, expected letters, "
                               "digits and underscores",
                               ForTerminal(name, kShownBytes)));
    }
    if (std::find(kOwnTags.begin(), kOwnTags.end(), name) != kOwnTags.end()) {
      Fail(offset,
           fmt::format("the tag \"{}\" is set by Clamor itself, expected another name", name));
    }
    if (value.Is(Kind::kString)) SomeText(value, name);
    read[name] = TagText(value, fmt::format("the tag \"{}\"", name));
  }
  return read;
}

std::string Reader::Body(const JsonValue& body) const {
  RequireObject(body, "\"body\"");
  return CompactJson(body);
}

Expect Reader::Expectation(const JsonValue& expect) const {
  RequireObject(expect, "\"expect\"");
  CheckKeys(expect, kExpectKeys);
  Expect read;
  if (const JsonValue* contains = expect.Find("contains")) {
    read.contains = SomeText(*contains, "contains");
    CheckPlaceholdersOf(*contains);
  }
  if (const JsonValue* matches = expect.Find("matches")) {
    read.matches = SomeText(*matches, "matches");
    if (matches->text.size() > kLongestPattern) {
      Fail(matches->offset, fmt::format("\"matches\" is {} bytes long, expected at most {}",
                                        matches->text.size(), kLongestPattern));
    }
    try {
      Pattern{*read.matches};
    } catch (const std::invalid_argument& e) {
      Fail(matches->offset, fmt::format("\"matches\" is no regular expression: {} Expected "
                                        "ECMAScript's syntax",
                                        e.what()));
    }
  }
  if (const JsonValue* least = expect.Find("min_events")) {
    read.min_events = WholeNumber(*least, "min_events", 0, kMostEvents);
  }
  if (const JsonValue* most = expect.Find("max_events")) {
    read.max_events = WholeNumber(*most, "max_events", 0, kMostEvents);
    if (read.min_events && *read.max_events < *read.min_events) {
      Fail(most->offset, fmt::format("\"max_events\" is {}, expected at least \"min_events\", "
                                     "which is {}",
                                     *read.max_events, *read.min_events));
    }
  }
  return read;
}

Turn Reader::OneTurn(const JsonValue& turn) const {
  RequireObject(turn, "a turn");
  CheckKeys(turn, kTurnKeys);
  const Position at = At(text(), turn.offset);
  Turn read;
  read.line = at.line;
  read.column = at.column;
  read.role = SomeText(Required(turn, "role", "who speaks, such as \"user\""), "role");
  const JsonValue& content = Required(turn, "content", "what is said");
  read.content = Text(content, "content");
  CheckPlaceholdersOf(content);
  if (const JsonValue* expect = turn.Find("expect")) read.expect = Expectation(*expect);
  ReadVoice(*this, turn, read);
  return read;
}

std::vector<Turn> Reader::Turns(const JsonValue& list) const {
  RequireElements(list, "conversation", "turn", R"({"role": "user", "content": "Hello"})");
  std::vector<Turn> turns;
  for (const JsonValue& turn : list.elements) turns.push_back(OneTurn(turn));
  return turns;
}

Conversation Reader::Read() const {
  const JsonValue root = ParseJson(text(), file());
  RequireObject(root, "the file");
  CheckKeys(root, kFileKeys);
  const std::string stem = std::filesystem::path(file()).stem().string();
  Conversation read;
  read.name = TestName(stem);
  read.file = file();
  const JsonValue* title = root.Find("name");
  read.title = title != nullptr ? SomeText(*title, "name") : stem;
  if (const JsonValue* schema = root.Find("$schema")) Text(*schema, "$schema");
  read.invocations = Invocations(root);
  if (const JsonValue* tags = root.Find("tags")) read.tags = Tags(*tags);
  if (const JsonValue* body = root.Find("body")) read.body = Body(*body);
  read.turns = Turns(Required(root, "conversation", "a list of turns"));
  return read;
}

}  // namespace

std::string TestName(std::string_view stem) {
  std::string name(stem);
  for (char& c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!kept) c = '_';
  }
  return name;
}

Conversation ReadConversation(std::string_view text, const std::string& file) {
  return Reader(text, file).Read();
}

}  // namespace clamor
