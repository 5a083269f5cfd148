// SPDX-License-Identifier: Apache-2.0
#include "bench/plain_session.h"

#include <array>
#include <string>

#include "net/http_client.h"
#include "net/net_error.h"
#include "protocols/request_text.h"
#include "protocols/status.h"
#include "protocols/turn_clock.h"

namespace clamor::bench {
namespace {

constexpr std::array<std::string_view, 1> kUserOnly{"user"};

class PlainSession final : public Session, private ResponseSink {
 public:
  PlainSession(NetContext& net, const PlayOptions& options, Activity& activity)
      : options_(options), activity_(activity), client_(net) {
    request_.method = "GET";
    request_.path = "/plain";
  }

  void Begin(std::uint64_t, int, bool) override {}

  Awaitable<void> Hold(const DueTurn& due, TurnRecord& record) override {
    const Counted request(activity_.requests);
    clock_.Begin(due.scheduled);
    times_ = ExchangeTimes();
    status_ = 0;
    try {
      WriteRequest(request_, options_, {}, wire_);  // once per turn, as HttpSession does
      co_await client_.Exchange(wire_, *this, times_);
    } catch (const NetError& error) {
      co_return Fail(error.reason(), error.what(), record);
    }
    if (const auto reason = FailureOfStatus(status_)) {
      co_return Fail(*reason, StatusText(status_), record);
    }
    record.outcome = Outcome::kSuccess;
    clock_.Succeed(times_, record);
  }

  std::string_view Id() const override { return "plain"; }
  std::string_view TraceId() const override { return {}; }
  void Cut() override { client_.Abort(); }
  void HangUp() override { client_.CloseConnection(); }

 private:
  void OnHead(const ResponseHead& head, const Arrival&) override { status_ = head.status; }
  Wants OnBody(std::string_view, const Arrival&) override { return Wants::kMore; }

  void Fail(Failure reason, std::string message, TurnRecord& record) {
    record.outcome = Outcome::kFailed;
    record.failure = reason;
    record.message = std::move(message);
    clock_.Fail(times_, Clock::now(), record);
  }

  const PlayOptions& options_;
  Activity& activity_;
  HttpClient client_;
  Request request_;
  std::string wire_;
  ExchangeTimes times_;
  TurnClock clock_;
  int status_ = 0;
};

class PlainProtocol final : public internal::Protocol {
 public:
  std::string_view Name() const override { return "plain"; }
  std::span<const std::string_view> Roles() const override { return kUserOnly; }
  std::unique_ptr<Session> NewSession(NetContext& net, const PlayOptions& options,
                                      Activity& activity) const override {
    return std::make_unique<PlainSession>(net, options, activity);
  }
};

}  // namespace

std::unique_ptr<internal::Protocol> PlainRequests() { return std::make_unique<PlainProtocol>(); }

}  // namespace clamor::bench
