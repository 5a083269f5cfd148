// SPDX-License-Identifier: Apache-2.0
// Streaming decoder of the content codings gzip and deflate (zlib's, or raw as some servers send
// it).
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

struct z_stream_s;

namespace clamor {

enum class Coding { kGzip, kDeflate };

class Inflater {
 public:
  static constexpr std::size_t kPiece = 16 * 1024;
  // What one call of Feed may grow to: a read buffer of zeros would else hold its thread for a
  // tenth of a second.
  static constexpr std::size_t kMaxPerFeed = 16 * 1024 * 1024;

  explicit Inflater(Coding coding);
  ~Inflater();

  // Decodes all of `input` and calls out(std::string_view) for pieces of at most kPiece bytes.
  // Throws NetError: kProtocol for data that is not in the coding, kTooLarge beyond kMaxPerFeed.
  template <class Out>
  void Feed(std::string_view input, Out&& out) {
    std::size_t total = 0;
    for (std::string_view piece = Next(input); !piece.empty(); piece = Next(input)) {
      CheckTotal(total += piece.size());
      out(piece);
    }
  }
  // Whether the coded data is whole; no data at all is.
  bool complete() const { return complete_ || !begun_; }

 private:
  // The next decoded piece, taken from the front of `input`; empty when it needs more.
  std::string_view Next(std::string_view& input);
  void Begin(char first_byte);
  static void CheckTotal(std::size_t total);

  Coding coding_;
  bool begun_ = false;
  bool complete_ = false;
  std::unique_ptr<z_stream_s> stream_;
  std::unique_ptr<char[]> piece_;
};

}  // namespace clamor
