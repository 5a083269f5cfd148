// SPDX-License-Identifier: Apache-2.0
// POST /v1/chat/completions as OpenAI has it, and as those who are compatible with it really
// answer.
//
// Tags: `model`; `stream`, true (the default) or false; `system`, the system prompt, empty or
// missing: none. Each turn sends the whole chat so far with the server's own answers. The
// conversation's `body` adds members to each request: max_tokens, temperature, tools.
#pragma once

#include <span>
#include <string>

#include "clamor/dialect.h"
#include "protocols/chat_checks.h"
#include "protocols/chat_history.h"
#include "protocols/chat_json.h"

namespace clamor {

class OpenAiChatDialect final : public Dialect {
 public:
  std::string_view Name() const override { return "chat"; }
  std::string_view TerminalMarker() const override { return "`data: [DONE]`"; }
  std::span<const NamedCheck> Checks() const override { return ChatChecks(); }
  std::string Problem(const Conversation& conversation) const override;
  Request Ask(const Asked& asked) override;

  // The text of the first choice is the answer's; others beside it are content too.
  void Read(const Event& event, Answer& answer) override;
  void ReadWhole(std::string_view body, Answer& answer) override;
  void End(const Ended& ended, Answer& answer) override;

 private:
  void TakeMarker(Answer& answer);
  void Take(Answer& answer);
  void TakeFirstChoice(const ChatChoice& choice, Answer& answer);
  void TakeOtherChoice(const ChatChoice& choice, Answer& answer) const;

  ChatHistory history_;
  bool streams_ = true;
  ChatSeen seen_;
  ChatJson chat_;  // of the last chunk
  std::string scratch_;
};

}  // namespace clamor
