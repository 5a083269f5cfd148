// SPDX-License-Identifier: Apache-2.0
// Dialects that do what they should not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "protocols/assistant.h"
#include "tests/engine/play_against.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kQuick[] = "--ttft constant:1ms --gap constant:0ms --answer-events constant:6";

template <class Thrown>
class ThrowingDialect : public Dialect {
 public:
  std::string_view Name() const override { return "throwing"; }
  std::string_view TerminalMarker() const override { return "nothing"; }
  Request Ask(const Asked& asked) override { return AssistantDialect().Ask(asked); }
  void Read(const Event&, Answer&) override { throw Thrown("\x1b[31mbroken"); }
};

template <class Thrown>
std::unique_ptr<Dialect> NewThrowing() {
  return std::make_unique<ThrowingDialect<Thrown>>();
}

TEST(DialectsThatThrow, AreCountedLikeServersThatFail) {
  PlayCase play{.server = kQuick};
  play.dialect = &NewThrowing<std::runtime_error>;
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(run, Failure::kProtocol), 20u);
  EXPECT_THAT(MessageOf(run, Failure::kProtocol),
              AllOf(StartsWith("the dialect threw: "), Not(HasSubstr("\x1b"))));
  EXPECT_EQ(run.FindTrend(Trend::kFailedResponseTime, {})->histogram.count(), 20u);
  play.dialect = &NewThrowing<const char*>;
  EXPECT_EQ(FailuresOf(PlayAgainst(play), Failure::kProtocol), 20u);
}

}  // namespace
}  // namespace clamor
