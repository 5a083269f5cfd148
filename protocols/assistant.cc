// SPDX-License-Identifier: Apache-2.0
#include "protocols/assistant.h"

#include "protocols/json_fields.h"

namespace clamor {

Request AssistantDialect::Ask(const Asked& asked) {
  Request request;
  request.path = "/stream/assistant/" + std::string(asked.session_id);
  request.headers = {{"Accept", "text/event-stream"}, {"Content-Type", "application/json"}};
  request.body =
      "{\"role\":" + JsonQuote(asked.turn.role) + ",\"content\":" + JsonQuote(asked.content) + "}";
  return request;
}

void AssistantDialect::Read(const Event& event, Answer& answer) {
  if (event.data == "[DONE]") return answer.Done();
  if (event.type == "error") return answer.Fail(event.data);
  if (!event.data.starts_with('{')) return answer.Content(event.data);
  const TopLevel fields = ReadTopLevel(event.data, "content", scratch_);
  if (fields.has_error) return answer.Fail(event.data);
  answer.Content(fields.has_text ? fields.text : event.data);
}

}  // namespace clamor
