// SPDX-License-Identifier: Apache-2.0
// A promise that no server keeps.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

class BrokenPromise : public AssistantTest {};

TEST_F(BrokenPromise, FailsItsTest) {
  ExpectSla(Peak(kResponseTime) < 1us);
  Play(ConversationsIn("helpdesk"), SharedIterations(1).Users(1));
}
