// SPDX-License-Identifier: Apache-2.0
// Answers that end without a marker, and those that are cut and asked for again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/reasoning.h"
#include "protocols/test_chat.h"
#include "protocols/test_session.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const std::string kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n";

std::string Events(int from, int to) {
  std::string events;
  for (int id = from; id <= to; ++id) {
    events += "id: " + std::to_string(id) + "\ndata: {\"node\":\"planner\"}\n\n";
  }
  return events;
}

class HttpSessionResume : public testing::Test {
 protected:
  TurnRecord Play(std::vector<Reply> replies) {
    const Conversation query = ChatOf({"why?"});
    const Script script(query);
    ReplyingServer server(std::move(replies));
    TurnRecord record;
    {
      TestSession session(std::make_unique<ReasoningDialect>(), server.url(), options_, {});
      record = session.Hold(script);
    }
    requests_ = server.TakeRequests();
    return record;
  }

  // An answer of six events, cut behind the third.
  TurnRecord PlayCut(const std::string& rest) {
    options_.drop_after = 3;
    return Play({{.bytes = kHead + Events(1, 4), .cut = true},
                 {RespondWithStream(rest + "data: [DONE]\n\n")}});
  }

  PlayOptions options_;
  std::vector<std::string> requests_;
};

TEST_F(HttpSessionResume, AnOrderlyEndIsOneWhereTheMarkerMayBeMissing) {
  const TurnRecord record = Play({{RespondWithStream(Events(1, 2))}});
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.stream_end, StreamEnd::kComplete);
  EXPECT_EQ(record.content_events, 2U);
  EXPECT_TRUE(record.trends.Get(Trend::kResponseTime));
}

TEST_F(HttpSessionResume, AnEndInTheMiddleOfTheBodyIsNone) {
  const TurnRecord record = Play({{.bytes = kHead + Events(1, 2), .reset = true}, {}});
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.failure, Failure::kReset);
}

TEST_F(HttpSessionResume, AnEndInsideAnEventIsNone) {
  const TurnRecord record = Play({{RespondWithStream(Events(1, 2) + "data: half")}});
  EXPECT_EQ(record.failure, Failure::kTruncated);
  EXPECT_EQ(record.stream_end, StreamEnd::kTruncated);
}

TEST_F(HttpSessionResume, AnEmptyStreamIsNoAnswer) {
  EXPECT_EQ(Play({{RespondWithStream("")}}).failure, Failure::kTruncated);
}

TEST_F(HttpSessionResume, AnErrorInsideTheStreamIsNotCutAway) {
  options_.drop_after = 2;
  const TurnRecord record =
      Play({{RespondWithStream(Events(1, 1) + "event: error\ndata: no\n\n" + Events(2, 3))}});
  EXPECT_EQ(record.failure, Failure::kStreamError) << record.message;
}

TEST_F(HttpSessionResume, KeepsItsTokenFromRequestToRequest) {
  options_.auth_tokens = {"one", "two"};
  PlayCut(Events(4, 6));
  ASSERT_THAT(requests_, SizeIs(2));
  for (const std::string& request : requests_) EXPECT_THAT(request, HasSubstr("Bearer one"));
}

TEST_F(HttpSessionResume, AsksForTheRestByTheLastId) {
  const TurnRecord record = PlayCut(Events(4, 6));
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.content_events, 6U) << "the fourth came before the cut, which took it away";
  EXPECT_EQ(record.lost_events, 0U);
  EXPECT_EQ(record.repeated_events, 0U);
  EXPECT_EQ(record.attempts, 1U);
  EXPECT_EQ(record.resumptions, 1U);
  ASSERT_THAT(requests_, SizeIs(2));
  EXPECT_THAT(requests_[0], Not(HasSubstr("Last-Event-ID")));
  EXPECT_THAT(requests_[1], HasSubstr("\r\nLast-Event-ID: 3\r\n"));
  EXPECT_EQ(record.bytes_sent, requests_[0].size() + requests_[1].size());
}

TEST_F(HttpSessionResume, TakesTheTurnsTimesFromItsFirstConnection) {
  const TurnRecord record = PlayCut(Events(4, 6));
  ASSERT_TRUE(record.trends.Get(Trend::kReconnectLatency));
  EXPECT_LE(*record.trends.Get(Trend::kTimeToFirstByte),
            *record.trends.Get(Trend::kTimeToFirstEvent));
  EXPECT_LT(
      *record.trends.Get(Trend::kTimeToFirstEvent) + *record.trends.Get(Trend::kReconnectLatency),
      *record.trends.Get(Trend::kResponseTime));
}

TEST_F(HttpSessionResume, CountsWhatIsLost) {
  const TurnRecord record = PlayCut(Events(5, 6));
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.lost_events, 1U);
}

TEST_F(HttpSessionResume, CountsWhatComesTwice) {
  const TurnRecord record = PlayCut(Events(3, 6));
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.repeated_events, 1U);
}

TEST_F(HttpSessionResume, DoesNotCutWhatIsOver) {
  options_.drop_after = 7;
  const TurnRecord record = Play({{RespondWithStream(Events(1, 6))}});
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_FALSE(record.trends.Get(Trend::kReconnectLatency));
}

TEST_F(HttpSessionResume, FailsWhereEventsHaveNoId) {
  options_.drop_after = 1;
  const TurnRecord record = Play({{.bytes = kHead + "data: x\n\n", .cut = true}, {}});
  EXPECT_EQ(record.failure, Failure::kSse);
  EXPECT_EQ(record.message, "the answer cannot be resumed: its events carry no id");
}

TEST_F(HttpSessionResume, FailsAsTheServerRefusesTheRest) {
  options_.drop_after = 3;
  const TurnRecord record =
      Play({{.bytes = kHead + Events(1, 3), .cut = true}, {Respond("404 Not Found", "", "gone")}});
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.stream_end, StreamEnd::kDropped) << "it had begun";
  EXPECT_THAT(record.message, HasSubstr("404"));
  EXPECT_THAT(record.repeat_command, HasSubstr("Last-Event-ID: 3"));
}

}  // namespace
}  // namespace clamor
