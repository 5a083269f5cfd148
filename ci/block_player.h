// SPDX-License-Identifier: Apache-2.0
// Plays blocks of load against the two builds of a server, both running on this machine.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ci/build_server.h"
#include "ci/paired_folder.h"
#include "metrics/run_data.h"
#include "target/guard.h"

namespace clamor {

struct BlockPlan {
  std::string base;  // shell lines that launch the servers, on the port that PORT names
  std::string head;
  std::string base_commit;  // how reports name the builds; may be empty
  std::string head_commit;
  std::string ready;  // path that both answer with 2xx once they are ready; empty: they accept
  std::vector<std::string> suite;  // a load suite and its arguments
  std::string block;               // length of a block, as --clamor_duration takes it: "5s"
  std::uint64_t seed = 0;          // of what is drawn in the blocks
  std::filesystem::path out;       // made by the caller
};

// Set by a signal: what is played ends at once.
using StopFlag = volatile std::sig_atomic_t;

class BlockPlayer {
 public:
  // Launches both servers, which log to base.server.log and head.server.log in plan.out. Throws
  // std::runtime_error for one that does not start.
  BlockPlayer(const BlockPlan& plan, Guard& guard, const StopFlag& stop);

  // Plays a block of the pair of that number (in both of a pair the same is said at the same times)
  // and leaves its results in its BlockFolder, with what the server took of the machine. Gives the
  // load tests; none where the suite left no result or a signal came.
  std::vector<RunData> Play(Side side, int number);

  // How the last block's suite ended, with the end of what it said.
  const std::string& last_suite() const { return last_suite_; }

  // "head's server exited with code 1"; nothing while both run.
  std::optional<std::string> WhichServerEnded();

 private:
  BuildServer& ServerOf(Side side) { return side == Side::kBase ? base_ : head_; }
  void RunSuite(Side side, int number, const std::filesystem::path& folder, ServerLevels& levels);

  const BlockPlan& plan_;
  Guard& guard_;
  const StopFlag& stop_;
  BuildServer base_;
  BuildServer head_;
  std::chrono::nanoseconds limit_;  // of a block
  std::string last_suite_;
};

}  // namespace clamor
