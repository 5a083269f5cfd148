// SPDX-License-Identifier: Apache-2.0
#include "protocols/sse_protocol.h"

#include <array>
#include <string>

#include "protocols/http_session.h"

namespace clamor::internal {
namespace {

constexpr std::array<std::string_view, 1> kUserOnly{"user"};

class SseProtocolImpl final : public Protocol {
 public:
  explicit SseProtocolImpl(std::unique_ptr<Dialect> (*make)()) : make_(make), asked_(make()) {}

  std::string_view Name() const override { return asked_->Name(); }

  std::span<const std::string_view> Roles() const override { return kUserOnly; }

  std::string Prepare(const Conversation& conversation) override {
    return asked_->Problem(conversation);
  }

  bool CanResume() const override { return true; }

  std::span<const NamedCheck> Checks() const override { return asked_->Checks(); }

  std::unique_ptr<Session> NewSession(NetContext& net, const PlayOptions& options,
                                      Activity& activity) const override {
    return std::make_unique<HttpSession>(make_(), net, options, activity);
  }

 private:
  std::unique_ptr<Dialect> (*make_)();
  const std::unique_ptr<const Dialect> asked_;  // about itself; it holds no conversation
};

}  // namespace

std::unique_ptr<Protocol> SseProtocol(std::unique_ptr<Dialect> (*make)()) {
  return std::make_unique<SseProtocolImpl>(make);
}

}  // namespace clamor::internal
