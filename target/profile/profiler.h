// SPDX-License-Identifier: Apache-2.0
// How each profiling tool is done for each kind of server: what the server is launched with, what
// is attached to it while load runs, and what is made of the files that are left.
//
//   const ProfilePlan plan = PlanProfile(ProfileTool::kFlame, kind, "node app.js", folder);
//   if (!plan.missing.empty()) ...                              // it cannot be done: why
//   LaunchedServer server(ProfiledCommand(command, plan), log, guard);
//   AttachedProfiler profiler(plan, ProcessesOf(server.pid()), 30s, guard);
//   ... load ...
//   profiler.Finish();
//   server.Stop();                                              // most write when the server ends
//   for (const Artefact& artefact : MakeArtefacts(plan, guard)) ...
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "target/launch.h"

namespace clamor {

enum class ProfileTool {
  kDoctor,        // a diagnosis, made of samples of the server's processes: not by a profiler
  kBubbleprof,    // where time goes waiting
  kFlame,         // where time goes on the CPU
  kHeapprofiler,  // what allocated the memory
};

inline constexpr std::array kProfileTools{ProfileTool::kDoctor, ProfileTool::kBubbleprof,
                                          ProfileTool::kFlame, ProfileTool::kHeapprofiler};

// "doctor", "bubbleprof", "flame", "heapprofiler".
std::string_view NameOf(ProfileTool tool);
std::optional<ProfileTool> ProfileToolNamed(std::string_view name);

enum class ServerKind { kNode, kNative };

// By the name of an executable: "/usr/bin/node" and "nodejs" are Node's.
ServerKind KindOfExecutable(const std::filesystem::path& executable);

// Of a running server, which leads its process group: Node when any of its processes is. A shell or
// npm may stand before it, workers beside it.
ServerKind KindOfServer(pid_t group);

// Where PATH has a program; empty when it has not.
using FindProgram = std::function<std::filesystem::path(const std::string& name)>;

// Why there will be no profile, in a sentence: no tool is installed, or the kernel refuses.
class CannotProfile : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ProfilePlan {
  ProfileTool tool;
  ServerKind kind;
  std::filesystem::path folder;  // where its files are left
  std::string missing;           // why it cannot be done, a sentence; empty when it can
  std::string how;               // the subtitle of what it makes: what is counted, and by what

  std::filesystem::path node_module;  // loaded by Node before the server; empty: none
  Environment environment;            // added to the server's
  std::vector<std::string> prefix;    // before the server's own command
  bool by_clinic = false;             // which stands in the prefix, and leaves pages of its own
  int ends_by = SIGTERM;              // what makes the server's process group end, and write
  std::vector<std::string> attach;    // behind it stand "-p PIDS -- sleep SECONDS"
};

// Writes what the server preloads, if any, into the folder, which must exist. `line`: the shell's
// that launches it; empty of another. `find` is asked for what is installed.
ProfilePlan PlanProfile(ProfileTool tool, ServerKind kind, std::string_view line,
                        const std::filesystem::path& folder, const FindProgram& find);
ProfilePlan PlanProfile(ProfileTool tool, ServerKind kind, std::string_view line,
                        const std::filesystem::path& folder);

// The server's command, profiled. Throws std::runtime_error where a program has to stand before
// the server's and the command is a shell line of more than a program and its arguments.
Command ProfiledCommand(const Command& server, const ProfilePlan& plan);

}  // namespace clamor
