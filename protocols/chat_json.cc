// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_json.h"

#include <array>
#include <cstdint>

#include "protocols/json_in_place.h"

namespace clamor {
namespace {

using rapidjson::SizeType;

// The containers on the way to what is looked at; all others are skipped.
enum class In : unsigned char {
  kNothing,  // before the root, and in a list that is the root
  kRoot,
  kChoices,
  kChoice,
  kDelta,
  kCalls,
  kCall,
  kFunction,
  kUsage,
};

// The members looked at.
enum class Field : unsigned char {
  kOther,
  kObject,
  kChoices,
  kError,
  kUsage,
  kIndex,
  kDelta,
  kFinishReason,
  kContent,
  kReasoning,
  kRefusal,
  kToolCalls,
  kFunctionCall,
  kId,
  kFunction,
  kCustom,
  kName,
  kArguments,
  kPromptTokens,
  kCompletionTokens,
  kTotalTokens,
};

Field FieldOfDelta(std::string_view key) {
  if (key == "content") return Field::kContent;
  if (key == "reasoning_content" || key == "reasoning") return Field::kReasoning;
  if (key == "refusal") return Field::kRefusal;
  if (key == "tool_calls") return Field::kToolCalls;
  return key == "function_call" ? Field::kFunctionCall : Field::kOther;
}

Field FieldOfUsage(std::string_view key) {
  if (key == "prompt_tokens") return Field::kPromptTokens;
  if (key == "completion_tokens") return Field::kCompletionTokens;
  return key == "total_tokens" ? Field::kTotalTokens : Field::kOther;
}

Field FieldNamed(In where, std::string_view key) {
  switch (where) {
    case In::kRoot:
      if (key == "choices") return Field::kChoices;
      if (key == "usage") return Field::kUsage;
      if (key == "error") return Field::kError;
      return key == "object" ? Field::kObject : Field::kOther;
    case In::kChoice:
      if (key == "delta" || key == "message") return Field::kDelta;
      if (key == "finish_reason") return Field::kFinishReason;
      return key == "index" ? Field::kIndex : Field::kOther;
    case In::kDelta:
      return FieldOfDelta(key);
    case In::kCall:
      if (key == "index") return Field::kIndex;
      if (key == "id") return Field::kId;
      if (key == "function") return Field::kFunction;
      return key == "custom" ? Field::kCustom : Field::kOther;
    case In::kFunction:
      if (key == "name") return Field::kName;
      return key == "arguments" || key == "input" ? Field::kArguments : Field::kOther;
    case In::kUsage:
      return FieldOfUsage(key);
    default:
      return Field::kOther;
  }
}

class ChatHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ChatHandler> {
 public:
  explicit ChatHandler(ChatJson& chat) : chat_(chat) {}

  bool Key(const char* text, SizeType size, bool) {
    if (skipped_ == 0) field_ = FieldNamed(path_[depth_], {text, size});
    return true;
  }
  bool String(const char* text, SizeType size, bool) {
    if (skipped_ == 0) TakeText({text, size});
    return true;
  }
  bool Null() { return true; }
  bool Bool(bool value) { return TakeNumber(value ? 1 : 0); }
  bool Int(int value) { return TakeNumber(value); }
  bool Uint(unsigned value) { return TakeNumber(value); }
  bool Int64(std::int64_t value) { return TakeNumber(static_cast<double>(value)); }
  bool Uint64(std::uint64_t value) { return TakeNumber(static_cast<double>(value)); }
  bool Double(double value) { return TakeNumber(value); }

  bool StartObject() { return skipped_ > 0 ? Skip() : Enter(ObjectHere()); }
  bool EndObject(SizeType) { return Leave(); }
  bool StartArray() { return skipped_ > 0 ? Skip() : Enter(ListHere()); }
  bool EndArray(SizeType) { return Leave(); }

  bool found_object() const { return found_object_; }

 private:
  // What an object, or a list, that begins here is; kNothing: to be skipped.
  In ObjectHere() {
    switch (path_[depth_]) {
      case In::kNothing:
        found_object_ = true;
        return In::kRoot;
      case In::kRoot:
        if (field_ == Field::kError) chat_.has_error = true;
        if (field_ != Field::kUsage) return In::kNothing;
        chat_.usage.emplace();
        return In::kUsage;
      case In::kChoices:
        AddChoice();
        return In::kChoice;
      case In::kChoice:
        return field_ == Field::kDelta ? In::kDelta : In::kNothing;
      case In::kDelta:  // before tools there was one function, without a list
        if (field_ != Field::kFunctionCall) return In::kNothing;
        AddCall().index = 0;
        return In::kFunction;
      case In::kCalls:
        AddCall();
        return In::kCall;
      case In::kCall:
        if (field_ == Field::kCustom) chat_.calls.back().custom = true;
        return field_ == Field::kFunction || field_ == Field::kCustom ? In::kFunction
                                                                      : In::kNothing;
      default:
        return In::kNothing;
    }
  }
  In ListHere() {
    const In where = path_[depth_];
    if (where == In::kRoot && field_ == Field::kError) chat_.has_error = true;
    if (where == In::kRoot && field_ == Field::kChoices) return In::kChoices;
    return where == In::kDelta && field_ == Field::kToolCalls ? In::kCalls : In::kNothing;
  }

  bool Enter(In what) {
    field_ = Field::kOther;
    const bool is_root = depth_ == 0;
    if (what == In::kNothing && !is_root) return Skip();
    path_[++depth_] = what;
    return true;
  }
  bool Skip() {
    ++skipped_;
    return true;
  }
  bool Leave() {
    field_ = Field::kOther;
    if (skipped_ > 0) {
      --skipped_;
      return true;
    }
    if (path_[depth_] == In::kChoice) chat_.choices.back().calls_end = chat_.calls.size();
    --depth_;
    return true;
  }

  void AddChoice() {
    ChatChoice& choice = chat_.choices.emplace_back();
    choice.index = static_cast<long>(chat_.choices.size()) - 1;
    choice.calls_begin = chat_.calls.size();
  }
  ChatCall& AddCall() { return chat_.calls.emplace_back(); }

  void TakeText(std::string_view text) {
    switch (field_) {
      case Field::kObject:
        chat_.object = text;
        break;
      case Field::kError:
        chat_.has_error = !text.empty();
        break;
      case Field::kFinishReason:
        chat_.choices.back().finish_reason = text;
        break;
      case Field::kContent:
        chat_.choices.back().content = text;
        break;
      case Field::kReasoning:  // some servers send both names
        if (!text.empty()) chat_.choices.back().reasoning = text;
        break;
      case Field::kRefusal:
        chat_.choices.back().refusal = text;
        break;
      case Field::kId:
        chat_.calls.back().id = text;
        break;
      case Field::kName:
        chat_.calls.back().name = text;
        break;
      case Field::kArguments:
        chat_.calls.back().arguments = text;
        break;
      default:
        break;
    }
  }

  bool TakeNumber(double value) {
    if (skipped_ > 0) return true;
    // Beyond these it is no count and no index.
    const long number = value > -1e15 && value < 1e15 ? static_cast<long>(value) : -1;
    switch (field_) {
      case Field::kError:
        chat_.has_error = value != 0;
        break;
      case Field::kIndex:
        (path_[depth_] == In::kChoice ? chat_.choices.back().index : chat_.calls.back().index) =
            number;
        break;
      case Field::kPromptTokens:
        chat_.usage->prompt_tokens = number;
        break;
      case Field::kCompletionTokens:
        chat_.usage->completion_tokens = number;
        break;
      case Field::kTotalTokens:
        chat_.usage->total_tokens = number;
        break;
      default:
        break;
    }
    return true;
  }

  ChatJson& chat_;
  // No way is longer than nothing, list, root, choices, choice, delta, calls, call, function.
  std::array<In, 9> path_{};
  std::size_t depth_ = 0;
  std::size_t skipped_ = 0;  // containers that are none of ours, one in another
  Field field_ = Field::kOther;
  bool found_object_ = false;
};

}  // namespace

bool ReadChatJson(std::string_view json, ChatJson& chat, std::string& scratch) {
  chat.has_error = false;
  chat.object = {};
  chat.choices.clear();
  chat.calls.clear();
  chat.usage.reset();
  ChatHandler handler(chat);
  return ParseInPlace(json, scratch, handler) && handler.found_object();
}

}  // namespace clamor
