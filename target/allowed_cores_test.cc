// SPDX-License-Identifier: Apache-2.0
#include "target/allowed_cores.h"

#include <gmock/gmock.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "target/temporary_folder.h"

namespace clamor {
namespace {

using ::testing::DoubleEq;
using ::testing::Optional;

constexpr std::string_view kHybrid =
    "9:name=systemd:/init.scope\n4:memory:/box\n2:cpu,cpuacct:/box/cpu\n1:cpuset:/\n0::/own\n";

TEST(CgroupFolder, IsThatOfTheControllerOrOfTheUnifiedHierarchy) {
  EXPECT_EQ(internal::CgroupFolder(kHybrid, "cpu"), "/box/cpu");
  EXPECT_EQ(internal::CgroupFolder(kHybrid, "cpuset"), "/");
  EXPECT_EQ(internal::CgroupFolder(kHybrid, ""), "/own");
  EXPECT_EQ(internal::CgroupFolder("0::/a:b/c:/d", ""), "/a:b/c:/d");
}

TEST(CgroupFolder, IsTheMountItselfWhereThereIsNone) {
  EXPECT_EQ(internal::CgroupFolder(kHybrid, "pids"), "/");
  EXPECT_EQ(internal::CgroupFolder("", ""), "/");
  EXPECT_EQ(internal::CgroupFolder("no cgroups\n\n", "cpu"), "/");
}

TEST(CpuQuota, IsAShareOfThePeriod) {
  EXPECT_THAT(internal::ParseCpuMax("50000 100000\n"), Optional(DoubleEq(0.5)));
  EXPECT_THAT(internal::ParseQuota("400000\n", "100000\n"), Optional(DoubleEq(4)));
}

TEST(CpuQuota, IsNoneWhereNothingIsLimited) {
  for (const char* text : {"max 100000\n", "", "0 100000\n", "1 0\n"}) {
    EXPECT_FALSE(internal::ParseCpuMax(text)) << text;
  }
  EXPECT_FALSE(internal::ParseQuota("-1\n", "100000\n"));
  EXPECT_FALSE(internal::ParseQuota("", ""));
}

class Granted : public ::testing::Test {
 protected:
  void Write(const std::string& file, const std::string& text) {
    const std::filesystem::path path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  TemporaryFolder folder_;
  std::string mount_ = folder_.path();
};

TEST_F(Granted, IsTheLeastOnTheWayUp) {
  Write("pod/box/cpu.max", "max 100000\n");
  Write("pod/cpu.max", "150000 100000\n");
  EXPECT_THAT(internal::GrantedByV2(mount_, "/pod/box"), Optional(DoubleEq(1.5)));
  Write("pod/box/cpu.max", "100000 100000\n");
  EXPECT_THAT(internal::GrantedByV2(mount_, "/pod/box"), Optional(DoubleEq(1)));
}

TEST_F(Granted, IsTheMountsOwnWhereTheFolderIsTheHosts) {
  Write("cpu.cfs_quota_us", "250000\n");
  Write("cpu.cfs_period_us", "100000\n");
  EXPECT_THAT(internal::GrantedByV1(mount_, "/docker/0123"), Optional(DoubleEq(2.5)));
  EXPECT_THAT(internal::GrantedByV1(mount_, "/"), Optional(DoubleEq(2.5)));
}

TEST_F(Granted, IsNoneWithoutCgroups) {
  EXPECT_FALSE(internal::GrantedByV2(mount_, "/pod"));
  EXPECT_FALSE(internal::GrantedByV1(mount_, "/pod"));
}

TEST(AllowedCores, AreSomeOfTheMachines) {
  const std::optional<double> cores = AllowedCores(::getpid());
  ASSERT_TRUE(cores);
  EXPECT_GT(*cores, 0);
  EXPECT_LE(*cores, std::max(1U, std::thread::hardware_concurrency()));
}

TEST(AllowedCores, AreThoseOfTheAffinity) {
  cpu_set_t all;
  ASSERT_EQ(::sched_getaffinity(0, sizeof all, &all), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (std::size_t cpu = 0; CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  }
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  const std::optional<double> cores = AllowedCores(::getpid());
  ::sched_setaffinity(0, sizeof all, &all);
  ASSERT_TRUE(cores);
  EXPECT_LE(*cores, 1);
}

TEST(AllowedCores, AreUnknownOfAProcessThatIsGone) { EXPECT_FALSE(AllowedCores(99'999'999)); }

}  // namespace
}  // namespace clamor
