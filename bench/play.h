// SPDX-License-Identifier: Apache-2.0
// What the benchmarks have in common: a server to play against, a run of the real engine with its
// CPU time, and figures over repetitions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/url.h"
#include "clamor/conversation.h"
#include "clamor/profile.h"
#include "engine/run.h"
#include "protocols/probes.h"
#include "protocols/session.h"
#include "target/embedded.h"

namespace clamor::bench {

struct Load {
  Url target;
  internal::Protocol& protocol;
  Profile profile;
  int threads = 1;
  RunHooks hooks = {};
  TurnObserver on_turn = {};
  VerboseLog* verbose = nullptr;
  std::optional<Conversation> said = {};  // none: one of a short turn
  const Probes* probes = nullptr;
};

struct Played {
  RunData run;
  double cpu_seconds = 0;  // of this process while the run went on: its workers and its watcher
};

// Launches this build's clamor-server. Throws std::runtime_error.
std::unique_ptr<EmbeddedServer> LaunchServer(const std::vector<std::string>& arguments,
                                             Guard& guard);

// Holds conversations as the profile says. Throws what keeps a run from starting.
Played Play(const Load& load);

// The assistant protocol as suites play it.
std::unique_ptr<internal::Protocol> Assistant();

// User and system time that this process has used.
double ProcessCpuSeconds();

// The middle one; of an even number the lower. Not of none.
double Median(std::vector<double> values);

// What a benchmark's main function returns: a thrown error is one line, and 1.
int Guarded(int (*benchmark)(int, char**), int argc, char** argv);

}  // namespace clamor::bench
