// SPDX-License-Identifier: Apache-2.0
// A check and a metric of one's own.
#include "clamor/clamor.h"

using namespace clamor;

class OwnCheck : public AssistantTest {};

TEST_F(OwnCheck, IsAskedOfEachAnswer) {
  DefineCheck("speaks", [](const Answered& answered) { return !answered.text.empty(); });
  const auto letters = DefineMetric<Count>("answer_letters", SampleKind::kTrend);
  OnAnswer([letters](const Answered& answered, Samples& samples) {
    samples.Add(letters, static_cast<double>(answered.text.size()));
  });
  ExpectSla(CheckRate("speaks") >= 100_percent);
  ExpectSla(P50(letters) > Count{0});
  Play(ConversationsIn("helpdesk"), SharedIterations(4).Users(2));
}
