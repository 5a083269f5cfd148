// SPDX-License-Identifier: Apache-2.0
#include "reporters/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

namespace clamor {
namespace {

class Terminal : public testing::Test {
 protected:
  Terminal() {
    winsize size{};
    size.ws_col = 90;
    opened_ = ::openpty(&controller_, &fd_, nullptr, nullptr, &size) == 0;
  }
  ~Terminal() override {
    if (!opened_) return;
    ::close(controller_);
    ::close(fd_);
  }
  void SetUp() override {
    if (!opened_) GTEST_SKIP() << "no pseudo-terminals here";
  }

  bool opened_ = false;
  int controller_ = -1;
  int fd_ = -1;
};

TEST_F(Terminal, HasItsWidthAndColours) {
  EXPECT_TRUE(IsTerminal(fd_));
  const Style style = StyleFor(fd_, nullptr);
  EXPECT_TRUE(style.color);
  EXPECT_EQ(style.width, 90);
}

TEST_F(Terminal, HasNoColoursWhereTheUserWantsNone) {
  EXPECT_FALSE(StyleFor(fd_, "1").color);
  EXPECT_TRUE(StyleFor(fd_, "").color);
}

TEST(File, IsNoTerminal) {
  const int fd = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_FALSE(IsTerminal(fd));
  const Style style = StyleFor(fd, nullptr);
  EXPECT_FALSE(style.color);
  EXPECT_EQ(style.width, 0);
  ::close(fd);
}

}  // namespace
}  // namespace clamor
