// SPDX-License-Identifier: Apache-2.0
// Reading distributions from the command line, and drawing from them.
#include "server/distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <system_error>

namespace clamor::server {
namespace {

constexpr double kMaxDurationNs = 3600e9;
constexpr double kMaxCount = 1e6;
constexpr double kMaxSigma = 10;

struct Unit {
  std::string_view name;
  double nanoseconds;
};
constexpr std::array kUnits = {Unit{"ns", 1}, Unit{"us", 1e3}, Unit{"ms", 1e6}, Unit{"s", 1e9},
                               Unit{"min", 60e9}};

struct Quantity {
  double (*parse)(std::string_view text);
  std::string_view expected;
};

// A number at the front of the text, which loses it.
double TakeNumber(std::string_view& text, std::string_view whole) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value) || value < 0) {
    throw std::invalid_argument(fmt::format("\"{}\" is not a number of at least 0", whole));
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

double ParseDuration(std::string_view text) {
  std::string_view rest = text;
  const double value = TakeNumber(rest, text);
  for (const Unit& unit : kUnits) {
    if (rest != unit.name) continue;
    if (value * unit.nanoseconds > kMaxDurationNs) {
      throw std::invalid_argument(fmt::format("\"{}\" is longer than an hour", text));
    }
    return value * unit.nanoseconds;
  }
  throw std::invalid_argument(fmt::format("\"{}\" needs a unit (ns, us, ms, s, min)", text));
}

double ParseCount(std::string_view text) {
  std::string_view rest = text;
  const double value = TakeNumber(rest, text);
  if (!rest.empty() || value != std::floor(value) || value > kMaxCount) {
    throw std::invalid_argument(
        fmt::format("\"{}\" is not a whole number of at most {:.0f}", text, kMaxCount));
  }
  return value;
}

double ParseSigma(std::string_view text) {
  std::string_view rest = text;
  const double value = TakeNumber(rest, text);
  if (!rest.empty() || value > kMaxSigma) {
    throw std::invalid_argument(
        fmt::format("\"{}\" is not a sigma between 0 and {:.0f}", text, kMaxSigma));
  }
  return value;
}

constexpr Quantity kDuration = {&ParseDuration,
                                "constant:20ms, uniform:10ms-30ms or lognormal:20ms,0.5"};
constexpr Quantity kCount = {&ParseCount, "constant:20, uniform:10-30 or lognormal:20,0.5"};

Distribution ParseUniform(std::string_view values, double (*parse)(std::string_view)) {
  const auto dash = values.find('-', 1);
  if (dash == std::string_view::npos) {
    throw std::invalid_argument(fmt::format("\"{}\" is not a range", values));
  }
  const double low = parse(values.substr(0, dash));
  const double high = parse(values.substr(dash + 1));
  if (high < low) {
    throw std::invalid_argument(fmt::format("the range \"{}\" is upside down", values));
  }
  return {Distribution::Shape::kUniform, low, high};
}

Distribution ParseLogNormal(std::string_view values, double (*parse)(std::string_view)) {
  const auto comma = values.find(',');
  if (comma == std::string_view::npos) {
    throw std::invalid_argument(fmt::format("\"{}\" is not a median and a sigma", values));
  }
  return {Distribution::Shape::kLogNormal, parse(values.substr(0, comma)),
          ParseSigma(values.substr(comma + 1))};
}

Distribution Parse(std::string_view text, const Quantity& quantity) {
  const auto colon = text.find(':');
  const std::string_view shape = text.substr(0, colon);
  const std::string_view values =
      colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  try {
    if (shape == "constant") {
      return {Distribution::Shape::kConstant, quantity.parse(values), 0};
    }
    if (shape == "uniform") return ParseUniform(values, quantity.parse);
    if (shape == "lognormal") return ParseLogNormal(values, quantity.parse);
    throw std::invalid_argument(fmt::format("\"{}\" is no distribution", text));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("{}; expected {}", error.what(), quantity.expected));
  }
}

// Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958). 1 - u lies in (0,
// 1].
double DrawStandardNormal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.Uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.Uniform());
}

double Draw(const Distribution& distribution, Random& random) {
  switch (distribution.shape) {
    case Distribution::Shape::kUniform:
      return distribution.first + random.Uniform() * (distribution.second - distribution.first);
    case Distribution::Shape::kLogNormal:
      return distribution.first * std::exp(distribution.second * DrawStandardNormal(random));
    case Distribution::Shape::kConstant:
      break;
  }
  return distribution.first;
}

}  // namespace

Distribution ParseDurations(std::string_view text) { return Parse(text, kDuration); }
Distribution ParseCounts(std::string_view text) { return Parse(text, kCount); }

std::chrono::nanoseconds DrawDuration(const Distribution& distribution, Random& random) {
  const double ns = std::min(Draw(distribution, random), kMaxDurationNs);
  return std::chrono::nanoseconds(std::llround(ns));
}

std::uint64_t DrawCount(const Distribution& distribution, Random& random) {
  if (distribution.shape == Distribution::Shape::kUniform) {
    const auto low = static_cast<std::uint64_t>(distribution.first);
    return low + random.Below(static_cast<std::uint64_t>(distribution.second) - low + 1);
  }
  return static_cast<std::uint64_t>(std::llround(std::min(Draw(distribution, random), kMaxCount)));
}

}  // namespace clamor::server
