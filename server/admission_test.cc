// SPDX-License-Identifier: Apache-2.0
// Who is let in, in a time of the test's own.
#include "server/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor::server {
namespace {

using namespace std::chrono_literals;

constexpr Clock::time_point kStart{1h};

Options WithTokens() {
  Options options;
  options.token = "secret";
  options.forbidden_token = "banned";
  return options;
}

TEST(Admission, LetsEveryoneInWithoutOptions) {
  Admission admission{Options()};
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(admission.Refuse("", kStart));
}

TEST(Admission, AsksForItsTokenAndDoesNotTellIt) {
  Admission admission(WithTokens());
  EXPECT_FALSE(admission.Refuse("Bearer secret", kStart));
  for (const char* wrong : {"", "secret", "Bearer", "Bearer ", "Bearer secret2", "bearer secret"}) {
    const auto refusal = admission.Refuse(wrong, kStart);
    ASSERT_TRUE(refusal) << wrong;
    EXPECT_EQ(refusal->status, http::status::unauthorized);
    EXPECT_EQ(refusal->headers, "WWW-Authenticate: Bearer\r\n");
    EXPECT_THAT(refusal->message, testing::Not(testing::HasSubstr("secret")));
  }
}

TEST(Admission, KnowsATokenThatMayNotAsk) {
  Admission admission(WithTokens());
  EXPECT_EQ(admission.Refuse("Bearer banned", kStart)->status, http::status::forbidden);
}

TEST(Admission, RefusesWhatIsBeyondTheRateAndSaysWhenToComeAgain) {
  Options options;
  options.rate_limit = 2;
  Admission admission(options);
  EXPECT_FALSE(admission.Refuse("", kStart));
  EXPECT_FALSE(admission.Refuse("", kStart));
  const auto refusal = admission.Refuse("", kStart);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, http::status::too_many_requests);
  EXPECT_EQ(refusal->headers, "Retry-After: 1\r\n");
  EXPECT_FALSE(admission.Refuse("", kStart + 1s));
}

TEST(Admission, TellsAWaitThatIsLongEnoughInWholeSeconds) {
  Options options;
  options.rate_limit = 0.4;  // one in 2.5 s
  Admission admission(options);
  EXPECT_FALSE(admission.Refuse("", kStart));
  EXPECT_EQ(admission.Refuse("", kStart)->headers, "Retry-After: 3\r\n");
  EXPECT_EQ(admission.Refuse("", kStart + 1s)->headers, "Retry-After: 2\r\n");
  EXPECT_FALSE(admission.Refuse("", kStart + 3s));
}

TEST(Admission, DoesNotCountWhatItsTokenRefuses) {
  Options options = WithTokens();
  options.rate_limit = 1;
  Admission admission(options);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(admission.Refuse("Bearer wrong", kStart));
  EXPECT_FALSE(admission.Refuse("Bearer secret", kStart));
}

}  // namespace
}  // namespace clamor::server
