// SPDX-License-Identifier: Apache-2.0
#include "metrics/result_parts.h"

#include <algorithm>
#include <utility>

namespace clamor {

void WriteTags(JsonWriter& out, const Tags& tags) {
  out.Object([&] {
    for (const auto& [tag, value] : tags) out.Member(tag, value);
  });
}

Tags ReadTags(const JsonReader& in) {
  Tags tags;
  in.ForEachMember([&](std::string tag, const JsonReader& value) {
    tags.emplace_back(std::move(tag), value.Text());
  });
  std::sort(tags.begin(), tags.end());
  return tags;
}

std::vector<std::uint32_t> ReadRow(const JsonReader& in) {
  std::vector<std::uint32_t> row;
  in.ForEach([&row](const JsonReader& count) { row.push_back(count.Uint32()); });
  return row;
}

void WriteShares(JsonWriter& out, std::string_view key, const std::vector<ShareSeries>& shares) {
  WriteList(out, key, shares, [&](const ShareSeries& share) {
    out.Member("name", share.name);
    out.Key("tags");
    WriteTags(out, share.tags);
    out.Member("yes", share.yes);
    out.Member("of", share.of);
    WriteNumbers(out, "yes_per_second", share.yes_per_second);
    WriteNumbers(out, "of_per_second", share.of_per_second);
  });
}

std::vector<ShareSeries> ReadShares(const JsonReader& in) {
  std::vector<ShareSeries> shares;
  in.ForEach([&shares](const JsonReader& s) {
    shares.push_back({s["name"].Text(), ReadTags(s["tags"]), s["yes"].Uint64(), s["of"].Uint64(),
                      ReadRow(s["yes_per_second"]), ReadRow(s["of_per_second"])});
  });
  return shares;
}

}  // namespace clamor
