// SPDX-License-Identifier: Apache-2.0
#include "target/profile/profiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/atomic_file.h"
#include "base/shell_word.h"
#include "target/assets.h"
#include "target/node_options.h"
#include "target/process_group.h"
#include "target/profile/heaptrack.h"
#include "target/profile/run_tool.h"

namespace clamor {
namespace {

constexpr std::array<std::pair<ProfileTool, std::string_view>, 4> kNames{
    {{ProfileTool::kDoctor, "doctor"},
     {ProfileTool::kBubbleprof, "bubbleprof"},
     {ProfileTool::kFlame, "flame"},
     {ProfileTool::kHeapprofiler, "heapprofiler"}}};

void PlanNode(ProfilePlan& plan, std::string_view what, std::string_view how) {
  const std::filesystem::path preload = plan.folder / "node_profile.cjs";
  WriteWhole(preload, NodePreload());
  plan.how = how;
  plan.node_module = preload;
  plan.environment = {{"CLAMOR_PROFILE", std::string(what)},
                      {"CLAMOR_PROFILE_FOLDER", plan.folder.string()}};
}

bool IsShellLine(const Command& command) {
  return command.argv.size() == 3 && command.argv[0] == "/bin/sh" && command.argv[1] == "-c";
}

// A program and its arguments, with no assignment before it and nothing beside it.
bool IsOneProgram(std::string_view line) {
  const std::string_view word = line.substr(0, line.find(' '));
  return line.find_first_of(";&|<>()`\n") == std::string_view::npos &&
         word.find('=') == std::string_view::npos;
}

std::string_view WithoutExec(std::string_view line) {
  return line.substr(line.starts_with("exec ") ? 5 : 0);
}

// Clinic takes nothing but Node itself.
bool IsForClinic(std::string_view line) {
  const std::string_view command = WithoutExec(line);
  return IsOneProgram(command) &&
         KindOfExecutable(command.substr(0, command.find(' '))) == ServerKind::kNode;
}

// Clinic, which npm has: its page in place of ours. Not its bubbleprof, which under Node 20 does
// not end when it is asked to. Without NO_INSIGHT it exits at once and launches nothing.
void PlanClinic(ProfilePlan& plan) {
  plan.by_clinic = true;
  plan.prefix = {
      "env",    "NO_INSIGHT=1",       "clinic", std::string(NameOf(plan.tool)), "--open=false",
      "--dest", plan.folder.string(), "--"};
  plan.ends_by = SIGINT;
}

void PlanForNode(ProfilePlan& plan, std::string_view line, const FindProgram& find) {
  if (plan.tool != ProfileTool::kBubbleprof && IsForClinic(line) && !find("clinic").empty()) {
    return PlanClinic(plan);
  }
  switch (plan.tool) {
    case ProfileTool::kDoctor:
      return;
    case ProfileTool::kBubbleprof:
      return PlanNode(plan, "async",
                      "Time between asking and being called back, by Node's async_hooks. Waits "
                      "overlap: their sum is no time on a clock.");
    case ProfileTool::kFlame:
      return PlanNode(plan, "cpu", "Time on the CPU, by V8's profiler, a sample each millisecond.");
    case ProfileTool::kHeapprofiler:
      return PlanNode(
          plan, "heap",
          "Memory of V8's heap allocated since the start and in use at the end, sampled "
          "each 64 KiB.");
  }
}

void PlanPerf(ProfilePlan& plan, const FindProgram& find, std::vector<std::string> events,
              std::string_view how) {
  if (find("perf").empty()) {
    plan.missing = "perf is not installed: apt-get install linux-perf";
    return;
  }
  plan.how = how;
  plan.attach = {"perf", "record", "-q", "-o", (plan.folder / "perf.data").string()};
  plan.attach.insert(plan.attach.end(), std::make_move_iterator(events.begin()),
                     std::make_move_iterator(events.end()));
}

// Not by the script `heaptrack`: it stands between us and the server, and the signal that ends the
// server would end the recording's writer, too.
bool PlanHeaptrack(ProfilePlan& plan, const FindProgram& find) {
  const std::filesystem::path heaptrack = find("heaptrack");
  if (heaptrack.empty()) return false;
  plan.how = "Memory in use when it was most, by heaptrack.";
  plan.prefix = {"env",
                 "LD_PRELOAD=" + HeaptrackFile(heaptrack, "libheaptrack_preload.so").string(),
                 "DUMP_HEAPTRACK_OUTPUT=" + (plan.folder / "heaptrack.$$.raw").string()};
  return true;
}

bool PlanMassif(ProfilePlan& plan, const FindProgram& find) {
  if (find("valgrind").empty()) return false;
  plan.how = "Memory in use when it was most, by valgrind's massif.";
  plan.prefix = {"valgrind", "-q", "--tool=massif", "--trace-children=yes",
                 "--massif-out-file=" + (plan.folder / "massif.out.%p").string()};
  return true;
}

void PlanForNative(ProfilePlan& plan, const FindProgram& find) {
  switch (plan.tool) {
    case ProfileTool::kDoctor:
      return;
    case ProfileTool::kBubbleprof:
      return PlanPerf(
          plan, find,
          {"-e", "context-switches", "-F", "499", "--switch-events", "--call-graph", "dwarf"},
          "Time of threads off the CPU, from each switch away to the next one back, by "
          "perf. Threads wait at the same time: the sum is no time on a clock.");
    case ProfileTool::kFlame:
      return PlanPerf(plan, find, {"-e", "cpu-clock", "-F", "199", "--call-graph", "dwarf"},
                      "Time on the CPU, by perf, 199 samples a second.");
    case ProfileTool::kHeapprofiler:
      if (PlanHeaptrack(plan, find) || PlanMassif(plan, find)) return;
      plan.missing = "neither heaptrack nor valgrind is installed: apt-get install heaptrack";
  }
}

// `exec prefix... line`: a shell that stayed between would be what is profiled.
std::vector<std::string> PrefixedLine(std::string_view line,
                                      const std::vector<std::string>& prefix) {
  std::string prefixed = "exec";
  for (const std::string& word : prefix) prefixed += ' ' + ShellWord(word);
  prefixed += ' ';
  prefixed += WithoutExec(line);
  return {"/bin/sh", "-c", prefixed};
}

std::vector<std::string> Prefixed(const Command& server, const std::vector<std::string>& prefix) {
  if (IsShellLine(server)) return PrefixedLine(server.argv[2], prefix);
  std::vector<std::string> argv = prefix;
  argv.insert(argv.end(), server.argv.begin(), server.argv.end());
  return argv;
}

void CheckIsOneProgram(const Command& server, const ProfilePlan& plan) {
  if (plan.prefix.empty() || !IsShellLine(server) || IsOneProgram(WithoutExec(server.argv[2]))) {
    return;
  }
  throw std::runtime_error(fmt::format(
      "{} needs the server's command to be a program with its arguments, not a shell line: '{}'",
      plan.prefix.front() == "env" ? "heaptrack" : plan.prefix.front(), server.shown));
}

}  // namespace

std::string_view NameOf(ProfileTool tool) {
  const auto* entry = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const auto& name) { return name.first == tool; });
  return entry->second;
}

std::optional<ProfileTool> ProfileToolNamed(std::string_view name) {
  const auto* entry = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const auto& known) { return known.second == name; });
  if (entry == kNames.end()) return {};
  return entry->first;
}

ServerKind KindOfExecutable(const std::filesystem::path& executable) {
  const std::string name = executable.filename().string();
  return name == "node" || name == "nodejs" ? ServerKind::kNode : ServerKind::kNative;
}

ServerKind KindOfServer(pid_t group) {
  for (const pid_t process : ProcessesOf(group)) {
    std::error_code gone;  // it may end while we look
    const auto executable =
        std::filesystem::read_symlink(fmt::format("/proc/{}/exe", process), gone);
    if (!gone && KindOfExecutable(executable) == ServerKind::kNode) return ServerKind::kNode;
  }
  return ServerKind::kNative;
}

ProfilePlan PlanProfile(ProfileTool tool, ServerKind kind, std::string_view line,
                        const std::filesystem::path& folder, const FindProgram& find) {
  ProfilePlan plan;
  plan.tool = tool;
  plan.kind = kind;
  plan.folder = std::filesystem::absolute(folder);
  if (kind == ServerKind::kNode) {
    PlanForNode(plan, line, find);
  } else {
    PlanForNative(plan, find);
  }
  return plan;
}

ProfilePlan PlanProfile(ProfileTool tool, ServerKind kind, std::string_view line,
                        const std::filesystem::path& folder) {
  return PlanProfile(tool, kind, line, folder, FindTool);
}

Command ProfiledCommand(const Command& server, const ProfilePlan& plan) {
  Command profiled = server;
  CheckIsOneProgram(server, plan);
  if (!plan.prefix.empty()) profiled.argv = Prefixed(server, plan.prefix);
  profiled.environment.insert(profiled.environment.end(), plan.environment.begin(),
                              plan.environment.end());
  if (!plan.node_module.empty()) AddNodeModule(profiled.environment, plan.node_module);
  return profiled;
}

}  // namespace clamor
