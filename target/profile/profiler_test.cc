// SPDX-License-Identifier: Apache-2.0
#include "target/profile/profiler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <stdexcept>
#include <string>

#include "base/atomic_file.h"
#include "target/process_group.h"
#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;
using testing::ThrowsMessage;

std::filesystem::path Everything(const std::string& name) { return "/usr/bin/" + name; }
std::filesystem::path Nothing(const std::string&) { return {}; }
std::filesystem::path OnlyClinic(const std::string& name) {
  return name == "clinic" ? "/opt/npm/bin/clinic" : "";
}
std::filesystem::path OnlyValgrind(const std::string& name) {
  return name == "valgrind" ? "/usr/bin/valgrind" : "";
}

TEST(Profiler, ToolsHaveNames) {
  for (const ProfileTool tool : kProfileTools) EXPECT_EQ(ProfileToolNamed(NameOf(tool)), tool);
  EXPECT_EQ(NameOf(ProfileTool::kHeapprofiler), "heapprofiler");
  EXPECT_FALSE(ProfileToolNamed("Flame"));
}

TEST(Profiler, KnowsNodeByItsExecutable) {
  EXPECT_EQ(KindOfExecutable("/usr/bin/node"), ServerKind::kNode);
  EXPECT_EQ(KindOfExecutable("/opt/x/nodejs"), ServerKind::kNode);
  EXPECT_EQ(KindOfExecutable("/usr/bin/nodepad"), ServerKind::kNative);
  EXPECT_EQ(KindOfExecutable(""), ServerKind::kNative);
}

class Plan : public testing::Test {
 protected:
  ProfilePlan Of(ProfileTool tool, ServerKind kind, const FindProgram& find = Everything,
                 std::string_view line = "") {
    return PlanProfile(tool, kind, line, folder_.path(), find);
  }

  std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
};

TEST_F(Plan, SaysInASentenceWhatIsMissing) {
  EXPECT_EQ(Of(ProfileTool::kFlame, ServerKind::kNative, Nothing).missing,
            "perf is not installed: apt-get install linux-perf");
  EXPECT_EQ(Of(ProfileTool::kBubbleprof, ServerKind::kNative, Nothing).missing,
            "perf is not installed: apt-get install linux-perf");
  EXPECT_EQ(Of(ProfileTool::kHeapprofiler, ServerKind::kNative, Nothing).missing,
            "neither heaptrack nor valgrind is installed: apt-get install heaptrack");
  for (const ProfileTool tool : kProfileTools) {
    EXPECT_EQ(Of(tool, ServerKind::kNode, Nothing).missing, "") << NameOf(tool);
    EXPECT_EQ(Of(tool, ServerKind::kNative).missing, "") << NameOf(tool);
  }
}

TEST_F(Plan, AttachesPerfToNativeServers) {
  const ProfilePlan plan = Of(ProfileTool::kFlame, ServerKind::kNative);
  EXPECT_THAT(plan.attach, AllOf(Contains("perf"), Contains(Path("perf.data"))));
  EXPECT_EQ(ProfiledCommand(ProgramCommand({"server", "8"}), plan).argv,
            ProgramCommand({"server", "8"}).argv);
}

TEST_F(Plan, PutsHeaptrackOrElseMassifBeforeTheServer) {
  const Command server = ProgramCommand({"server", "a b"});
  EXPECT_THAT(ProfiledCommand(server, Of(ProfileTool::kHeapprofiler, ServerKind::kNative)).argv,
              ElementsAre("env", EndsWith("libheaptrack_preload.so"),
                          "DUMP_HEAPTRACK_OUTPUT=" + Path("heaptrack.$$.raw"), "server", "a b"));
  const Command massif =
      ProfiledCommand(server, Of(ProfileTool::kHeapprofiler, ServerKind::kNative, OnlyValgrind));
  EXPECT_THAT(massif.argv, AllOf(Contains("--tool=massif"), Contains("a b")));
  EXPECT_EQ(massif.shown, "server a b");
}

TEST_F(Plan, LeavesNoShellBetweenHeaptrackAndTheServer) {
  const ProfilePlan plan = Of(ProfileTool::kHeapprofiler, ServerKind::kNative);
  EXPECT_THAT(ProfiledCommand(ShellCommand("exec ./server 'a b' $PORT"), plan).argv,
              ElementsAre("/bin/sh", "-c",
                          AllOf(StartsWith("exec env "), EndsWith(" ./server 'a b' $PORT"))));
  for (const char* line : {"cd x && ./server", "A=b ./server", "./server & wait", "(./server)"}) {
    EXPECT_THAT([&] { ProfiledCommand(ShellCommand(line), plan); },
                ThrowsMessage<std::runtime_error>(
                    AllOf(StartsWith("heaptrack needs the server's command"), HasSubstr(line))));
  }
}

TEST_F(Plan, PreloadsIntoNodeBehindOptionsThatAreGiven) {
  ::setenv("NODE_OPTIONS", "--max-old-space-size=512", 1);
  const ProfilePlan plan = Of(ProfileTool::kFlame, ServerKind::kNode, Nothing);
  const Command profiled = ProfiledCommand(ShellCommand("npm start"), plan);
  ::unsetenv("NODE_OPTIONS");
  const std::string preload = Path("node_profile.cjs");
  EXPECT_THAT(profiled.argv, ElementsAre("/bin/sh", "-c", "npm start"));
  EXPECT_THAT(
      profiled.environment,
      ElementsAre(Pair("CLAMOR_PROFILE", "cpu"),
                  Pair("CLAMOR_PROFILE_FOLDER", folder_.path().string()),
                  Pair("NODE_OPTIONS", "--max-old-space-size=512 --require \"" + preload + '"')));
  EXPECT_THAT(ReadFile(preload), HasSubstr("CLAMOR_PROFILE"));
}

TEST_F(Plan, RunsNodeUnderClinicWhereItIsInstalled) {
  const std::string line = "exec node app.js $PORT";
  const ProfilePlan plan = Of(ProfileTool::kFlame, ServerKind::kNode, OnlyClinic, line);
  const Command profiled = ProfiledCommand(ShellCommand(line), plan);
  EXPECT_THAT(
      profiled.argv,
      ElementsAre("/bin/sh", "-c",
                  AllOf(StartsWith("exec env NO_INSIGHT=1 clinic flame "),
                        EndsWith(" --dest " + folder_.path().string() + " -- node app.js $PORT"))));
  EXPECT_THAT(profiled.environment, IsEmpty());
  EXPECT_TRUE(plan.by_clinic);
  EXPECT_EQ(plan.ends_by, SIGINT);
}

TEST_F(Plan, LeavesToV8WhatClinicCannotRun) {
  for (const char* line : {"npm start", "cd app && node app.js", "A=b node app.js", ""}) {
    const ProfilePlan plan = Of(ProfileTool::kHeapprofiler, ServerKind::kNode, OnlyClinic, line);
    const Command profiled = ProfiledCommand(ShellCommand(line), plan);
    EXPECT_THAT(profiled.argv, ElementsAre("/bin/sh", "-c", line));
    EXPECT_THAT(profiled.environment, Contains(Pair("CLAMOR_PROFILE", "heap")));
    EXPECT_EQ(plan.ends_by, SIGTERM);
  }
  EXPECT_FALSE(
      Of(ProfileTool::kBubbleprof, ServerKind::kNode, OnlyClinic, "node app.js").by_clinic);
}

TEST_F(Plan, NeedsNothingForADiagnosis) {
  for (const ServerKind kind : {ServerKind::kNode, ServerKind::kNative}) {
    const ProfilePlan plan = Of(ProfileTool::kDoctor, kind, Nothing);
    EXPECT_THAT(plan.environment, IsEmpty());
    EXPECT_THAT(plan.prefix, IsEmpty());
    EXPECT_THAT(plan.attach, IsEmpty());
  }
}

TEST_F(Plan, KnowsANodeServerBehindAShell) {
  const auto node = folder_.path() / "node";
  std::filesystem::copy_file("/bin/sleep", node);
  Guard guard;
  LaunchedServer hidden(ShellCommand(node.string() + " 1000; true"), folder_.path() / "log", guard);
  EXPECT_TRUE(ComesTrue([&] { return KindOfServer(hidden.pid()) == ServerKind::kNode; }));
  EXPECT_THAT(ProcessesOf(hidden.pid()), AllOf(SizeIs(2), Contains(hidden.pid())));
  LaunchedServer native(ProgramCommand({"/bin/sleep", "1000"}), folder_.path() / "log2", guard);
  EXPECT_EQ(KindOfServer(native.pid()), ServerKind::kNative);
}

}  // namespace
}  // namespace clamor
