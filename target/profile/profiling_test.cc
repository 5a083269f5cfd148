// SPDX-License-Identifier: Apache-2.0
// From end to end with the real tools: a small program is profiled for about a second, and what it
// spends itself on is found in what people open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/atomic_file.h"
#include "target/launch.h"
#include "target/process_group.h"
#include "target/profile/artefacts.h"
#include "target/profile/attached_profiler.h"
#include "target/profile/profiler.h"
#include "target/profile/run_tool.h"
#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::seconds;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::SizeIs;

class Profiling : public testing::Test {
 protected:
  ProfilePlan Plan(ProfileTool tool, ServerKind kind, const FindProgram& find = FindTool) const {
    return PlanProfile(tool, kind, "", folder_.path(), find);
  }

  std::filesystem::path Log() const { return folder_.path() / "server.log"; }

  // Starts the program with the plan and waits until it says that it has begun.
  std::unique_ptr<LaunchedServer> Launch(const Command& command, const ProfilePlan& plan) {
    auto server = std::make_unique<LaunchedServer>(ProfiledCommand(command, plan), Log(), guard_);
    EXPECT_TRUE(ComesTrue([&] { return Contents(Log()).find("begun") != std::string::npos; }))
        << Contents(Log());
    return server;
  }

  bool Says(const std::string& word) {
    return ComesTrue([&] { return Contents(Log()).find(word) != std::string::npos; });
  }

  // A file that people open as a flame graph.
  static bool ShowsFrame(const std::string& svg, const std::string& name) {
    return svg.find(name) < svg.find("<script>");
  }

  std::string OnlyArtefact(const ProfilePlan& plan) {
    const auto artefacts = MakeArtefacts(plan, guard_);
    EXPECT_THAT(artefacts, SizeIs(1));
    return artefacts.empty() ? "" : ReadFile(artefacts[0].file);
  }

  Guard guard_;
  TemporaryFolder folder_;
};

// A program of functions with names to look for.
Command Victim(const std::string& what) { return ProgramCommand({CLAMOR_PROFILED_PROGRAM, what}); }

class ProfilingNative : public Profiling {
 protected:
  // The recording's flame graph; empty, with the test skipped, where the kernel refuses.
  std::string Attach(ProfileTool tool, const std::string& what) {
    const ProfilePlan plan = Plan(tool, ServerKind::kNative);
    const auto server = Launch(Victim(what), plan);
    AttachedProfiler profiler(plan, ProcessesOf(server->pid()), seconds(1), guard_);
    try {
      profiler.AwaitEnd();
      return OnlyArtefact(plan);
    } catch (const CannotProfile& error) {
      refusal_ = error.what();
      return {};
    }
  }

  std::string refusal_;
};

TEST_F(ProfilingNative, FlameShowsTheHotFunction) {
  if (FindTool("perf").empty()) GTEST_SKIP() << "perf is not installed: apt-get install linux-perf";
  const std::string svg = Attach(ProfileTool::kFlame, "burn");
  if (!refusal_.empty()) GTEST_SKIP() << refusal_;
  EXPECT_TRUE(ShowsFrame(svg, "BurnCycles"));
}

TEST_F(ProfilingNative, BubbleprofShowsWhereItWaits) {
  if (FindTool("perf").empty()) GTEST_SKIP() << "perf is not installed: apt-get install linux-perf";
  const std::string svg = Attach(ProfileTool::kBubbleprof, "wait");
  if (!refusal_.empty()) GTEST_SKIP() << refusal_;
  EXPECT_TRUE(ShowsFrame(svg, "WaitForNothing"));
}

TEST_F(ProfilingNative, HeapprofilerShowsByHeaptrackWhatIsKept) {
  if (FindTool("heaptrack").empty()) {
    GTEST_SKIP() << "heaptrack is not installed: apt-get install heaptrack";
  }
  const ProfilePlan plan = Plan(ProfileTool::kHeapprofiler, ServerKind::kNative);
  const auto server = Launch(Victim("keep"), plan);
  ASSERT_TRUE(Says("kept"));
  server->Stop();
  const auto artefacts = MakeArtefacts(plan, guard_);
  ASSERT_THAT(artefacts, SizeIs(2));
  EXPECT_TRUE(ShowsFrame(ReadFile(artefacts[0].file), "KeepForever"));
  EXPECT_THAT(ReadFile(artefacts[1].file), ContainsRegex("8\\.[0-9]+ MB .* KeepForever"));
}

TEST_F(ProfilingNative, HeapprofilerShowsByMassifWhatIsKept) {
  if (FindTool("valgrind").empty()) {
    GTEST_SKIP() << "valgrind is not installed: apt-get install valgrind";
  }
  const ProfilePlan plan =
      Plan(ProfileTool::kHeapprofiler, ServerKind::kNative, [](const std::string& name) {
        return name == "valgrind" ? FindTool(name) : std::filesystem::path();
      });
  const auto server = Launch(Victim("keep"), plan);
  ASSERT_TRUE(Says("kept"));
  server->Stop();
  const auto artefacts = MakeArtefacts(plan, guard_);
  ASSERT_THAT(artefacts, SizeIs(2));
  EXPECT_THAT(ReadFile(artefacts[1].file), HasSubstr("KeepForever"));
}

class ProfilingNode : public Profiling {
 protected:
  void SetUp() override {
    if (FindTool("node").empty()) GTEST_SKIP() << "node is not installed: apt-get install nodejs";
  }

  // Profiles the script until it says "enough" and is ended by SIGTERM.
  void Profile(const ProfilePlan& plan, const std::string& script) {
    const auto file = folder_.path() / "server.js";
    WriteWhole(file, script);
    const auto server = Launch(ShellCommand("node '" + file.string() + "'"), plan);
    ASSERT_TRUE(Says("enough")) << Contents(Log());
    server->Stop();
  }
};

TEST_F(ProfilingNode, FlameShowsTheHotFunction) {
  const ProfilePlan plan = Plan(ProfileTool::kFlame, ServerKind::kNode);
  Profile(plan, R"js(
function burnCycles(end) { let x = 0; while (Date.now() < end) x += Math.sqrt(x + 1); return x; }
console.log('begun');
setInterval(() => burnCycles(Date.now() + 50), 1);
setTimeout(() => console.log('enough'), 500);
)js");
  EXPECT_TRUE(ShowsFrame(OnlyArtefact(plan), "burnCycles "));
}

TEST_F(ProfilingNode, BubbleprofShowsWhereItWaits) {
  const ProfilePlan plan = Plan(ProfileTool::kBubbleprof, ServerKind::kNode);
  Profile(plan, R"js(
function slowBackend() { return new Promise((done) => setTimeout(done, 20)); }
async function answer() { for (let i = 0; i < 10; ++i) await slowBackend(); console.log('enough'); }
console.log('begun');
answer();
setInterval(() => {}, 1000);
)js");
  const std::string svg = OnlyArtefact(plan);
  EXPECT_TRUE(ShowsFrame(svg, "slowBackend "));
  EXPECT_TRUE(ShowsFrame(svg, "waiting: Timeout"));
}

TEST_F(ProfilingNode, HeapprofilerShowsWhatIsKept) {
  const ProfilePlan plan = Plan(ProfileTool::kHeapprofiler, ServerKind::kNode);
  Profile(plan, R"js(
const kept = [];
function keepForever() { for (let i = 0; i < 200000; ++i) kept.push({ name: `${i}`, list: [i] }); }
console.log('begun');
keepForever();
console.log('enough');
setInterval(() => kept.length, 1000);
)js");
  const auto artefacts = MakeArtefacts(plan, guard_);
  ASSERT_THAT(artefacts, SizeIs(2));
  EXPECT_TRUE(ShowsFrame(ReadFile(artefacts[0].file), "keepForever "));
  EXPECT_THAT(ReadFile(artefacts[1].file), HasSubstr("keepForever "));
}

TEST_F(ProfilingNode, HeapprofilerShowsWhatWasKeptUntilAServerClosesInOrder) {
  const ProfilePlan plan = Plan(ProfileTool::kHeapprofiler, ServerKind::kNode);
  Profile(plan, R"js(
const kept = [];
function keepForever() { for (let i = 0; i < 200000; ++i) kept.push({ name: `${i}`, list: [i] }); }
console.log('begun');
keepForever();
const open = setInterval(() => kept.length, 1000);
process.on('SIGTERM', () => clearInterval(open));
console.log('enough');
)js");
  MakeArtefacts(plan, guard_);
  EXPECT_THAT(ReadFile(folder_.path() / "heapprofiler.txt"), HasSubstr("keepForever "));
}

TEST_F(ProfilingNode, LeavesTheEndToAServerThatHandlesItsSignals) {
  const ProfilePlan plan = Plan(ProfileTool::kFlame, ServerKind::kNode);
  Profile(plan, R"js(
process.on('SIGTERM', () => { console.log('closed in order'); process.exit(0); });
console.log('begun');
console.log('enough');
setInterval(() => {}, 1000);
)js");
  EXPECT_THAT(Contents(Log()), HasSubstr("closed in order"));
  EXPECT_THAT(MakeArtefacts(plan, guard_), SizeIs(1));
}

TEST_F(ProfilingNode, SaysThatAKilledServerLeftNoProfile) {
  const ProfilePlan plan = Plan(ProfileTool::kFlame, ServerKind::kNode);
  Profile(plan, "console.log('begun enough'); process.kill(process.pid, 'SIGKILL');");
  EXPECT_THAT([&] { MakeArtefacts(plan, guard_); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("Node left no profile in")));
}

}  // namespace
}  // namespace clamor
