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

// {"cell_seconds", "cells": [[distance to the second before, distance to the index before, count,
// ...], ...]}, in buckets of 32 to the octave (3 %). Of the whole run each second; of tags, of
// which there may be hundreds, at most 64 cells.
void WriteTimeline(JsonWriter& out, const Timeline& timeline, bool whole_run);
Timeline ReadTimeline(const JsonReader& in);

}  // namespace clamor
