// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_history.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_text.h"

namespace clamor {
namespace {

// What a hostile server can make a user carry along.
constexpr std::size_t kMostText = 1 << 20;  // of text, and of tool calls
constexpr std::size_t kMostCalls = 128;

void AppendMessage(std::string& out, std::string_view role, std::string_view content) {
  out += R"({"role":")";
  out += role;
  out += R"(","content":)";
  AppendJsonQuoted(out, content);
  out += '}';
}

}  // namespace

void ChatHistory::Begin(std::string_view system) {
  kept_.clear();
  said_.clear();
  whole_ = false;
  if (!system.empty()) AppendMessage(kept_, "system", system);
}

void ChatHistory::Say(std::string_view content, bool answer_matters) {
  if (whole_) Keep();
  whole_ = false;
  answer_matters_ = answer_matters;
  text_.clear();
  calls_.clear();
  call_bytes_ = 0;
  said_.clear();
  AppendMessage(said_, "user", content);
}

void ChatHistory::AddText(std::string_view text) {
  if (answer_matters_) text_ += text.substr(0, kMostText - text_.size());
}

void ChatHistory::AddCall(const ChatCall& piece) {
  call_bytes_ += piece.id.size() + piece.name.size() + piece.arguments.size();
  if (!answer_matters_ || call_bytes_ > kMostText) return;
  Call* call = CallOf(piece);
  if (call == nullptr) return;
  call->custom = call->custom || piece.custom;
  if (call->id.empty()) call->id = piece.id;
  if (call->name.empty()) call->name = piece.name;
  call->arguments += piece.arguments;
}

// The call that the piece belongs to: by its index; without one (Gemini's endpoint gives none), a
// piece that names a function is a new call, and any other goes on with the last.
ChatHistory::Call* ChatHistory::CallOf(const ChatCall& piece) {
  auto found = calls_.end();
  if (piece.index >= 0) {
    found = std::find_if(calls_.begin(), calls_.end(),
                         [&piece](const Call& call) { return call.index == piece.index; });
  } else if (piece.name.empty() && !calls_.empty()) {
    found = std::prev(calls_.end());
  }
  if (found != calls_.end()) return &*found;
  if (calls_.size() == kMostCalls) return nullptr;
  calls_.push_back({.index = piece.index, .id = {}, .name = {}, .arguments = {}});
  return &calls_.back();
}

void ChatHistory::AppendMessages(std::string& out) const {
  out += '[';
  out += kept_;
  if (!kept_.empty()) out += ',';
  out += said_;
  out += ']';
}

void ChatHistory::Keep() {
  if (!kept_.empty()) kept_ += ',';
  kept_ += said_;
  kept_ += R"(,{"role":"assistant","content":)";
  if (text_.empty() && !calls_.empty()) {
    kept_ += "null";
  } else {
    AppendJsonQuoted(kept_, text_);
  }
  if (!calls_.empty()) AppendCalls(kept_);
  kept_ += '}';
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    kept_ += R"(,{"role":"tool","content":"","tool_call_id":)";
    AppendJsonQuoted(kept_, IdOf(i));
    kept_ += '}';
  }
}

void ChatHistory::AppendCalls(std::string& out) const {
  out += R"(,"tool_calls":[)";
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    const Call& call = calls_[i];
    const std::string_view type = call.custom ? "custom" : "function";
    out += fmt::format(R"({}{{"id":{},"type":"{}","{}":{{"name":{},"{}":{}}}}})", i == 0 ? "" : ",",
                       JsonQuote(IdOf(i)), type, type, JsonQuote(call.name),
                       call.custom ? "input" : "arguments", JsonQuote(call.arguments));
  }
  out += ']';
}

// A call needs an id for its result to name it.
std::string ChatHistory::IdOf(std::size_t call) const {
  return calls_[call].id.empty() ? fmt::format("call_{}", call) : calls_[call].id;
}

}  // namespace clamor
