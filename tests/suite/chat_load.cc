// SPDX-License-Identifier: Apache-2.0
// Load tests of a chat API with checks, metrics, warnings and names of their own, and of several
// scenarios. chat_test.cc runs them and looks at what comes of it.
#include <stdexcept>

#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<int> kTurns("turns", 6, "Conversations to hold");

class Own : public ChatTest {
 protected:
  Own() {
    Purpose("What a suite can ask & measure <itself>");
    DefineCheck("speaks", [](const Answered& answered) { return !answered.text.empty(); });
    DefineCheck(
        "is_instant", [](const Answered& answered) { return answered.response_time < 1us; },
        CheckOn::kTime);
    const auto words = DefineMetric<Count>("answer_words", SampleKind::kTrend);
    const auto letters = DefineMetric<Count>("answer_letters", SampleKind::kCounter);
    const auto streamed = DefineMetric<Ratio>("streamed", SampleKind::kRate);
    OnAnswer([=](const Answered& answered, Samples& samples) {
      samples.Add(words, static_cast<double>(answered.completion_tokens.value_or(0)));
      samples.Add(letters, static_cast<double>(answered.text.size()));
      samples.Add(streamed, answered.conversation.tags.at("stream") == "true" ? 1 : 0);
    });
    ExpectSla(CheckRate("speaks") >= 100_percent);
    ExpectSla(P95(words) < Count{5});
    ExpectSla(Total(letters) > Count{10});
    ExpectSla(Share(streamed) > 49_percent);
    WarnUnless(CheckRate("is_instant") > 99_percent);
    ReportAs("streaming_latency", kTimeToFirstEvent, "stream", "true");
    ReportAs("gpt4_success_rate", SuccessRate().Where("model", "gpt-4"));
    ReportAs("nobody", SuccessRate().Where("model", "nobody"));
  }

  static Conversations Talks() {
    return ConversationsIn("talk").Vary("model", {"gpt-4"}).Vary("stream", {"true", "false"});
  }
};

TEST_F(Own, ChecksAndMeasures) { Play(Talks(), SharedIterations(*kTurns).Users(2)); }

TEST_F(Own, PlaysInOrder) {
  ExpectSla(ErrorRate().Where("scenario", "second") < 1_percent);
  const RunResult& run = PlayInOrder({{"first", Talks(), SharedIterations(4).Users(2)},
                                      {"second", Talks(), ConstantRate(20_per_s).For(500ms)}});
  EXPECT_EQ(run.turns(), 28);
  EXPECT_EQ(run.Value(Requests().Where("scenario", "second")).value, 20);
}

class Rude : public ChatTest {};

TEST_F(Rude, FailsATurnByItsOwnCheck) {
  DefineCheck("is_silent", [](const Answered& answered) { return answered.text.empty(); });
  Play(ConversationsIn("talk").Vary("model", {"gpt-4"}), SharedIterations(2));
}

TEST_F(Rude, ThrowsInItsHook) {
  OnAnswer([](const Answered&, Samples&) { throw std::runtime_error("not today"); });
  Play(ConversationsIn("talk").Vary("model", {"gpt-4"}), SharedIterations(2));
}

TEST_F(Rude, NamesNoModel) { Play(ConversationsIn("talk"), SharedIterations(2)); }

TEST_F(Rude, NamesTwoChecksAlike) {
  DefineCheck("status_200", [](const Answered&) { return true; });
  Play(ConversationsIn("talk").Vary("model", {"gpt-4"}), SharedIterations(2));
}

TEST_F(Rude, PromisesWhatIsNeverMeasured) {
  ExpectSla(DroppedIterations() < Count{1});
  Play(ConversationsIn("talk").Vary("model", {"gpt-4"}), SharedIterations(2));
}

TEST_F(Rude, DropsWhatItCannotHold) {
  ExpectSla(DroppedIterations() < Count{1});
  Play(ConversationsIn("talk").Vary("model", {"gpt-4"}),
       ConstantRate(50_per_s).For(1s).MaxUsers(1));
}
