// SPDX-License-Identifier: Apache-2.0
#include "protocols/verbose_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(VerboseLog, MasksTokensWhateverTheHeadersCase) {
  std::ostringstream out;
  VerboseLog log(out);
  log.Sent("0123456789abcdef",
           "POST /x HTTP/1.1\r\nauthorization: Bearer secret\r\nHost: a\r\n\r\n{\"a\":1}");
  EXPECT_EQ(out.str(),
            "01234567 > POST /x HTTP/1.1\n01234567 > authorization: ***\n01234567 > Host: a\n"
            "01234567 > {\"a\":1}\n");
}

TEST(VerboseLog, ShowsServerTextSafelyAndCutsIt) {
  std::ostringstream out;
  VerboseLog log(out);
  log.Received("0", {"error", "\x1b[31m" + std::string(1000, 'x'), ""});
  EXPECT_THAT(out.str(), Not(HasSubstr("\x1b")));
  EXPECT_LT(out.str().size(), 230u);
}

TEST(VerboseLog, MasksTokensThatTheServerRepeats) {
  std::ostringstream out;
  VerboseLog log(out, {"Bearer very-secret"});
  log.Received("0", {"", "invalid token very-secret", ""});
  log.Comment("0", "very-secret");
  EXPECT_THAT(out.str(), Not(HasSubstr("secret")));
}

TEST(VerboseLog, ShowsStatusCommentsAndFailures) {
  std::ostringstream out;
  VerboseLog log(out);
  log.Status("0", 200, "text/event-stream");
  log.Comment("0", "ping");
  log.Failed("0", "reset");
  EXPECT_EQ(out.str(), "0 < 200 text/event-stream\n0 < : ping\n0 ! reset\n");
}

}  // namespace
}  // namespace clamor
