// SPDX-License-Identifier: Apache-2.0
// What is said: one conversation per JSON file (conversations/conversation.schema.json), and sets
// of them.
//
//   Play(ConversationsIn("assistant")
//            .Only("workflow", {"code", "tool_use"})
//            .Vary("stream", {{"true", 30}, {"false", 70}}),
//        SharedIterations().Users(55));
#pragma once

#include <concepts>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clamor/units.h"

namespace clamor {

// What an answer must be. An answer that is not fails its turn.
struct Expect {
  std::optional<std::string> contains = {};  // in the answer's text; may hold placeholders
  std::optional<std::string> matches = {};   // a regular expression found in the answer's text
  std::optional<long> min_events = {};       // content events of the answer, at least
  std::optional<long> max_events = {};       // and at most
};

// What agents of voice hear: a recording, or generated speech.
struct Speech {
  Seconds length{0};     // of generated speech; 0: as long as it takes to say the content
  std::string wav = {};  // the recording's path; empty: generated speech
};

// When a caller speaks into an answer: this long after that many chunks of its audio.
struct BargeIn {
  long after_chunks = 1;
  Seconds after{0};
};

// A caller speaks into the answer, which ends it: the agent is to answer this instead.
struct Interruption {
  BargeIn at = {};
  std::string content;  // may hold placeholders
  Speech speech = {};
};

// A noise without words, such as a cough: the agent is to go on where it was.
struct FalseAlarm {
  BargeIn at = {};
  Seconds lasts{0};
};

// One thing said. The content may hold the placeholders {{session}}, {{turn}}, {{user}},
// {{random}} and, where a Trace gives the sizes of prompts, {{words}}.
struct Turn {
  std::string role;
  std::string content;
  Expect expect = {};
  int line = 0;    // of the turn in its file, from 1; 0 when it was made in code
  int column = 0;  // in characters, from 1

  // For agents of voice; at most one of the last two.
  Speech speech = {};
  std::optional<Interruption> interrupt = {};
  std::optional<FalseAlarm> false_alarm = {};
};

struct Conversation {
  std::string name;   // the file's stem as [A-Za-z0-9_]: the test's name and the `conversation` tag
  std::string title;  // the file's "name", for people; the stem where the file has none
  std::string file;   // its path; empty when it was made in code
  long invocations = 1;  // how often to hold it when the profile counts no iterations
  std::map<std::string, std::string> tags;
  std::vector<Turn> turns;
  // The file's "body" as JSON text, {"temperature":0.2}: an object of further fields of each
  // request's body, for dialects that send JSON objects and pass it on. Empty where the file has
  // none.
  std::string body;
};

// "small_talk (conversations/assistant/small_talk.json)", as GoogleTest shows a parameter.
std::ostream& operator<<(std::ostream& out, const Conversation& conversation);

// A tag's value and how often it is drawn beside the others: {"a", "b"} equally, {{"a", 70}, {"b",
// 30}} as 70 to 30.
struct Weight {
  // NOLINTNEXTLINE(google-explicit-constructor): {"a", "b"} is how it reads
  Weight(const char* v, double w = 1) : value(v), weight(w) {}
  // NOLINTNEXTLINE(google-explicit-constructor): the same for values that are no literals
  Weight(std::string v, double w = 1) : value(std::move(v)), weight(w) {}

  std::string value;
  double weight;
};

// Values that Vary draws a tag from, read from a file.
struct TagValues {
  std::vector<Weight> values;
  std::vector<std::string> problems;  // what is wrong with the file, one line each
};

// How a set draws a tag.
struct TagChoice {
  enum class Kind {
    kVary,  // sets the tag on each conversation that is held
    kMix,   // chooses among the conversations by the tag they have
  };
  Kind kind;
  std::string tag;
  std::vector<Weight> values;
};

// Names the group of the values that a pattern matches: a `*` at its end matches any rest, without
// one the value is equal.
struct GroupRule {
  std::string pattern;
  std::string group;
};

// How a set makes a tag out of another one.
struct Grouping {
  std::string tag;
  std::string from;
  std::vector<GroupRule> rules;
};

// A set of conversations, a value: each method gives a changed copy. Nothing here throws; what is
// wrong with the files or with what was asked of them is kept as one line each and fails the test
// that plays the set.
class Conversations {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): Play(GetParam(), ...)
  Conversations(Conversation one);
  explicit Conversations(std::vector<Conversation> all, std::vector<std::string> problems = {});

  // Keeps the conversations whose tag, as their file has it, is one of these values.
  Conversations Only(const std::string& tag, const std::vector<std::string>& values) const;

  // Sets the tag on each held conversation: Vary("stream", {{"true", 30}, {"false", 70}}). The
  // shares of a run are kept as nearly as whole numbers allow, in an order drawn by the run's seed.
  // A second one for the tag replaces the first.
  Conversations Vary(const std::string& tag, std::vector<Weight> values) const;

  // The same with the values of a file: Vary("model", ValuesIn("chat/values/model")). The file's
  // problems become those of the set. A template, so that no list in braces is taken for this.
  Conversations Vary(const std::string& tag, const std::same_as<TagValues> auto& values) const {
    return VaryAsRead(tag, values);
  }

  // Chooses among the set by the tag the files have: Mix("kind", {{"interruption", 50},
  // {"barge_in", 50}}). Among those with the same value the files' invocations decide; those with
  // another value are not held. The weights need not add up to 1; reports count a value of weight 0
  // with 0. --clamor_mix gives other weights. A second one for the tag replaces the first.
  Conversations Mix(const std::string& tag, std::vector<Weight> values) const;

  // Sets the tag `tag` by the value of the tag `from`, that of the file or one drawn by Vary,
  // before or after in the chain: Group("family", "model", {{"gemini-*", "gemini"}, {"gpt-4*",
  // "gpt4"}}). The first pattern that matches names the value; one that no pattern matches keeps
  // its own name, and a conversation without the tag `from` is left as it is. A second one for the
  // tag replaces the first. Only and Mix know the files' tags alone.
  Conversations Group(const std::string& tag, const std::string& from,
                      std::vector<GroupRule> rules) const;

  // By value from a temporary, so that `for (const auto& c : ConversationsIn("assistant").all())`
  // is safe.
  const std::vector<Conversation>& all() const& { return all_; }
  std::vector<Conversation> all() && { return std::move(all_); }
  const std::vector<std::string>& problems() const& { return problems_; }
  std::vector<std::string> problems() && { return std::move(problems_); }
  const std::vector<TagChoice>& choices() const& { return choices_; }
  std::vector<TagChoice> choices() && { return std::move(choices_); }
  const std::vector<Grouping>& groupings() const& { return groupings_; }
  std::vector<Grouping> groupings() && { return std::move(groupings_); }

  // "8 conversations, stream drawn true=30 false=70", as reports print it.
  std::string ToString() const;

 private:
  Conversations VaryAsRead(const std::string& tag, const TagValues& values) const;
  Conversations Choosing(const TagChoice& choice) const;
  void CheckSetOnce(const std::string& tag);

  std::vector<Conversation> all_;
  std::vector<std::string> problems_;
  std::vector<TagChoice> choices_;
  std::vector<Grouping> groupings_;
};

// The conversations of DIR/folder/*.json, sorted by name. DIR is --clamor_conversations,
// CLAMOR_CONVERSATIONS or the suite's own. Never throws: a file that cannot be read, or a folder
// without any, is a problem of the set.
Conversations ConversationsIn(std::string_view folder);

// The values in DIR/file.json (conversations/tag_values.schema.json), with the same DIR:
// ValuesIn("chat/values/model"). Never throws: what is wrong is a problem of the values.
TagValues ValuesIn(std::string_view file);

}  // namespace clamor
