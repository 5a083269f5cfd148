// SPDX-License-Identifier: Apache-2.0
// The chat dialect, asked and answered from memory.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocols/openai_chat.h"
#include "protocols/test_answer.h"

namespace clamor {

inline Conversation ChatOf(std::vector<std::string> contents) {
  Conversation conversation;
  conversation.tags = {{"model", "m"}};
  for (std::string& content : contents) {
    conversation.turns.push_back({"user", std::move(content)});
  }
  return conversation;
}

class TestChat : public testing::Test {
 protected:
  Request Ask(const Conversation& chat, int place = 1) {
    answer_ = TestAnswer();
    streams_ = chat.tags.count("stream") == 0 || chat.tags.at("stream") != "false";
    const Turn& turn = chat.turns[static_cast<std::size_t>(place - 1)];
    return dialect_.Ask(Asked{chat, turn, turn.content, "0a1b", place});
  }
  void Read(std::string_view data, std::string_view type = "") {
    dialect_.Read({type, data, ""}, answer_);
  }
  void Done() { Read("[DONE]"); }
  void ReadWhole(std::string_view body) { dialect_.ReadWhole(body, answer_); }

  // Of an answer with the status and type that it should have.
  std::vector<std::string> FailedChecks() {
    answer_.checks_passed = 0;
    dialect_.End({200, streams_ ? "text/event-stream" : "application/json", Seconds(0.5)}, answer_);
    std::vector<std::string> failed;
    for (std::size_t i = 0; i < ChatChecks().size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      const bool made = (ChatChecksOf(streams_) & bit) != 0;
      if (made && (answer_.checks_passed & bit) == 0) failed.push_back(ChatChecks()[i].name);
    }
    return failed;
  }

  OpenAiChatDialect dialect_;
  TestAnswer answer_;
  bool streams_ = true;
};

}  // namespace clamor
