// SPDX-License-Identifier: Apache-2.0
#include "engine/profile_check.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(ProfileCheck, AcceptsWhatSuitesWrite) {
  EXPECT_FALSE(WhatIsWrongWith(SharedIterations().Users(55).RampUp(55_per_s)));
  EXPECT_FALSE(WhatIsWrongWith(IterationsPerUser(5).Users(10).ThinkTime(2s)));
  EXPECT_FALSE(WhatIsWrongWith(ConstantUsers(20).For(2min).WarmUp(10s).Retry(3, 1s)));
}

TEST(ProfileCheck, SaysWhatIsWrongAndWhatWasExpected) {
  EXPECT_EQ(WhatIsWrongWith(SharedIterations().Users(0)), "Users(0): expected at least 1");
  EXPECT_EQ(WhatIsWrongWith(SharedIterations(0)), "0 iterations: expected at least 1");
  EXPECT_EQ(WhatIsWrongWith(ConstantUsers(1)),
            "ConstantUsers(n) has no end: expected .For(duration)");
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().RampUp({-1})));
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().For(-1s)));
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().ThinkTime(-1s)));
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().WarmUp(-1s)));
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().GracefulStop(-1s)));
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().Retry(-1, 1s)));
  EXPECT_TRUE(WhatIsWrongWith(SharedIterations().Retry(1, -1s)));
  EXPECT_EQ(WhatIsWrongWith(Connections(1).For(1s).DropAfter(0)),
            "DropAfter(0): expected at least 1 event");
}

TEST(Scaled, ShrinksDurationsCountsAndRatesButNeverThinkTime) {
  const Profile profile =
      Scaled(SharedIterations(100).For(60s).WarmUp(10s).RampUp(50_per_s).ThinkTime(2s), 0.1, 0.5);
  EXPECT_EQ(profile.iterations, 10);
  EXPECT_EQ(profile.duration, 6s);
  EXPECT_EQ(profile.warm_up, 1s);
  EXPECT_EQ(profile.ramp_up.per_second, 25);
  EXPECT_EQ(profile.think_time, 2s);
  EXPECT_EQ(profile.graceful_stop, 30s);
}

TEST(Scaled, NeverLeavesNothing) { EXPECT_EQ(ScaledIterations(3, 0.01), 1); }

TEST(Profile, PrintsAsReportsShowIt) {
  EXPECT_EQ(SharedIterations().Users(55).RampUp(55_per_s).ToString(),
            "shared iterations, 55 users started at 55/s");
  EXPECT_EQ(ConstantUsers(1).For(2min).WarmUp(10s).ToString(),
            "constant users, 1 user for 120 s after 10 s of warm-up");
  EXPECT_EQ(IterationsPerUser(5).Users(10).ThinkTime(2s).ToString(),
            "5 iterations per user, 10 users, 2 s think time");
}

}  // namespace
}  // namespace clamor
