// SPDX-License-Identifier: Apache-2.0
// An agent of voice, called by many at once: simple queries, tool calls, callers who interrupt it,
// and noises that are no interruption.
//   voice_load --gtest_filter=Voice.AnswersTenCallers --concurrency=20 --requests=10
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<int> kConcurrency("concurrency", 10, "Callers at the same time");
const SuiteOption<int> kRequests("requests", 5, "Requests of each caller");
const SuiteOption<double> kSimple("simple", 0.6, "Weight of simple queries");
const SuiteOption<double> kTools("tools", 0.2, "Weight of tool calls");
const SuiteOption<double> kInterruptions("interruptions", 0.1, "Weight of interruptions");
const SuiteOption<double> kFalseAlarms("false-alarms", 0.1, "Weight of false alarms");

class Voice : public VoiceTest {
 protected:
  Voice() {
    ExpectSla(P50(kTimeToFirstAudio) < 2s);
    ExpectSla(P95(kTimeToFirstAudio) < 3s);
    ExpectSla(SuccessRate() > 95_percent);
    ExpectSla(Total(kInterruptionsFailed) < Count{1});
    WarnUnless(Peak(kTimeToFirstAudio) < 3s);
    WarnUnless(SuccessRate() >= 90_percent);
    WarnUnless(Total(kConnectionErrors) < Count{1});
    ReportAs("connection_time", kSessionSetupTime);
    ReportAs("ttft", kTimeToFirstAudio);
    ReportAs("total_response_time", kResponseTime);
  }

  static Conversations Calls(double simple, double tools, double interruptions,
                             double false_alarms) {
    return ConversationsIn("voice").Mix("kind", {{"simple_query", simple},
                                                 {"tool_call", tools},
                                                 {"interruption", interruptions},
                                                 {"false_alarm", false_alarms}});
  }
};

TEST_F(Voice, AnswersTenCallers) {
  Purpose("How the agent answers when many call at once");
  Play(Calls(*kSimple, *kTools, *kInterruptions, *kFalseAlarms),
       IterationsPerUser(*kRequests).Users(*kConcurrency));
}

TEST_F(Voice, FallsSilentWhenInterrupted) {
  Purpose("Callers who speak into its answers: does it stop, and does it go on after a noise?");
  ExpectSla(P95(kInterruptionStop) < 500ms);
  ExpectSla(Share(kFalseAlarmsResumed) >= 100_percent);
  Play(Calls(0.2, 0, 0.5, 0.3), IterationsPerUser(3).Users(10));
}

TEST_F(Voice, AnswersOneCaller) {
  Purpose("Whether it answers at all");
  Play(Calls(1, 0, 0, 0), IterationsPerUser(1).Users(1));
}
