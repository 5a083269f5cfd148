// SPDX-License-Identifier: Apache-2.0
// Internal to result files: how histograms and timelines are written and read.
#pragma once

#include "metrics/json_reader.h"
#include "metrics/json_writer.h"
#include "metrics/run_data.h"

namespace clamor {

// {"count", "sum_ns", "min_ns", "max_ns", "buckets": [distance to the index before, count, ...]}
void WriteHistogram(JsonWriter& out, const Histogram& histogram);
Histogram ReadHistogram(const JsonReader& in);

// The member "summary", for people and for other tools; reading takes the same from histogram and
// timeline. `scale`: of what a second in the histogram stands for.
void WriteSummary(JsonWriter& out, const Histogram& histogram, const Timeline& timeline,
                  double scale);

// {"cell_seconds", "octave", "cells": [[distance to the second before, distance to the index
// before, count, ...], ...]}, with `octave` buckets to the octave. Of the whole run each second and
// 32 (3 %); of tags, of which there may be hundreds, at most 32 cells and 16 (6 %).
void WriteTimeline(JsonWriter& out, const Timeline& timeline, bool whole_run);
Timeline ReadTimeline(const JsonReader& in);

}  // namespace clamor
