// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_checks.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

#include "protocols/test_answer.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;

using Names = std::set<std::string>;

Names NamesOf(std::uint64_t bits) {
  Names names;
  for (std::size_t i = 0; i < ChatChecks().size(); ++i) {
    if ((bits >> i & 1) != 0) names.insert(ChatChecks()[i].name);
  }
  return names;
}

// Those of the answer's kind that fail.
Names Failed(bool stream, const ChatSeen& seen, const Ended& ended) {
  TestAnswer answer;
  TellChatChecks(stream, seen, ended, answer);
  EXPECT_EQ(answer.checks_told, ChatChecksOf(stream)) << "each is told, and no other";
  return NamesOf(ChatChecksOf(stream) & ~answer.checks_passed);
}

const Ended kWholeEnded{200, "application/json; charset=utf-8"};
const Ended kStreamEnded{200, "text/event-stream", 1s};

ChatSeen GoodWhole() {
  ChatSeen seen;
  seen.is_object = seen.has_content = seen.has_finish = seen.has_usage = true;
  seen.chunks = 1;
  return seen;
}

ChatSeen GoodStream() {
  ChatSeen seen;
  seen.has_content = seen.has_finish = seen.is_done = true;
  seen.chunks = 2;
  return seen;
}

TEST(ChatChecks, OfAWholeAnswer) {
  EXPECT_EQ(NamesOf(ChatChecksOf(false)),
            (Names{"status_200", "json_content_type", "valid_json", "object_chat_completion",
                   "message_content", "finish_reason", "usage"}));
  EXPECT_EQ(Failed(false, GoodWhole(), kWholeEnded), Names{});
  EXPECT_EQ(Failed(false, GoodWhole(), {201, "APPLICATION/JSON"}), Names{"status_200"});
  EXPECT_EQ(Failed(false, GoodWhole(), {200, "text/html"}), Names{"json_content_type"});
  EXPECT_EQ(Failed(false, GoodWhole(), {200, "application/json2"}), Names{"json_content_type"});
  EXPECT_EQ(Failed(false, ChatSeen(), {0, ""}).size(), 7U);
}

TEST(ChatChecks, OfAWholeAnswerFailOneByOne) {
  const auto without = [](bool ChatSeen::*member) {
    ChatSeen seen = GoodWhole();
    seen.*member = false;
    return Failed(false, seen, kWholeEnded);
  };
  EXPECT_EQ(without(&ChatSeen::is_json), Names{"valid_json"});
  EXPECT_EQ(without(&ChatSeen::is_object), Names{"object_chat_completion"});
  EXPECT_EQ(without(&ChatSeen::has_content), Names{"message_content"});
  EXPECT_EQ(without(&ChatSeen::has_finish), Names{"finish_reason"});
  EXPECT_EQ(without(&ChatSeen::has_usage), Names{"usage"});
}

TEST(ChatChecks, OfAStream) {
  EXPECT_EQ(NamesOf(ChatChecksOf(true)),
            (Names{"status_200", "event_stream_content_type", "valid_data_lines", "several_chunks",
                   "content_accumulated", "finish_reason_in_final_chunk", "done_marker",
                   "first_chunk_within_1s"}));
  EXPECT_EQ(Failed(true, GoodStream(), kStreamEnded), Names{});
  EXPECT_EQ(Failed(true, GoodStream(), {206, "text/event-stream ; x", 1s}), Names{"status_200"});
  EXPECT_EQ(Failed(true, GoodStream(), {200, "text/event", 1s}),
            Names{"event_stream_content_type"});
  EXPECT_EQ(Failed(true, GoodStream(), {200, "text/event-stream", 1001ms}),
            Names{"first_chunk_within_1s"});
  EXPECT_EQ(Failed(true, ChatSeen(), {0, ""}).size(), 8U);
}

TEST(ChatChecks, OfAStreamFailOneByOne) {
  const auto with = [](auto change) {
    ChatSeen seen = GoodStream();
    change(seen);
    return Failed(true, seen, kStreamEnded);
  };
  EXPECT_EQ(with([](ChatSeen& seen) { seen.is_json = false; }), Names{"valid_data_lines"});
  EXPECT_EQ(with([](ChatSeen& seen) { seen.chunks = 1; }), Names{"several_chunks"});
  EXPECT_EQ(with([](ChatSeen& seen) { seen.has_content = false; }), Names{"content_accumulated"});
  EXPECT_EQ(with([](ChatSeen& seen) { seen.content_behind_finish = true; }),
            Names{"finish_reason_in_final_chunk"});
  EXPECT_EQ(with([](ChatSeen& seen) { seen.has_finish = false; }),
            Names{"finish_reason_in_final_chunk"});
  EXPECT_EQ(with([](ChatSeen& seen) { seen.is_done = false; }), Names{"done_marker"});
}

TEST(ChatChecks, OnlyTheOneOnTimeFailsNoTurn) {
  for (const NamedCheck& check : ChatChecks()) {
    EXPECT_EQ(check.on == CheckOn::kTime, check.name == "first_chunk_within_1s") << check.name;
  }
}

}  // namespace
}  // namespace clamor
