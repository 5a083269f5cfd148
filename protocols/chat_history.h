// SPDX-License-Identifier: Apache-2.0
// The messages of a chat so far, as the JSON that each request of it repeats: what the user said
// and what the server really answered.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/chat_json.h"

namespace clamor {

class ChatHistory {
 public:
  // A new chat; `system` is its system prompt, empty: none.
  void Begin(std::string_view system);

  // What the user says next. The answer to what was said before stays in the chat if it was whole;
  // if not, neither of the two does. `answer_matters`: something will be said after this.
  void Say(std::string_view content, bool answer_matters);

  // Of the answer, piece by piece. A client that runs no tools gives each call an empty result: the
  // API takes no history that leaves a call open.
  void AddText(std::string_view text);
  void AddCall(const ChatCall& piece);
  void AnswerIsWhole() { whole_ = true; }

  // Appends all messages as a JSON list.
  void AppendMessages(std::string& out) const;

 private:
  struct Call {
    long index = -1;
    bool custom = false;
    std::string id;
    std::string name;
    std::string arguments;
  };

  Call* CallOf(const ChatCall& piece);
  void Keep();
  void AppendCalls(std::string& out) const;
  std::string IdOf(std::size_t call) const;

  std::string kept_;  // messages, with a comma between two
  std::string said_;  // the user's last message
  bool answer_matters_ = false;
  bool whole_ = false;
  std::string text_;
  std::vector<Call> calls_;
  std::size_t call_bytes_ = 0;
};

}  // namespace clamor
