// SPDX-License-Identifier: Apache-2.0
// What a chat completion says, whole ("chat.completion") or in chunks ("chat.completion.chunk"),
// read in one pass by SAX. As tolerant as the servers are different: members may be missing, null
// or unknown at any place.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

// A tool call, or a piece of one.
struct ChatCall {
  long index = -1;  // among the answer's calls; -1: not given
  bool custom = false;
  std::string_view id = {};
  std::string_view name = {};
  std::string_view arguments = {};
};

// One choice's `delta` or `message`. Text that is missing or null is empty.
struct ChatChoice {
  long index = 0;  // its place in the list where it has none
  std::string_view content;
  std::string_view reasoning;
  std::string_view refusal;
  std::string_view finish_reason;
  std::size_t calls_begin = 0;  // its tool calls in ChatJson::calls
  std::size_t calls_end = 0;
};

struct ChatUsage {
  std::optional<long> prompt_tokens;
  std::optional<long> completion_tokens;
  std::optional<long> total_tokens;
};

// Reused from chunk to chunk, so that it stops allocating.
struct ChatJson {
  bool has_error = false;  // there is a member "error" that is neither null, false, 0 nor ""
  std::string_view object;
  std::vector<ChatChoice> choices;
  std::vector<ChatCall> calls;
  std::optional<ChatUsage> usage;

  std::span<const ChatCall> CallsOf(const ChatChoice& choice) const {
    return std::span(calls).subspan(choice.calls_begin, choice.calls_end - choice.calls_begin);
  }
};

// False where the text is no JSON object; a list of objects counts as one (Gemini's endpoint sends
// its errors so). The views stand until the scratch, which should be the same each time, is used
// again.
bool ReadChatJson(std::string_view json, ChatJson& chat, std::string& scratch);

}  // namespace clamor
