// SPDX-License-Identifier: Apache-2.0
#include "base/json_explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/escape.h"
#include "base/utf8.h"

namespace clamor {
namespace {

constexpr std::size_t kShownBytes = 40;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kAnyValue = "a string, a number, true, false, null, { or [";

// `/* ...` that is not closed reaches to the end.
std::size_t SkipComment(std::string_view text, std::size_t at) {
  const bool block = text.substr(at).starts_with("/*");
  const std::string_view end = block ? "*/" : "\n";
  const std::size_t found = text.find(end, at + 2);
  return found == std::string_view::npos ? text.size() : found + end.size();
}

bool BeginsComment(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  return rest.starts_with("/*") || rest.starts_with("//");
}

std::size_t Skip(std::string_view text, std::size_t at, std::string_view fillers) {
  while (at < text.size()) {
    if (fillers.find(text[at]) != std::string_view::npos) {
      ++at;
    } else if (BeginsComment(text, at)) {
      at = SkipComment(text, at);
    } else {
      break;
    }
  }
  return at;
}

// The word or the one character at the offset, quoted for a message.
std::string Found(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the end of the file";
  constexpr std::string_view kEndsWord = " \t\r\n,:{}[]\"/'";
  std::size_t end = text.find_first_of(kEndsWord, at);
  if (end == std::string_view::npos) end = text.size();
  if (end == at) end = at + DecodeUtf8(text, at).length;
  return "'" + Shortened(text.substr(at, end - at)) + "'";
}

bool IsTrailingComma(std::string_view text, std::size_t last_end, std::size_t offset) {
  const std::size_t comma = Skip(text, last_end, kBlanks);
  return comma < offset && text[comma] == ',';
}

// A comma before a closing bracket: the comma is what has to go, so it is the place.
JsonMistake TrailingComma(std::string_view text, std::size_t last_end, char bracket) {
  return {Skip(text, last_end, kBlanks),
          fmt::format("a comma before '{}', expected none behind the last one", bracket)};
}

JsonMistake BadValue(std::string_view text, std::size_t offset, std::size_t last_end) {
  // RapidJSON stops inside a misspelt word: its beginning is the place.
  const std::size_t at = std::min(NextToken(text, last_end), offset);
  if (at < text.size() && (text[at] == ']' || text[at] == '}')) {
    if (IsTrailingComma(text, last_end, at)) return TrailingComma(text, last_end, text[at]);
  }
  if (at < text.size() && text[at] == '\'') {
    return {at, "a single quote, expected double quotes around strings"};
  }
  return {at, fmt::format("found {}, expected {}", Found(text, at), kAnyValue)};
}

JsonMistake BadKey(std::string_view text, std::size_t offset, std::size_t last_end) {
  if (offset < text.size() && text[offset] == '}' && IsTrailingComma(text, last_end, offset)) {
    return TrailingComma(text, last_end, '}');
  }
  return {offset,
          fmt::format("found {}, expected a key in double quotes or '}}'", Found(text, offset))};
}

JsonMistake Missing(std::string_view what, std::string_view text, std::size_t offset) {
  return {offset, fmt::format("found {}, expected {}", Found(text, offset), what)};
}

JsonMistake BadString(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset,
                      std::size_t last_end) {
  const std::size_t begin = NextToken(text, last_end);
  if (offset >= text.size() || text[offset] == '\n' || text[offset] == '\r') {
    return {begin,
            "the string that begins here is not closed on its line, expected '\"' (a line "
            "break inside a string is written \\n)"};
  }
  if (text[offset] != '\\') {
    return {offset, fmt::format("a raw control character '{}' in a string, expected an escape such "
                                "as \\t or \\u0007",
                                Shortened(text.substr(offset, 1)))};
  }
  if (code == rapidjson::kParseErrorStringUnicodeEscapeInvalidHex) {
    return {offset, "\\u without four hexadecimal digits behind it, expected as in \\u00e9"};
  }
  if (code == rapidjson::kParseErrorStringUnicodeSurrogateInvalid) {
    return {offset, "half of a surrogate pair, expected two \\u escapes for this character"};
  }
  return {offset, fmt::format("unknown escape '{}', expected one of \\\" \\\\ \\/ \\b \\f \\n \\r "
                              "\\t \\uXXXX",
                              Shortened(text.substr(offset, 2)))};
}

JsonMistake BadComment(std::string_view text, std::size_t last_end) {
  constexpr std::string_view kBetweenTokens = ",: \t\r\n";
  std::size_t at = std::min(text.find_first_not_of(kBetweenTokens, last_end), text.size());
  while (BeginsComment(text, at)) {
    if (text[at + 1] == '*' && text.find("*/", at + 2) == std::string_view::npos) {
      return {at, "the comment that begins here is not closed, expected */"};
    }
    at = std::min(text.find_first_not_of(kBetweenTokens, SkipComment(text, at)), text.size());
  }
  return {at, fmt::format("found {}, expected // or /* to begin a comment", Found(text, at))};
}

}  // namespace

std::size_t NextToken(std::string_view text, std::size_t at) { return Skip(text, at, ",: \t\r\n"); }

std::string Shortened(std::string_view text) { return ForTerminal(text, kShownBytes); }

JsonMistake Explain(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset,
                    std::size_t last_end) {
  offset = std::min(offset, text.size());
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return {offset, "the file is empty, expected a JSON value"};
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return {offset, fmt::format("found {} behind the end of the JSON value, expected the end of "
                                  "the file",
                                  Found(text, offset))};
    case rapidjson::kParseErrorObjectMissName:
      return BadKey(text, offset, last_end);
    case rapidjson::kParseErrorObjectMissColon:
      return Missing("':' behind the key", text, offset);
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return Missing("',' or '}'", text, offset);
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return Missing("',' or ']'", text, offset);
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
    case rapidjson::kParseErrorStringEscapeInvalid:
    case rapidjson::kParseErrorStringMissQuotationMark:
      return BadString(code, text, offset, last_end);
    case rapidjson::kParseErrorNumberTooBig:
      return {NextToken(text, last_end), "a number too large for JSON, expected below 1.8e308"};
    case rapidjson::kParseErrorNumberMissFraction:
      return Missing("digits behind the point", text, offset);
    case rapidjson::kParseErrorNumberMissExponent:
      return Missing("digits of the exponent", text, offset);
    case rapidjson::kParseErrorUnspecificSyntaxError:
      return BadComment(text, last_end);
    default:
      return BadValue(text, offset, last_end);
  }
}

}  // namespace clamor
