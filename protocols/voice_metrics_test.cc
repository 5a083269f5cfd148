// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "clamor/voice.h"

namespace clamor {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

TEST(VoiceMetrics, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const DefinedMetric& metric : VoiceMetrics()) names.insert(metric.name);
  EXPECT_THAT(names, SizeIs(VoiceMetrics().size()));
}

TEST(VoiceMetrics, AreWhatTheirConstantsSay) {
  const std::vector<DefinedMetric> defined = VoiceMetrics();
  const auto contains = [&defined](DefinedMetric metric) {
    EXPECT_THAT(defined, testing::Contains(metric)) << metric.name;
  };
  contains({"time_to_first_audio", SampleKind::kTrend, Unit::kSeconds});
  contains({"audio_chunks", SampleKind::kTrend, Unit::kCount});
  contains({"interruptions_handled", SampleKind::kRate, Unit::kRatio});
  contains({"interruptions_too_late", SampleKind::kCounter, Unit::kCount});
}

TEST(VoiceSamples, AreAddedAtTheirMetricsPlaceInItsUnit) {
  const std::vector<DefinedMetric> defined{{"other"}, {"audio_chunks"}, {"resume_latency"}};
  TurnRecord record;
  VoiceSamples samples(defined, record);
  samples.Add(kResumeLatency, 250ms);
  samples.Add(kAudioChunks, 3);
  ASSERT_THAT(record.defined, SizeIs(2));
  EXPECT_EQ(record.defined[0].metric, 2);
  EXPECT_DOUBLE_EQ(record.defined[0].value, 0.25);
  EXPECT_EQ(record.defined[1].metric, 1);
  EXPECT_EQ(record.defined[1].value, 3);
}

TEST(VoiceSamples, OfMetricsThatTheTestHasNotDefinedAreLeftOut) {
  TurnRecord record;
  VoiceSamples(std::vector<DefinedMetric>{{"other"}}, record).Add(kAudioChunks, 3);
  const std::vector<DefinedMetric> none;
  VoiceSamples(none, record).Add(kResumeLatency, 1s);
  EXPECT_THAT(record.defined, IsEmpty());
}

}  // namespace
}  // namespace clamor
