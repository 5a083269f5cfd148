// SPDX-License-Identifier: Apache-2.0
// zlib's inflate.
#include "net/inflate.h"

#include <fmt/format.h>
#include <zlib.h>

#include "net/net_error.h"

namespace clamor {
namespace {

constexpr int kRaw = -MAX_WBITS;
constexpr int kWithZlibHead = MAX_WBITS;
constexpr int kWithGzipHead = 16 + MAX_WBITS;

// RFC 1950: compression method 8 in the low four bits, a window of at most 32 KiB in the high ones.
bool BeginsZlibHead(char byte) { return (static_cast<unsigned char>(byte) & 0x8f) == 0x08; }

}  // namespace

Inflater::Inflater(Coding coding)
    : coding_(coding), stream_(new z_stream_s{}), piece_(new char[kPiece]) {}

Inflater::~Inflater() { inflateEnd(stream_.get()); }

void Inflater::Begin(char first_byte) {
  begun_ = true;
  const int deflate = BeginsZlibHead(first_byte) ? kWithZlibHead : kRaw;
  if (inflateInit2(stream_.get(), coding_ == Coding::kGzip ? kWithGzipHead : deflate) != Z_OK) {
    throw std::bad_alloc();
  }
}

std::string_view Inflater::Next(std::string_view& input) {
  for (;;) {
    if (!begun_ && !input.empty()) Begin(input.front());
    if (complete_ && !input.empty()) {  // another gzip member (RFC 1952, section 2.2)
      if (coding_ != Coding::kGzip) {
        throw NetError(Failure::kProtocol, "bytes behind the end of the compressed body");
      }
      inflateReset(stream_.get());
      complete_ = false;
    }
    if (!begun_ || complete_) return {};
    stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_->avail_in = static_cast<uInt>(input.size());
    stream_->next_out = reinterpret_cast<Bytef*>(piece_.get());
    stream_->avail_out = kPiece;
    const int result = inflate(stream_.get(), Z_SYNC_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      throw NetError(Failure::kProtocol, "the compressed body is broken");
    }
    input.remove_prefix(input.size() - stream_->avail_in);
    complete_ = result == Z_STREAM_END;
    const std::size_t made = kPiece - stream_->avail_out;
    if (made != 0) return {piece_.get(), made};
    if (!complete_ || input.empty()) return {};
  }
}

void Inflater::CheckTotal(std::size_t total) {
  if (total <= kMaxPerFeed) return;
  throw NetError(Failure::kTooLarge,
                 fmt::format("the compressed body grows to more than {} MiB at a time",
                             kMaxPerFeed / (1024 * 1024)));
}

}  // namespace clamor
