// SPDX-License-Identifier: Apache-2.0
// The engine against a server of the test's own, without GoogleTest's side in between: what was
// counted is the test's to look at.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clamor/conversation.h"
#include "clamor/dialect.h"
#include "clamor/profile.h"
#include "clamor/scenario.h"
#include "clamor/voice_dialect.h"
#include "engine/run.h"
#include "fixtures/harness.h"
#include "fixtures/options.h"
#include "metrics/run_data.h"

namespace clamor {

struct PlayCase {
  std::string server;  // arguments of the embedded server
  Profile profile = SharedIterations(20).Users(4);
  Options options = {};                          // their base_url replaces the server
  std::vector<Conversation> conversations = {};  // none: one of a single turn, "hello"
  std::vector<Scenario> scenarios = {};          // in place of conversations and profile
  bool together = false;
  std::vector<std::string> slas = {};
  RunHooks hooks = {};
  TurnObserver on_turn = {};
  std::unique_ptr<Dialect> (*dialect)() = nullptr;     // the assistant's
  std::vector<DefinedMetric> metrics = {};             // that it counts
  std::unique_ptr<VoiceDialect> (*voice)() = nullptr;  // in its place, with the metrics of voice.h
  double speed = 1;                                    // of what is spoken
  VerboseLog* verbose = nullptr;
};

// A conversation of these user turns.
Conversation Saying(std::vector<std::string> contents, Expect expect = {});

// Launches the server, plays, ends the server. Throws what keeps a run from starting.
RunData PlayAgainst(const PlayCase& play);

// How often the run failed for that reason, and the first message.
std::uint64_t FailuresOf(const RunData& run, Failure reason);
std::string MessageOf(const RunData& run, Failure reason);

}  // namespace clamor
