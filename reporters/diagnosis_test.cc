// SPDX-License-Identifier: Apache-2.0
#include "reporters/diagnosis.h"

#include <gmock/gmock.h>

#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string DiagnosisOfServer(double cpu_share, double cores) {
  RunData run;
  run.suite = "ServerProfile";
  run.test = "Doctor";
  run.settings.target = "http://127.0.0.1:1";
  run.settings.server = "launched: " + HostileText();
  run.gauges.push_back({Gauge::kServerCpu, {cpu_share, cpu_share}});
  run.gauges.push_back({Gauge::kServerCores, {cores, cores}});
  run.gauges.push_back({Gauge::kServerRss, {50e6, 60e6}});
  run.gauges.push_back({Gauge::kActiveUsers, {50, 50}});
  return DiagnosisOf(run);
}

TEST(Diagnosis, TellsWhatWasFoundAndWhatItRestsOn) {
  EXPECT_THAT(DiagnosisOfServer(0.9, 1.8),
              AllOf(HasSubstr("# ServerProfile.Doctor"), HasSubstr("- **server_cpu_bound**: "),
                    HasSubstr("| server_cores | 1.8 | 1.8 | 1.8 | 1.8 |\n"),
                    HasSubstr("| server_rss | 50 MB | 55 MB | 60 MB | 60 MB |\n"),
                    Not(HasSubstr("active_users")), Not(HasSubstr("Nothing was found"))));
}

TEST(Diagnosis, SaysThatNothingWasFound) {
  EXPECT_THAT(DiagnosisOfServer(0.1, 0.2),
              AllOf(HasSubstr("Nothing was found. It is not bound by its CPU, and nothing kept"),
                    HasSubstr("too short to tell whether its memory grows"),
                    HasSubstr("\n0 turns succeeded, 0 failed.\n")));
}

TEST(Diagnosis, SaysThatNothingWasMeasured) {
  EXPECT_THAT(DiagnosisOf(RunData()), HasSubstr("The server was not measured"));
}

TEST(Diagnosis, EscapesWhatIsNotOurs) {
  EXPECT_THAT(DiagnosisOfServer(0.1, 0.2), Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace clamor
