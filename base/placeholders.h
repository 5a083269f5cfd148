// SPDX-License-Identifier: Apache-2.0
// {{session}}, {{turn}}, {{user}}, {{random}} and {{words}} in what is said and expected. A text is
// compiled once and filled per turn into the caller's buffer. Blanks inside the braces are allowed;
// \{{name}} is sent as {{name}}; braces around anything but one word are plain text, so code and
// templates of other languages can be sent as they are.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

enum class Placeholder : unsigned char {
  kSession,  // the session's id
  kTurn,     // the turn's place in its conversation, from 1
  kUser,     // the virtual user's number, from 1
  kRandom,   // drawn once per turn: the same in its content and its expectation
  kWords,    // as many words as a trace says that the prompt had
};

inline constexpr std::array<std::string_view, 5> kPlaceholders{"session", "turn", "user", "random",
                                                               "words"};

struct PlaceholderValues {
  std::string_view session;
  long turn = 1;
  long user = 1;
  std::string_view random;
  std::string_view words = {};  // none where no text holds it
};

// A placeholder that is not known.
struct PlaceholderMistake {
  std::size_t index = 0;  // of its first brace in the text
  std::string message;
};

// The first mistake in the text, or none.
std::optional<PlaceholderMistake> CheckPlaceholders(std::string_view text);

// A compiled text. What CheckPlaceholders complains of stays in it as it is written.
class TextTemplate {
 public:
  explicit TextTemplate(std::string_view text);

  bool Holds(Placeholder placeholder) const;

  // Makes `out` the filled text. Allocates only while `out` is smaller than the text.
  void Fill(const PlaceholderValues& values, std::string& out) const;

 private:
  struct Piece {
    std::size_t begin = 0;  // of plain text, which comes first
    std::size_t length = 0;
    std::optional<Placeholder> placeholder;  // none only in the last piece
  };

  std::string plain_;  // the plain text of all pieces
  std::vector<Piece> pieces_;
};

}  // namespace clamor
