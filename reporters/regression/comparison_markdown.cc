// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/comparison_markdown.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "reporters/bounded_text.h"
#include "reporters/markdown_table.h"
#include "reporters/regression/change_words.h"

namespace clamor {
namespace {

constexpr std::size_t kMaxBytes = 59'000;
constexpr std::size_t kLastSentenceBytes = 200;
constexpr std::size_t kOpenRows = 10;

// Words and shapes: a colour alone is not seen by everyone.
std::string Mark(const BuildComparison& comparison) {
  if (comparison.IsWorse() || !comparison.server_ended.empty()) return "❌";
  for (const MeasureChange& change : comparison.changes) {
    if (change.change != Change::kCannotTell) return "✅";
  }
  return "⚠️";
}

// What a reviewer should see without unfolding anything.
std::vector<const MeasureChange*> Notable(const std::vector<const MeasureChange*>& changes) {
  std::vector<const MeasureChange*> notable;
  for (const MeasureChange* change : changes) {
    const bool is_notable = change->change == Change::kWorse || change->change == Change::kBetter;
    if (is_notable && notable.size() < kOpenRows) notable.push_back(change);
  }
  return notable;
}

void AddFolded(BoundedText& out, const std::string& title) {
  out.Add(fmt::format("\n<details><summary>{}</summary>\n", title));
}

// Closes a fold also where its content did not fit: an open one would swallow the last sentence.
constexpr char kFoldEnd[] = "\n</details>\n";

template <class Entry>
void AddList(BoundedText& out, const std::string& title, const std::vector<Entry>& entries) {
  if (entries.empty()) return;
  AddFolded(out, fmt::format("{} ({})", title, entries.size()));
  for (const Entry& entry : entries) {
    out.Add(fmt::format("\n- {}\n", MarkdownCell(SentenceOf(entry))));
  }
  out.Add(kFoldEnd);
}

void AddRemarks(BoundedText& out, const std::vector<const MeasureChange*>& changes) {
  for (const MeasureChange* change : changes) {
    if (change->remark.empty()) continue;
    out.Add(fmt::format("\n- {} {}: {}\n", MarkdownCell(change->test),
                        MarkdownCell(change->measure), MarkdownCell(change->remark)));
  }
}

}  // namespace

std::string ComparisonMarkdown(const BuildComparison& comparison) {
  const std::vector<const MeasureChange*> changes = WorstFirst(comparison);
  BoundedText out(kMaxBytes - kLastSentenceBytes);
  out.Add(fmt::format("## Load comparison: {} {}\n", Mark(comparison),
                      MarkdownCell(HeadlineOf(comparison))));
  out.Add(fmt::format("\n{}\n", MarkdownCell(HowTaken(comparison))));
  const std::vector<const MeasureChange*> notable = Notable(changes);
  if (!notable.empty()) AddMarkdownTable(out, TableOf(notable));
  const std::string unseen = WhatCouldNotBeSeen(comparison);
  if (!unseen.empty()) out.Add(fmt::format("\n{}\n", MarkdownCell(unseen)));
  for (const std::string& caution : comparison.cautions) {
    out.Add(fmt::format("\n> {}\n", MarkdownCell(caution)));
  }
  if (!changes.empty()) {
    AddFolded(out, fmt::format("All {} measures", changes.size()));
    AddMarkdownTable(out, TableOf(changes));
    AddRemarks(out, changes);
    out.Add(kFoldEnd);
  }
  AddList(out, "Not compared", comparison.not_compared);
  AddList(out, "Pairs thrown away", comparison.lost);
  if (out.left_out() == 0) return out.text();
  return out.text() + kFoldEnd +
         fmt::format("\n**{} lines more did not fit here; comparison.json holds everything.**\n",
                     out.left_out());
}

}  // namespace clamor
