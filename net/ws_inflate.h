// SPDX-License-Identifier: Apache-2.0
// Messages compressed by permessage-deflate (RFC 7692), made whole again.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct z_stream_s;

namespace clamor {

class WsInflater {
 public:
  // `takes_context`: a message may refer to those before it.
  explicit WsInflater(bool takes_context);

  // Overwrites `out`, keeping its memory. Throws NetError: kProtocol for data that is no deflate,
  // kTooLarge beyond `max_bytes`.
  void Inflate(std::string_view message, std::size_t max_bytes, std::string& out);

 private:
  void Feed(std::string_view input, std::size_t max_bytes, std::string& out);

  struct End {
    void operator()(z_stream_s* stream) const;
  };
  bool takes_context_;
  std::unique_ptr<z_stream_s, End> stream_;
};

}  // namespace clamor
