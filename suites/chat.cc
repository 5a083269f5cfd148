// SPDX-License-Identifier: Apache-2.0
// A chat API as OpenAI defines it, POST /v1/chat/completions: five scenarios from a quiet baseline
// to a spike. Each keeps its promises on its own data; suites/chat.sla holds what they promise
// together. Full scale takes 27 minutes.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

class Chat : public ChatTest {
 protected:
  Chat() {
    ExpectSla(P95(kResponseTime) < 2s);
    ExpectSla(P99(kResponseTime) < 5s);
    ExpectSla(ErrorRate() < 5_percent);
    ReportNames();
  }

  void ExpectWholeAnswersInTime() {
    ExpectSla(P95(kResponseTime).Where("stream", "false") < 1s);
    ExpectSla(P99(kResponseTime).Where("stream", "false") < 2s);
    WarnUnless(P95(kResponseTime).Where("stream", "true") /
                   P95(kResponseTime).Where("stream", "false") <
               2);
  }

  void ExpectStreamsInTime() {
    ExpectSla(P95(kResponseTime).Where("stream", "true") < 2s);
    ExpectSla(P99(kResponseTime).Where("stream", "true") < 5s);
    ExpectSla(P95(kTimeToFirstEvent).Where("stream", "true") < 1s);
  }

  void ExpectLengthsInTime(const std::vector<std::string>& lengths) {
    for (const std::string& length : lengths) {
      const Seconds limit = length == "short" ? 1s : length == "medium" ? 1500ms : 2500ms;
      ExpectSla(P95(kResponseTime).Where("length", length) < limit);
    }
  }

  // Of these lengths, with this share of streams; the model and the system prompt are drawn.
  static Conversations Chats(double streams_percent,
                             const std::vector<std::string>& lengths = kAllLengths) {
    const Conversations chats =
        ConversationsIn("chat")
            .Only("length", lengths)
            .Vary("model", ValuesIn("chat/values/model"))
            .Vary("system", ValuesIn("chat/values/system"))
            .Group("family", "model",
                   {{"gemini-*", "gemini"}, {"gpt-4*", "gpt4"}, {"claude-*", "claude"}});
    if (streams_percent >= 100) return chats.Vary("stream", {"true"});
    return chats.Vary("stream", {{"true", streams_percent}, {"false", 100 - streams_percent}});
  }

  static inline const std::vector<std::string> kAllLengths = {"short", "medium", "long"};

 private:
  // The names under which dashboards of the k6 suite know the same.
  void ReportNames() {
    ReportAs("chat_completion_success_rate", SuccessRate());
    ReportAs("streaming_success_rate", SuccessRate().Where("stream", "true"));
    ReportAs("non_streaming_success_rate", SuccessRate().Where("stream", "false"));
    ReportAs("streaming_duration", kResponseTime, "stream", "true");
    ReportAs("non_streaming_duration", kResponseTime, "stream", "false");
    ReportAs("streaming_latency", kTimeToFirstEvent, "stream", "true");
    ReportAs("ttfb", kTimeToFirstByte);
    ReportAs("gemini_duration", kResponseTime, "family", "gemini");
    ReportAs("gpt4_duration", kResponseTime, "family", "gpt4");
    ReportAs("claude_duration", kResponseTime, "family", "claude");
    ReportAs("short_msg_duration", kResponseTime, "length", "short");
    ReportAs("medium_msg_duration", kResponseTime, "length", "medium");
    ReportAs("long_msg_duration", kResponseTime, "length", "long");
    ReportAs("total_chat_requests", Requests());
    ReportAs("streaming_requests", Requests().Where("stream", "true"));
    ReportAs("non_streaming_requests", Requests().Where("stream", "false"));
    ReportAs("auth_failures", Failures(Failure::kAuth));
    ReportAs("validation_errors", Failures(Failure::kValidation));
    ReportAs("server_errors", Failures(Failure::kServerError));
    ReportAs("token_count", Tokens());
    ReportAs("concurrent_streams", kConcurrentStreams);
    ReportAs("active_requests", kActiveRequests);
  }
};

TEST_F(Chat, BasicLoad) {
  Purpose("Baseline: what the server does when it is not pressed");
  ExpectWholeAnswersInTime();
  ExpectStreamsInTime();
  ExpectLengthsInTime(kAllLengths);
  Play(Chats(30), ConstantRate(10_per_s).For(2min));
}

TEST_F(Chat, RampUp) {
  Purpose("Increasing load: how far the promises hold");
  ExpectWholeAnswersInTime();
  ExpectStreamsInTime();
  ExpectLengthsInTime(kAllLengths);
  Play(Chats(50), RampingRate(0_per_s, {{20_per_s, 100s}, {50_per_s, 100s}, {100_per_s, 100s}}));
}

TEST_F(Chat, StressTest) {
  Purpose("A spike: what breaks first");
  ExpectWholeAnswersInTime();
  ExpectStreamsInTime();
  ExpectLengthsInTime({"short", "medium"});
  Play(Chats(20, {"short", "medium"}), ConstantRate(200_per_s).For(1min));
}

TEST_F(Chat, SustainedLoad) {
  Purpose("Endurance: whether it stays as it began, with errors recovered by retries");
  ExpectWholeAnswersInTime();
  ExpectStreamsInTime();
  ExpectLengthsInTime(kAllLengths);
  Play(Chats(40), ConstantRate(50_per_s).For(10min).Retry(2, 500ms));
}

TEST_F(Chat, StreamingTest) {
  Purpose("Streams: the first chunk and the whole stream, of each model and length");
  ExpectStreamsInTime();
  ExpectLengthsInTime(kAllLengths);
  for (const Weight& model : ValuesIn("chat/values/model").values) {
    ExpectSla(P95(kTimeToFirstEvent).Where("model", model.value) < 1s);
    ExpectSla(P95(kResponseTime).Where("model", model.value) < 2s);
  }
  Play(Chats(100), RampingUsers(1, {{10, 180s}, {30, 180s}, {50, 180s}}));
}
