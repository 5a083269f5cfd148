// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_protocol.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string>

#include "protocols/voice_judgement.h"
#include "protocols/voice_session.h"
#include "protocols/voice_speech.h"

namespace clamor::internal {
namespace {

constexpr std::array<std::string_view, 1> kUserOnly{"user"};
constexpr std::array<std::string_view, 4> kKinds{"simple_query", "tool_call", "interruption",
                                                 "false_alarm"};

std::string ProblemOfKind(const Conversation& conversation) {
  const auto kind = conversation.tags.find("kind");
  if (kind == conversation.tags.end()) return {};
  if (std::find(kKinds.begin(), kKinds.end(), kind->second) == kKinds.end()) {
    return fmt::format("unknown kind \"{}\", expected one of {}", kind->second,
                       fmt::join(kKinds, ", "));
  }
  const auto any = [&conversation](auto member) {
    return std::any_of(conversation.turns.begin(), conversation.turns.end(),
                       [member](const Turn& turn) { return (turn.*member).has_value(); });
  };
  for (const auto& [name, has] : {std::pair{"interruption", any(&Turn::interrupt)},
                                  {"false_alarm", any(&Turn::false_alarm)}}) {
    if ((kind->second == name) == has) continue;
    return fmt::format("the kind \"{}\" {}", kind->second,
                       has ? fmt::format("has no \"{}\", which a turn holds", name)
                           : "needs a turn that says when the caller speaks into the answer");
  }
  return {};
}

std::string ProblemOfExpectations(const Conversation& conversation) {
  for (const Turn& turn : conversation.turns) {
    const Expect& expect = turn.expect;
    if (expect.contains || expect.matches) {
      return "an agent of voice answers no text that \"contains\" or \"matches\" could look at";
    }
  }
  return {};
}

class VoiceProtocolImpl final : public Protocol {
 public:
  VoiceProtocolImpl(std::unique_ptr<VoiceDialect> (*make)(), double speed)
      : make_(make), speed_(speed), asked_(make()), speech_(asked_->SampleRate()) {}

  std::string_view Name() const override { return asked_->Name(); }
  std::span<const std::string_view> Roles() const override { return kUserOnly; }
  std::span<const NamedCheck> Checks() const override { return VoiceChecks(); }

  std::string Prepare(const Conversation& conversation) override {
    if (auto problem = ProblemOfKind(conversation); !problem.empty()) return problem;
    if (auto problem = ProblemOfExpectations(conversation); !problem.empty()) return problem;
    try {
      speech_.Prepare(conversation);
    } catch (const std::exception& error) {
      return error.what();
    }
    return {};
  }

  std::unique_ptr<Session> NewSession(NetContext& net, const PlayOptions& options,
                                      Activity& activity) const override {
    return std::make_unique<VoiceSession>(make_(), speech_, speed_, net, options, activity);
  }

 private:
  std::unique_ptr<VoiceDialect> (*make_)();
  const double speed_;
  const std::unique_ptr<const VoiceDialect> asked_;  // about itself; it holds no call
  SpeechStore speech_;
};

}  // namespace

std::unique_ptr<Protocol> VoiceProtocol(std::unique_ptr<VoiceDialect> (*make)(), double speed) {
  return std::make_unique<VoiceProtocolImpl>(make, speed);
}

}  // namespace clamor::internal
