// SPDX-License-Identifier: Apache-2.0
// GoogleTest's side: fixtures whose tests are load tests. One test is one run.
//
//   class Assistant : public AssistantTest {
//    protected:
//     Assistant() { ExpectSla(P95(kTimeToFirstToken) < 500ms); }
//   };
//   TEST_P(Assistant, HoldsEachConversation) { Play(GetParam(), SharedIterations().Users(5)); }
//   TEST_F(Assistant, HoldsThemAll) { Play(ConversationsIn("assistant"),
//   SharedIterations().Users(55)); } INSTANTIATE_TEST_SUITE_P(Each, Assistant,
//   EachConversationIn("assistant"), ConversationName);
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/conversation.h"
#include "clamor/dialect.h"
#include "clamor/metric.h"
#include "clamor/probe.h"
#include "clamor/profile.h"
#include "clamor/result.h"
#include "clamor/scenario.h"
#include "clamor/sla.h"
#include "clamor/units.h"
#include "clamor/voice.h"

namespace clamor {

namespace internal {
class Protocol;

// So that unique_ptr<Protocol> can be used where Protocol is not known.
struct DeleteProtocol {
  void operator()(const Protocol* protocol) const;
};
using ProtocolPtr = std::unique_ptr<Protocol, DeleteProtocol>;

ProtocolPtr MakeSseProtocol(std::unique_ptr<Dialect> (*make)());
}  // namespace internal

// What may be added to an SLA that has just been promised.
class SlaOptions {
 public:
  explicit SlaOptions(std::size_t index) : index_(index) {}

  // Every window of this length is judged, not the run as a whole.
  SlaOptions& Over(Seconds window);

  // From this long into the counted part on, a broken promise ends the run.
  SlaOptions& AbortOnFail(Seconds after);

 private:
  std::size_t index_;
};

class LoadTest : public testing::Test {
 protected:
  // Ends the test where Clamor's listener is missing, since no SLA would be judged; skips it after
  // Ctrl-C.
  LoadTest();

  // Promises that the run of this test keeps the SLA; the listener asserts it when the test ends,
  // at the line of this call. Ends the test when the text is no SLA, or when the run has already
  // been played.
  SlaOptions ExpectSla(const Sla& sla, Here here = Here::Now());
  SlaOptions ExpectSla(std::string_view sla, Here here = Here::Now());

  // The same, but a broken promise is a warning of the report and fails nothing.
  void WarnUnless(const Sla& sla, Here here = Here::Now());
  void WarnUnless(std::string_view sla, Here here = Here::Now());

  // A check of the suite's own, asked of every whole answer and counted under its name, a word of
  // letters, digits and _. CheckRate(name) is its pass rate. The predicate is called on the load's
  // threads, several at once.
  void DefineCheck(std::string name, Predicate passes, CheckOn on = CheckOn::kContent);

  // A metric of the suite's own, in the unit given: for SLAs, for every report, and for the samples
  // of OnAnswer's hooks. The name, a literal, is a word like a check's; the definition, which may
  // be empty, stands in the reports.
  //   const auto words = DefineMetric<Count>("answer_words", SampleKind::kTrend, "Words per
  //   answer");
  template <class U>
  Metric<U> DefineMetric(const char* name, SampleKind kind, const char* definition = "") {
    AddMetric(name, kind, internal::kUnitOf<U>, definition);
    return {name};
  }

  // Called with every whole answer, on the load's threads, several at once. What it throws fails
  // the turn.
  void OnAnswer(AnswerHook hook);

  // What the test is for, as a sentence of the report.
  void Purpose(std::string sentence);

  // Whether the server under test is launched by this program, embedded or by --clamor_server: only
  // then its CPU, memory and event loop are measured.
  bool LaunchesItsServer() const;

  // The longest that a turn may take, above 0; --clamor_turn_timeout comes first.
  void TurnTimeout(Seconds limit);

  // Reports something measured under a name of the suite's own too: a number, or of a metric its
  // mean, p50, p95 and p99, of turns that carry the tag with this value where one is given.
  template <class U>
  void ReportAs(std::string name, const Measure<U>& measure, Here here = Here::Now()) {
    AddName(std::move(name), measure.text(), here);
  }
  template <class U>
  void ReportAs(std::string name, Metric<U> metric, Here here = Here::Now()) {
    AddName(std::move(name), internal::Call("*", metric.name), here);
  }
  template <class U>
  void ReportAs(std::string name, Metric<U> metric, std::string_view tag, std::string_view value,
                Here here = Here::Now()) {
    AddName(std::move(name), internal::WithTag(internal::Call("*", metric.name), tag, value), here);
  }

  // Plays against the server under a profiling tool: "doctor" (a diagnosis in sentences),
  // "bubbleprof" (where time goes waiting), "flame" (where it goes on the CPU) or "heapprofiler"
  // (what allocates memory). What it leaves is below OUT/profiles (docs/profiling.md). A server of
  // --clamor_server listens at `port`, 0: a free one, which it finds in the variable PORT;
  // --clamor_base_url comes first. Skips the test where there can be no profile, with why: what to
  // install, what the kernel said, or that the server is not launched by this program. Throws
  // std::invalid_argument for a tool or port that is none.
  void ProfileServer(std::string_view tool, int port = 0);

  // Writes a JSON report with an entry for each turn too, DIR/Suite.Test.json, in the shape that
  // testers of event streams have (docs/reasoning.md). Makes the folder.
  void ReportStreams(const std::string& folder);

  // Plays the conversations by the profile and blocks until the run has ended. Whatever the server
  // does is a result; what keeps the run from starting (bad files, a bad profile, no server) is a
  // fatal failure that ends the test's body. Once per test.
  const RunResult& Play(const Conversations& what, const Profile& how, Here here = Here::Now());

  // The same with several scenarios as one run: each begins when the one before has ended, or all
  // begin at once. The result holds them apart, by the tag `scenario`, and in total.
  const RunResult& PlayInOrder(const std::vector<Scenario>& scenarios, Here here = Here::Now());
  const RunResult& PlayTogether(const std::vector<Scenario>& scenarios, Here here = Here::Now());

  virtual internal::ProtocolPtr MakeProtocol() const = 0;

 private:
  void AddName(std::string name, std::string measure, Here here);
  void AddMetric(const char* name, SampleKind kind, Unit unit, const char* definition);
  const RunResult& PlayAll(const std::vector<Scenario>& scenarios, bool together, Here here);
};

// One conversation file as a test's parameter; a file that cannot be used is a test that fails with
// its problem.
struct ConversationParam {
  Conversation conversation;
  std::string problem;
};
void PrintTo(const ConversationParam& param, std::ostream* out);

// For TEST_P over conversation files, and for TEST_F without one.
class ConversationTest : public LoadTest, public testing::WithParamInterface<ConversationParam> {
 protected:
  // Ends the test when its file has a problem.
  ConversationTest();

  static const Conversation& GetParam() { return WithParamInterface::GetParam().conversation; }
};

// A parameter for each file of DIR/folder (see ConversationsIn); never empty and never throws: what
// is wrong is a failing test.
decltype(testing::ValuesIn(std::vector<ConversationParam>{})) EachConversationIn(
    std::string_view folder);

// Names a test after its file.
inline std::string ConversationName(const testing::TestParamInfo<ConversationParam>& info) {
  return info.param.conversation.name;
}

// POST /stream/assistant/{session_id}, events until `data: [DONE]`.
class AssistantTest : public ConversationTest {
 protected:
  internal::ProtocolPtr MakeProtocol() const override;
};

// POST /v1/chat/completions as OpenAI defines it, streamed or in one body. The tags `model`,
// `stream`
// ("true", the default, or "false") and `system` (a system prompt; empty: none) say how.
class ChatTest : public ConversationTest {
 protected:
  internal::ProtocolPtr MakeProtocol() const override;
};

// Callers who speak with an agent over a WebSocket: Clamor's own protocol (docs/voice.md), or
// OpenAI Realtime with --clamor_voice_api=realtime. The tag `kind` (simple_query, tool_call,
// interruption, false_alarm) says what a request is about. Measures the metrics of voice.h too.
class VoiceTest : public ConversationTest {
 protected:
  VoiceTest();

  // Callers speak and listen so many times as fast as people do; above 0.
  void Speed(double times) { speed_ = times; }

  internal::ProtocolPtr MakeProtocol() const override;

 private:
  double speed_ = 1;
};

// GET /api/stream/reasoning with the turn's content as `query` and the nodes of the tag `show`
// ("planner solver"; none: all), events until `data: [DONE]` or the stream's end. Counts the events
// of each node, as reasoning.h names them.
class ReasoningTest : public ConversationTest {
 protected:
  ReasoningTest();

  internal::ProtocolPtr MakeProtocol() const override;
};

// An API of one's own, spoken by a dialect; see dialect.h.
template <class D>
class SseTest : public ConversationTest {
 protected:
  internal::ProtocolPtr MakeProtocol() const override {
    return internal::MakeSseProtocol(
        []() -> std::unique_ptr<Dialect> { return std::make_unique<D>(); });
  }
};

}  // namespace clamor
