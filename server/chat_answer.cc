// SPDX-License-Identifier: Apache-2.0
// Making up answers.
#include "server/chat_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/json_text.h"
#include "server/answer_text.h"

namespace clamor::server {
namespace {

constexpr int kIdBytes = 12;

std::int64_t Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

// The arguments repeat the question, so that a client can tell whose call this is.
std::vector<std::string> ArgumentsOf(std::string_view question) {
  return WordsOf(fmt::format(R"({{"input": {}}})", JsonQuote(question)));
}

std::vector<std::string> TokensOf(const ChatRequest& request, const AnswerPlan& plan,
                                  Random& random, const std::optional<std::string>& other) {
  if (request.tool) return ArgumentsOf(other.value_or(request.question));
  return other ? WordsOf(*other) : AnswerPieces(request.question, random, plan.pace.events());
}

// Half as many words as an answer has, and at least one.
std::vector<std::string> ReasoningOf(const ChatRequest& request, const AnswerPlan& plan,
                                     Random& random) {
  if (!request.model.ends_with(kReasoningSuffix)) return {};
  return Prose(random, std::max<std::uint64_t>(plan.pace.events() / 2, 1));
}

std::string_view FinishReason(const std::optional<ToolChoice>& tool) {
  return tool && !tool->named ? "tool_calls" : "stop";
}

void CutTo(std::uint64_t max_tokens, ChatAnswer& answer) {
  if (answer.completion_tokens() <= max_tokens) return;
  answer.finish_reason = "length";
  answer.reasoning.resize(std::min<std::size_t>(answer.reasoning.size(), max_tokens));
  answer.tokens.resize(max_tokens - answer.reasoning.size());
  if (answer.tokens.empty()) answer.tool.reset();
}

}  // namespace

ChatAnswer MakeChatAnswer(const ChatRequest& request, const AnswerPlan& plan, std::uint64_t seed,
                          const std::optional<std::string>& other) {
  Random ids = RandomOf(seed, plan.number, Purpose::kId);
  Random text = RandomOf(seed, plan.number, Purpose::kText);
  ChatAnswer answer;
  answer.id = "chatcmpl-" + RandomHex(ids, kIdBytes);
  answer.created = Now();
  answer.model = request.model;
  answer.tokens = TokensOf(request, plan, text, other);
  answer.reasoning = ReasoningOf(request, plan, text);
  if (request.tool) answer.tool = {"call_" + RandomHex(ids, kIdBytes), request.tool->name};
  answer.finish_reason = FinishReason(request.tool);
  answer.prompt_tokens = request.prompt_tokens;
  if (request.max_tokens) CutTo(*request.max_tokens, answer);
  return answer;
}

}  // namespace clamor::server
