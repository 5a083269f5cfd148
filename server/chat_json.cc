// SPDX-License-Identifier: Apache-2.0
// Writing chunks and completions.
#include "server/chat_json.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "base/json_text.h"

namespace clamor::server {
namespace {

std::string UsageOf(const ChatAnswer& answer) {
  const std::uint64_t completion = answer.completion_tokens();
  std::string usage =
      fmt::format(R"({{"prompt_tokens":{},"completion_tokens":{},"total_tokens":{})",
                  answer.prompt_tokens, completion, answer.prompt_tokens + completion);
  if (!answer.reasoning.empty()) {
    usage += fmt::format(R"(,"completion_tokens_details":{{"reasoning_tokens":{}}})",
                         answer.reasoning.size());
  }
  return usage + '}';
}

// What every chunk of an answer begins with, or its completion.
std::string HeadOf(const ChatAnswer& answer, std::string_view object) {
  return fmt::format(R"({{"id":"{}","object":"{}","created":{},"model":{},"choices":[)", answer.id,
                     object, answer.created, JsonQuote(answer.model));
}

// Makes events of chunks.
class ChunkWriter {
 public:
  ChunkWriter(const ChatAnswer& answer, bool include_usage)
      : head_(HeadOf(answer, "chat.completion.chunk")),
        tail_(include_usage ? R"(],"usage":null})" : "]}") {}

  // What is no token goes together with the next one.
  void Announce(std::string_view delta) { Add(delta, true); }
  void AddToken(std::string_view delta) { Add(delta, false); }

  // The end goes together with the last token.
  void Finish(std::string_view reason) { events_.Join(Chunk("{}", fmt::format("\"{}\"", reason))); }
  void AddUsage(std::string_view usage) {
    events_.Join(fmt::format(R"({}],"usage":{}}})", head_, usage));
  }

  EventList Take() { return std::move(events_); }

 private:
  void Add(std::string_view delta, bool announces) {
    const std::string chunk = Chunk(delta, "null");
    std::exchange(announced_, announces) ? events_.Join(chunk) : events_.Add(chunk);
  }

  std::string Chunk(std::string_view delta, std::string_view finish_reason) const {
    return fmt::format(R"({}{{"index":0,"delta":{},"logprobs":null,"finish_reason":{}}}{})", head_,
                       delta, finish_reason, tail_);
  }

  const std::string head_;
  const std::string_view tail_;
  EventList events_;
  bool announced_ = false;  // the last event waits for its token
};

std::string RoleDelta(const ChatAnswer& answer) {
  return fmt::format(R"({{"role":"assistant","content":{}}})", answer.tool ? "null" : R"("")");
}

std::string TextDelta(std::string_view member, std::string_view text) {
  return fmt::format(R"({{"{}":{}}})", member, JsonQuote(text));
}

// A call as a whole, or its first delta, which has no arguments yet.
std::string CallJson(const ToolCall& tool, std::string_view index, std::string_view arguments) {
  return fmt::format(R"({{{}"id":"{}","type":"function","function":{{"name":{},"arguments":{}}}}})",
                     index, tool.id, JsonQuote(tool.name), JsonQuote(arguments));
}

std::string ArgumentsDelta(std::string_view arguments) {
  return fmt::format(R"({{"tool_calls":[{{"index":0,"function":{{"arguments":{}}}}}]}})",
                     JsonQuote(arguments));
}

std::string Joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::string MessageOf(const ChatAnswer& answer) {
  const std::string text = Joined(answer.tokens);
  std::string message = fmt::format(R"({{"role":"assistant","content":{},"refusal":null)",
                                    answer.tool ? std::string("null") : JsonQuote(text));
  if (!answer.reasoning.empty()) {
    message += R"(,"reasoning_content":)" + JsonQuote(Joined(answer.reasoning));
  }
  if (answer.tool) message += R"(,"tool_calls":[)" + CallJson(*answer.tool, {}, text) + ']';
  return message + '}';
}

}  // namespace

EventList ChunksOf(const ChatAnswer& answer, bool include_usage) {
  ChunkWriter chunks(answer, include_usage);
  chunks.Announce(RoleDelta(answer));
  for (const std::string& token : answer.reasoning) {
    chunks.AddToken(TextDelta("reasoning_content", token));
  }
  if (answer.tool) {
    const std::string call = CallJson(*answer.tool, R"("index":0,)", {});
    chunks.Announce(R"({"tool_calls":[)" + call + "]}");
  }
  for (const std::string& token : answer.tokens) {
    chunks.AddToken(answer.tool ? ArgumentsDelta(token) : TextDelta("content", token));
  }
  chunks.Finish(answer.finish_reason);
  if (include_usage) chunks.AddUsage(UsageOf(answer));
  return chunks.Take();
}

std::string CompletionOf(const ChatAnswer& answer) {
  return fmt::format(
      R"({}{{"index":0,"message":{},"logprobs":null,"finish_reason":"{}"}}],"usage":{}}})",
      HeadOf(answer, "chat.completion"), MessageOf(answer), answer.finish_reason, UsageOf(answer));
}

}  // namespace clamor::server
