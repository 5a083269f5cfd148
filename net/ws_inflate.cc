// SPDX-License-Identifier: Apache-2.0
#include "net/ws_inflate.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "net/net_error.h"

namespace clamor {
namespace {

using namespace std::string_view_literals;

// What the sender takes off the end of each message (RFC 7692, section 7.2.2).
constexpr std::string_view kTail = "\x00\x00\xff\xff"sv;
constexpr std::size_t kPiece = 16 * 1024;

}  // namespace

void WsInflater::End::operator()(z_stream_s* stream) const {
  inflateEnd(stream);
  delete stream;
}

WsInflater::WsInflater(bool takes_context)
    : takes_context_(takes_context), stream_(new z_stream_s{}) {
  if (inflateInit2(stream_.get(), -MAX_WBITS) != Z_OK) throw std::bad_alloc();
}

void WsInflater::Inflate(std::string_view message, std::size_t max_bytes, std::string& out) {
  out.clear();
  if (!takes_context_) inflateReset(stream_.get());
  Feed(message, max_bytes, out);
  Feed(kTail, max_bytes, out);
}

void WsInflater::Feed(std::string_view input, std::size_t max_bytes, std::string& out) {
  std::array<char, kPiece> piece;
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream_->avail_in = static_cast<uInt>(input.size());
  do {
    stream_->next_out = reinterpret_cast<Bytef*>(piece.data());
    stream_->avail_out = kPiece;
    const int result = inflate(stream_.get(), Z_SYNC_FLUSH);
    if (result == Z_STREAM_END) {
      inflateReset(stream_.get());  // a sender may end its stream with each message
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      throw NetError(Failure::kProtocol, "a compressed WebSocket message is broken");
    }
    out.append(piece.data(), kPiece - stream_->avail_out);
    if (out.size() > max_bytes) {
      throw NetError(Failure::kTooLarge,
                     fmt::format("a message is longer than {} bytes", max_bytes));
    }
  } while (stream_->avail_out == 0);
}

}  // namespace clamor
