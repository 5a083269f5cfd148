// SPDX-License-Identifier: Apache-2.0
#include "protocols/sse_protocol.h"

#include <array>

#include "protocols/sse_session.h"

namespace clamor::internal {
namespace {

constexpr std::array<std::string_view, 1> kUserOnly{"user"};

class SseProtocolImpl final : public Protocol {
 public:
  explicit SseProtocolImpl(std::unique_ptr<Dialect> (*make)())
      : make_(make), name_(make()->Name()) {}

  std::string_view Name() const override { return name_; }

  std::span<const std::string_view> Roles() const override { return kUserOnly; }

  std::unique_ptr<Session> NewSession(NetContext& net, const PlayOptions& options,
                                      Activity& activity) const override {
    return std::make_unique<SseSession>(make_(), net, options, activity);
  }

 private:
  std::unique_ptr<Dialect> (*make_)();
  const std::string name_;
};

}  // namespace

std::unique_ptr<const Protocol> SseProtocol(std::unique_ptr<Dialect> (*make)()) {
  return std::make_unique<SseProtocolImpl>(make);
}

}  // namespace clamor::internal
