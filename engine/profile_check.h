// SPDX-License-Identifier: Apache-2.0
// What is wrong with a profile, and what the scales make of it. Pure.
#pragma once

#include <optional>
#include <string>

#include "clamor/profile.h"

namespace clamor {

// One line that says what is wrong and what was expected, or none.
std::optional<std::string> WhatIsWrongWith(const Profile& profile);

// The profile with its durations, stages, warm-up and iteration counts times `duration_scale` and
// its rates times `rate_scale`; never its think time, users, limits or graceful stop. A count is
// never scaled below 1.
Profile Scaled(Profile profile, double duration_scale, double rate_scale);

// `n` iterations scaled alike.
long ScaledIterations(long n, double duration_scale);

}  // namespace clamor
