// SPDX-License-Identifier: Apache-2.0
// An API of one's own in forty lines.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

// POST /stream/assistant/ID with {"role", "content"}, answered by {"content": "..."} events.
class HelpdeskDialect : public Dialect {
 public:
  std::string_view Name() const override { return "helpdesk"; }
  std::string_view TerminalMarker() const override { return "`data: [DONE]`"; }

  Request Ask(const Asked& asked) override {
    Request request;
    request.path = "/stream/assistant/" + std::string(asked.session_id);
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    request.body = R"({"role":"user","content":)" + JsonQuote(asked.content) + "}";
    return request;
  }

  void Read(const Event& event, Answer& answer) override {
    if (event.type == "error") {
      answer.Fail(event.data);
    } else if (event.data == "[DONE]") {
      answer.Done();
    } else {
      answer.Content(JsonAt(event.data, "/content", scratch_));
    }
  }

 private:
  std::string scratch_;
};

class OwnDialect : public SseTest<HelpdeskDialect> {};

TEST_F(OwnDialect, IsSpoken) {
  ExpectSla(ErrorRate() <= 0_percent);
  const RunResult& run = Play(ConversationsIn("helpdesk"), SharedIterations(4).Users(2));
  EXPECT_GT(run.Value(P50(kTimeToFirstToken)), 0s);
}
