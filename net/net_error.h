// SPDX-License-Identifier: Apache-2.0
// How an exchange fails: by the server or the way to it, by this machine, or by being cut short.
#pragma once

#include <stdexcept>
#include <string>

#include "clamor/failure.h"

namespace clamor {

// The server or the network failed the turn. The message is one printable line.
class NetError : public std::runtime_error {
 public:
  NetError(Failure reason, const std::string& message)
      : std::runtime_error(message), reason_(reason) {}
  Failure reason() const { return reason_; }

 private:
  Failure reason_;
};

// This machine ran out of descriptors, memory for sockets or local ports: not the server's fault,
// so it voids the run.
class GeneratorExhausted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The exchange was cut from our side by HttpClient::Abort(): neither success nor failure.
class Cut : public std::runtime_error {
 public:
  Cut() : std::runtime_error("cut by the end of the run") {}
};

}  // namespace clamor
