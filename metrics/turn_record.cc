// SPDX-License-Identifier: Apache-2.0
// A turn's record made ready for the next turn.
#include "metrics/turn_record.h"

#include <utility>

namespace clamor {

void TurnRecord::Clear() {
  PendingSamples kept_gaps = std::move(gaps);
  std::string kept_message = std::move(message);
  std::string kept_command = std::move(repeat_command);
  std::vector<DefinedSample> kept_defined = std::move(defined);
  kept_gaps.Clear();
  kept_message.clear();
  kept_command.clear();
  kept_defined.clear();
  *this = TurnRecord();
  gaps = std::move(kept_gaps);
  message = std::move(kept_message);
  repeat_command = std::move(kept_command);
  defined = std::move(kept_defined);
}

}  // namespace clamor
