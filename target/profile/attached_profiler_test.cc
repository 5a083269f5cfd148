// SPDX-License-Identifier: Apache-2.0
#include "target/profile/attached_profiler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "base/atomic_file.h"
#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

class Attached : public testing::Test {
 protected:
  // A profiler that is a shell script; behind it stand "-p PIDS -- sleep SECONDS".
  ProfilePlan Script(const std::string& script) const {
    ProfilePlan plan{};
    plan.folder = folder_.path();
    plan.attach = {"sh", "-c", "cd '" + folder_.path().string() + "'; " + script};
    return plan;
  }

  std::string Recording() const { return ReadFile(folder_.path() / "perf.data"); }

  Guard guard_;
  TemporaryFolder folder_;
};

TEST_F(Attached, IsToldProcessesAndTime) {
  AttachedProfiler profiler(Script("echo $0 $* >perf.data"), {71, 72}, seconds(5), guard_);
  profiler.AwaitEnd();
  EXPECT_EQ(Recording(), "-p 71,72 -- sleep 5\n");
}

TEST_F(Attached, MayFinishEarly) {
  const auto plan =
      Script("trap 'echo all >perf.data; exit' TERM; echo begun; while :; do sleep 0.01; done");
  AttachedProfiler profiler(plan, {1}, seconds(1000), guard_);
  ASSERT_TRUE(ComesTrue([&] { return Contents(folder_.path() / "perf.log") == "begun\n"; }));
  profiler.Finish();
  EXPECT_EQ(Recording(), "all\n");
}

TEST_F(Attached, QuotesARefusalBeforeAnyLoad) {
  WriteWhole(folder_.path() / "perf.data", "of an earlier run");
  const auto plan = Script("echo Access to perf_event is limited. >&2; exit 255");
  EXPECT_THAT([&] { AttachedProfiler(plan, {1}, seconds(1000), guard_); },
              ThrowsMessage<CannotProfile>(AllOf(HasSubstr("exited with code 255"),
                                                 HasSubstr("Access to perf_event is limited."))));
}

TEST_F(Attached, TellsAFailureFromARefusal) {
  const auto plan = Script("echo perf: out of memory >&2; exit 2");
  try {
    AttachedProfiler(plan, {1}, seconds(1000), guard_);
    FAIL() << "it recorded nothing";
  } catch (const CannotProfile& error) {
    FAIL() << error.what();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("out of memory"));
  }
}

TEST_F(Attached, DoesNothingWhereThePlanAttachesNothing) {
  ProfilePlan plan{};
  plan.folder = folder_.path();
  AttachedProfiler profiler(plan, {1}, seconds(1000), guard_);
  profiler.AwaitEnd();
  profiler.Finish();
}

}  // namespace
}  // namespace clamor
