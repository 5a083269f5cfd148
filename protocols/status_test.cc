// SPDX-License-Identifier: Apache-2.0
#include "protocols/status.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(FailureOfStatus, AcceptsEverySuccess) {
  for (int status : {200, 201, 202, 204, 299}) EXPECT_FALSE(FailureOfStatus(status)) << status;
}

TEST(FailureOfStatus, CountsEachKindUnderItsReason) {
  EXPECT_EQ(FailureOfStatus(302), Failure::kRedirect);
  EXPECT_EQ(FailureOfStatus(400), Failure::kValidation);
  EXPECT_EQ(FailureOfStatus(401), Failure::kAuth);
  EXPECT_EQ(FailureOfStatus(403), Failure::kAuth);
  EXPECT_EQ(FailureOfStatus(404), Failure::kStatus);
  EXPECT_EQ(FailureOfStatus(422), Failure::kValidation);
  EXPECT_EQ(FailureOfStatus(429), Failure::kRateLimited);
  EXPECT_EQ(FailureOfStatus(503), Failure::kServerError);
  EXPECT_EQ(FailureOfStatus(600), Failure::kStatus);
}

TEST(StatusText, NamesWhatIsKnown) {
  EXPECT_EQ(StatusText(503), "503 Service Unavailable");
  EXPECT_EQ(StatusText(418), "418");
}

}  // namespace
}  // namespace clamor
