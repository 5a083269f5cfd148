// SPDX-License-Identifier: Apache-2.0
// POST /stream/assistant/{session_id} with {"role", "content"}, answered by events until `data:
// [DONE]`.
#pragma once

#include <memory>
#include <string>

#include "clamor/dialect.h"

namespace clamor {

class AssistantDialect final : public Dialect {
 public:
  std::string_view Name() const override { return "assistant"; }
  std::string_view TerminalMarker() const override { return "`data: [DONE]`"; }
  Request Ask(const Asked& asked) override;

  // An event's content is its data, or the "content" of a JSON object that has one.
  void Read(const Event& event, Answer& answer) override;

 private:
  std::string scratch_;
};

}  // namespace clamor
