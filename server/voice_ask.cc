// SPDX-License-Identifier: Apache-2.0
// The table of words.
#include "server/voice_ask.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>

namespace clamor::server {
namespace {

constexpr double kToolLength = 2;
constexpr double kLongLength = 3;
constexpr double kShortLength = 1.0 / 3;

struct Tool {
  std::string_view word;
  std::string_view name;
};
constexpr std::array kTools = {Tool{"weather", "get_weather"}, Tool{"order", "track_order"},
                               Tool{"calendar", "read_calendar"}, Tool{"search", "search_web"}};
constexpr std::array<std::string_view, 3> kLongWords = {"explain", "story", "detail"};
constexpr std::string_view kShortWord = "briefly";

bool IsLetter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

// Whether a word of the text begins so.
bool Says(std::string_view text, std::string_view beginning) {
  for (std::size_t at = 0; at + beginning.size() <= text.size(); ++at) {
    const bool begins_word = at == 0 || !IsLetter(text[at - 1]);
    const auto piece = text.substr(at, beginning.size());
    if (begins_word &&
        boost::beast::iequals({piece.data(), piece.size()}, {beginning.data(), beginning.size()})) {
      return true;
    }
  }
  return false;
}

double LengthOf(std::string_view text, bool calls_tool) {
  const auto said = [text](std::string_view word) { return Says(text, word); };
  if (said(kShortWord)) return kShortLength;
  if (std::any_of(kLongWords.begin(), kLongWords.end(), said)) return kLongLength;
  return calls_tool ? kToolLength : 1;
}

}  // namespace

VoiceAsk AskOf(std::string_view text) {
  const auto tool = std::find_if(kTools.begin(), kTools.end(),
                                 [text](const Tool& known) { return Says(text, known.word); });
  VoiceAsk ask;
  if (tool != kTools.end()) ask.tool = tool->name;
  ask.length = LengthOf(text, !ask.tool.empty());
  return ask;
}

}  // namespace clamor::server
