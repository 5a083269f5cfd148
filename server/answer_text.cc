// SPDX-License-Identifier: Apache-2.0
// Prose of no meaning, and echoes.
#include "server/answer_text.h"

#include <algorithm>
#include <array>

namespace clamor::server {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";
constexpr std::uint64_t kShortestSentence = 5;
constexpr std::uint64_t kSentenceSpread = 8;

constexpr std::array<std::string_view, 40> kVocabulary = {
    "a",       "the",     "each",   "every",   "answer",  "request",  "server",  "client",
    "stream",  "event",   "word",   "token",   "moment",  "question", "queue",   "session",
    "arrives", "waits",   "leaves", "returns", "carries", "follows",  "repeats", "begins",
    "slowly",  "quickly", "often",  "rarely",  "again",   "before",   "after",   "while",
    "with",    "without", "and",    "or",      "small",   "long",     "calm",    "busy"};

std::string Capitalised(std::string_view word) {
  std::string result(word);
  result[0] = static_cast<char>(result[0] - 'a' + 'A');
  return result;
}

}  // namespace

std::vector<std::string> Prose(Random& random, std::uint64_t words) {
  std::vector<std::string> pieces;
  pieces.reserve(words);
  std::uint64_t left_in_sentence = 0;
  for (std::uint64_t i = 0; i < words; ++i) {
    const bool first = left_in_sentence == 0;
    if (first) left_in_sentence = kShortestSentence + random.Below(kSentenceSpread);
    const std::string_view word = kVocabulary[random.Below(kVocabulary.size())];
    --left_in_sentence;
    const bool last = left_in_sentence == 0 || i + 1 == words;
    pieces.push_back((first ? Capitalised(word) : std::string(word)) + (last ? ". " : " "));
  }
  return pieces;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::size_t begin = text.find_first_not_of(kWhiteSpace);
  while (begin < text.size()) {
    const std::size_t word_end = text.find_first_of(kWhiteSpace, begin);
    const std::size_t next = std::min(text.find_first_not_of(kWhiteSpace, word_end), text.size());
    words.emplace_back(text.substr(begin, next - begin));
    begin = next;
  }
  return words;
}

std::uint64_t CountWords(std::string_view text) {
  std::uint64_t words = 0;
  std::size_t begin = text.find_first_not_of(kWhiteSpace);
  while (begin < text.size()) {
    ++words;
    begin = text.find_first_not_of(kWhiteSpace, text.find_first_of(kWhiteSpace, begin));
  }
  return words;
}

std::vector<std::string> AnswerPieces(std::string_view content, Random& random,
                                      std::uint64_t words) {
  if (content.starts_with(kEchoPrefix)) return WordsOf(content.substr(kEchoPrefix.size()));
  return Prose(random, words);
}

void NameOtherSession(std::vector<std::string>& pieces, std::string_view own,
                      std::string_view other) {
  bool named = false;
  for (std::string& piece : pieces) {
    const auto at = piece.find(own);
    if (at == std::string::npos) continue;
    piece.replace(at, own.size(), other);
    named = true;
  }
  if (!named) pieces.emplace_back(other);
}

}  // namespace clamor::server
