// SPDX-License-Identifier: Apache-2.0
#include "protocols/openai_chat.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "protocols/chat_body.h"

namespace clamor {
namespace {

constexpr std::size_t kShownTag = 40;
constexpr std::size_t kShownBody = 200;

std::string_view TagOf(const Conversation& conversation, const std::string& name) {
  const auto tag = conversation.tags.find(name);
  return tag == conversation.tags.end() ? std::string_view{} : std::string_view(tag->second);
}

}  // namespace

std::string OpenAiChatDialect::Problem(const Conversation& conversation) const {
  std::string problem = ProblemOfAdded(conversation.body);
  if (!problem.empty()) return problem;
  if (TagOf(conversation, "model").empty() && !Adds(conversation.body, "model")) {
    return "the tag \"model\" is missing, expected the name of a model";
  }
  const std::string_view stream = TagOf(conversation, "stream");
  if (stream.empty() || stream == "true" || stream == "false") return {};
  return fmt::format("the tag \"stream\" is \"{}\", expected true or false",
                     ForTerminal(stream, kShownTag));
}

Request OpenAiChatDialect::Ask(const Asked& asked) {
  if (asked.place == 1) history_.Begin(asked.Tag("system"));
  const bool is_last = static_cast<std::size_t>(asked.place) >= asked.conversation.turns.size();
  history_.Say(asked.content, !is_last);
  streams_ = asked.Tag("stream") != "false";
  seen_ = ChatSeen();
  Request request;
  request.path = "/v1/chat/completions";
  request.headers = {{"Accept", streams_ ? "text/event-stream" : "application/json"},
                     {"Content-Type", "application/json"}};
  request.body = ChatBody(asked.Tag("model"), history_, streams_, asked.conversation.body);
  request.streams = streams_;
  request.checks = ChatChecksOf(streams_);
  return request;
}

void OpenAiChatDialect::Read(const Event& event, Answer& answer) {
  if (event.data == "[DONE]") return TakeMarker(answer);
  const bool is_json = ReadChatJson(event.data, chat_, scratch_);
  if (event.type == "error" || (is_json && chat_.has_error)) {
    seen_.has_error = true;
    return answer.Fail(event.data);
  }
  ++seen_.chunks;
  if (!is_json) {
    seen_.is_json = false;
    return;
  }
  Take(answer);
}

void OpenAiChatDialect::TakeMarker(Answer& answer) {
  seen_.is_done = true;
  if (!seen_.has_finish) {
    answer.Fail(Failure::kTruncated, "the answer ended without a finish_reason");
  } else if (!seen_.has_error) {
    history_.AnswerIsWhole();
  }
  answer.Done();
}

void OpenAiChatDialect::ReadWhole(std::string_view body, Answer& answer) {
  ++seen_.chunks;
  seen_.is_json = ReadChatJson(body, chat_, scratch_);
  if (!seen_.is_json) {
    return answer.Fail(Failure::kJson,
                       fmt::format("the answer is no JSON object: {}", body.substr(0, kShownBody)));
  }
  if (chat_.has_error) return answer.Fail(body);
  seen_.is_object = chat_.object == "chat.completion";
  Take(answer);
  history_.AnswerIsWhole();
}

void OpenAiChatDialect::Take(Answer& answer) {
  for (const ChatChoice& choice : chat_.choices) {
    if (choice.index == 0) {
      TakeFirstChoice(choice, answer);
    } else {
      TakeOtherChoice(choice, answer);
    }
  }
  if (chat_.usage) {
    const ChatUsage& usage = *chat_.usage;
    seen_.has_usage = usage.prompt_tokens && usage.completion_tokens && usage.total_tokens;
    answer.Usage(usage.prompt_tokens.value_or(0), usage.completion_tokens.value_or(0));
  }
}

void OpenAiChatDialect::TakeFirstChoice(const ChatChoice& choice, Answer& answer) {
  answer.Reasoning(choice.reasoning);
  for (const std::string_view text : {choice.content, choice.refusal}) {
    answer.Content(text);
    history_.AddText(text);
  }
  const auto calls = chat_.CallsOf(choice);
  for (const ChatCall& call : calls) {
    answer.ToolCall(call.name);
    answer.ToolCall(call.arguments);
    history_.AddCall(call);
  }
  const bool has_content = !choice.content.empty() || !choice.refusal.empty() || !calls.empty();
  seen_.has_content |= has_content;
  seen_.content_behind_finish |= has_content && seen_.has_finish;
  if (choice.finish_reason.empty()) return;
  seen_.has_finish = true;
  answer.Finish(choice.finish_reason);
}

void OpenAiChatDialect::TakeOtherChoice(const ChatChoice& choice, Answer& answer) const {
  answer.Reasoning(choice.reasoning);
  answer.ToolCall(choice.content);
  answer.ToolCall(choice.refusal);
  for (const ChatCall& call : chat_.CallsOf(choice)) {
    answer.ToolCall(call.name);
    answer.ToolCall(call.arguments);
  }
}

void OpenAiChatDialect::End(const Ended& ended, Answer& answer) {
  TellChatChecks(streams_, seen_, ended, answer);
}

}  // namespace clamor
