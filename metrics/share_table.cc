// SPDX-License-Identifier: Apache-2.0
#include "metrics/share_table.h"

namespace clamor {

ShareTable::ShareTable(const SeriesPlan& plan, std::size_t shares)
    : shares_(shares), by_second_(plan.slices.size()), cells_(plan.slices.size() * shares) {
  for (const SliceId slice : plan.by_second) by_second_[slice] = true;
}

void ShareTable::Add(std::size_t share, bool yes, std::uint32_t second,
                     std::span<const SliceId> slices) {
  for (const SliceId slice : slices) {
    Cell& cell = cells_[slice * shares_ + share];
    cell.of += 1;
    cell.yes += yes ? 1 : 0;
    if (!by_second_[slice]) continue;
    CountAt(cell.of_per_second, second, 1);
    if (yes) CountAt(cell.yes_per_second, second, 1);
  }
}

void ShareTable::Merge(const ShareTable& other) {
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    cells_[i].yes += other.cells_[i].yes;
    cells_[i].of += other.cells_[i].of;
    AddRow(cells_[i].yes_per_second, other.cells_[i].yes_per_second);
    AddRow(cells_[i].of_per_second, other.cells_[i].of_per_second);
  }
}

void ShareTable::WriteTo(std::size_t share, const std::string& name,
                         const std::vector<Tags>& slices, std::vector<ShareSeries>& out) const {
  for (std::size_t s = 0; s < slices.size(); ++s) {
    const Cell& cell = cells_[s * shares_ + share];
    if (s > 0 && cell.of == 0) continue;
    out.push_back({name, slices[s], cell.yes, cell.of, cell.yes_per_second, cell.of_per_second});
  }
}

}  // namespace clamor
