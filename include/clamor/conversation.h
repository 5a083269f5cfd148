// SPDX-License-Identifier: Apache-2.0
// What is said: one conversation per JSON file (conversations/conversation.schema.json), and sets
// of them.
//
//   Play(ConversationsIn("assistant")
//            .Only("workflow", {"code", "tool_use"})
//            .Vary("stream", {{"true", 30}, {"false", 70}}),
//        SharedIterations().Users(55));
#pragma once

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

// One thing said. The content may hold the placeholders {{session}}, {{turn}}, {{user}} and
// {{random}}.
struct Turn {
  std::string role;
  std::string content;
  Expect expect = {};
  int line = 0;    // of the turn in its file, from 1; 0 when it was made in code
  int column = 0;  // in characters, from 1
};

struct Conversation {
  std::string name;   // the file's stem as [A-Za-z0-9_]: the test's name and the `conversation` tag
  std::string title;  // the file's "name", for people; the stem where the file has none
  std::string file;   // its path; empty when it was made in code
  long invocations = 1;  // how often to hold it when the profile counts no iterations
  std::map<std::string, std::string> tags;
  std::vector<Turn> turns;
  // The file's "body" as JSON text, {"temperature":0.2}: an object of further fields of each
  // request's body, for dialects that send JSON objects. Empty where the file has none.
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

  // Chooses among the set by the tag the files have: Mix("kind", {{"interruption", 50},
  // {"barge_in", 50}}). Among those with the same value the files' invocations decide; those with
  // another value are not held. A second one for the tag replaces the first.
  Conversations Mix(const std::string& tag, std::vector<Weight> values) const;

  // By value from a temporary, so that `for (const auto& c : ConversationsIn("assistant").all())`
  // is safe.
  const std::vector<Conversation>& all() const& { return all_; }
  std::vector<Conversation> all() && { return std::move(all_); }
  const std::vector<std::string>& problems() const& { return problems_; }
  std::vector<std::string> problems() && { return std::move(problems_); }
  const std::vector<TagChoice>& choices() const& { return choices_; }
  std::vector<TagChoice> choices() && { return std::move(choices_); }

  // "8 conversations, stream drawn true=30 false=70", as reports print it.
  std::string ToString() const;

 private:
  Conversations Choosing(TagChoice choice) const;

  std::vector<Conversation> all_;
  std::vector<std::string> problems_;
  std::vector<TagChoice> choices_;
};

// The conversations of DIR/folder/*.json, sorted by name. DIR is --clamor_conversations,
// CLAMOR_CONVERSATIONS or the suite's own. Never throws: a file that cannot be read, or a folder
// without any, is a problem of the set.
Conversations ConversationsIn(std::string_view folder);

}  // namespace clamor
