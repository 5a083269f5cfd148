// SPDX-License-Identifier: Apache-2.0
// What clamor-server is told on its command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <variant>

#include "server/faults.h"
#include "server/model_table.h"
#include "server/service_model.h"
#include "server/voice_model.h"

namespace clamor::server {

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;  // 0 takes a free one
  std::string port_file;      // empty: none is written
  std::string tls_cert;       // PEM files; both or neither
  std::string tls_key;
  std::size_t threads = 1;
  std::uint64_t seed = 1;
  ServiceModel model;
  ModelTable models;  // those with times of their own
  FaultPlan faults;
  std::size_t capacity = 0;  // answers at once; 0 is no limit
  std::string token;         // empty: no authorization is asked for
  std::string forbidden_token;
  double rate_limit = 0;  // guarded requests per second; 0 is no limit
  bool send_times = false;
  std::size_t events_per_write = 1;
  VoiceModel voice;
};

// The options, or the exit code of a program that has nothing to do: `--help` was printed to `out`
// (0), or what is wrong to `err` (not 0).
std::variant<Options, int> ReadOptions(int argc, const char* const* argv, std::ostream& out,
                                       std::ostream& err);

}  // namespace clamor::server
