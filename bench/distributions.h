// SPDX-License-Identifier: Apache-2.0
// Draws from distributions, the same on every machine (base/random.h).
#pragma once

#include <span>
#include <vector>

#include "base/random.h"

namespace clamor::bench {

// Of mean 0 and variance 1; Box and Muller 1958.
double Normal(Random& random);

// How many of n tries succeed, each with that chance.
int Binomial(Random& random, int n, double chance);

// Quantiles of a sample of n standard normals, without drawing the n: `qs` rise, in (0, 1]; each is
// the sample of rank ceil(q n).
std::vector<double> NormalSampleQuantiles(Random& random, int n, std::span<const double> qs);

}  // namespace clamor::bench
