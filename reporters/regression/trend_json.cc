// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/trend_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "base/json_text.h"
#include "base/utf8.h"
#include "metrics/iso_time.h"
#include "metrics/result_names.h"
#include "reporters/regression/trend_markdown.h"
#include "reporters/regression/trend_text.h"
#include "reporters/style.h"

namespace clamor {
namespace {

constexpr int kFormatVersion = 1;
constexpr std::size_t kMost = 50;  // issues that a night may open
constexpr std::size_t kTextBytes = 600;
constexpr std::size_t kTitleBytes = 200;

// Members of an object, in order.
class Members {
 public:
  Members& Text(std::string_view key, std::string_view text) {
    return Raw(key, JsonQuote(Utf8Prefix(text, kTextBytes)));
  }
  // For text of our own making.
  Members& Whole(std::string_view key, std::string_view text) { return Raw(key, JsonQuote(text)); }
  template <class Number>
  Members& Value(std::string_view key, Number value) {
    return Raw(key, fmt::format("{}", value));
  }
  Members& List(std::string_view key, const std::vector<std::string>& elements) {
    return Raw(key, elements.empty() ? "[]" : fmt::format("[\n{}\n]", fmt::join(elements, ",\n")));
  }

  std::string Object() const { return fmt::format("{{{}}}", fmt::join(members_, ",\n")); }

 private:
  Members& Raw(std::string_view key, std::string_view json) {
    members_.push_back(fmt::format("\"{}\": {}", key, json));
    return *this;
  }

  std::vector<std::string> members_;
};

std::string StepOf(const JudgedTrend& judged, const ChangePoint& step) {
  return Members()
      .Text("since", IsoTime(judged.FirstBehind(step).started))
      .Text("commit_before", judged.LastBefore(step).commit)
      .Text("commit_since", judged.FirstBehind(step).commit)
      .Value("before", step.before)
      .Value("after", step.after)
      .Object();
}

std::string ChangeOf(const JudgedTrend& judged) {
  const StandingChange& change = *judged.change;
  std::vector<std::string> steps;
  for (const ChangePoint& step : change.steps) steps.push_back(StepOf(judged, step));
  Members members;
  members.Text("fingerprint", judged.fingerprint)
      .Whole("title", ForLog(TitleOf(judged), kTitleBytes))
      .Text("test", judged.series.test)
      .Text("measure", judged.series.measure)
      .Text("unit", NameOf(judged.series.unit))
      .Value("before", change.before())
      .Value("after", change.now)
      .Text("since", IsoTime(judged.Since()))
      .Value("nights", judged.series.nights.size() - change.at())
      .List("steps", steps)
      .Value("p", change.LargestP())
      .Value("confirmed", judged.confirmed);
  if (judged.second_look) members.Value("second_run", judged.second_look->value);
  return members.Whole("markdown", MarkdownOf(judged)).Object();
}

}  // namespace

std::string JsonOf(const JudgedNights& nights) {
  std::vector<std::string> alerts;
  std::vector<std::string> improvements;
  for (const JudgedTrend& judged : nights.series) {
    if (!judged.change) break;
    auto& list = judged.IsAlert() ? alerts : improvements;
    if (list.size() < kMost) list.push_back(ChangeOf(judged));
  }
  const auto left_out = [&nights](NightsVerdict verdict, const auto& listed) {
    return nights.Count(verdict) - listed.size();
  };
  std::vector<std::string> remarks;
  for (const std::string& remark : RemarksOf(nights)) {
    remarks.push_back(JsonQuote(Utf8Prefix(remark, kTextBytes)));
    if (remarks.size() == kMost) break;
  }
  return Members()
             .Value("clamor_trend", kFormatVersion)
             .Text("time", IsoTime(nights.run.started))
             .Text("commit", nights.run.commit)
             .Value("confirms", nights.run.confirms)
             .Value("series", nights.series.size())
             .Value("largest_p", nights.significance)
             .List("alerts", alerts)
             .Value("alerts_left_out", left_out(NightsVerdict::kWorse, alerts))
             .List("improvements", improvements)
             .Value("improvements_left_out", left_out(NightsVerdict::kBetter, improvements))
             .List("remarks", remarks)
             .Object() +
         "\n";
}

}  // namespace clamor
