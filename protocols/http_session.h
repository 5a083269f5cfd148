// SPDX-License-Identifier: Apache-2.0
// Holds conversations with an API that answers each turn by an event stream or a whole body. What
// they mean is the dialect's.
#pragma once

#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "clamor/dialect.h"
#include "net/http_client.h"
#include "protocols/answer_reader.h"
#include "protocols/session.h"
#include "protocols/trace_parent.h"
#include "protocols/trouble.h"

namespace clamor {

class HttpSession final : public Session {
 public:
  HttpSession(std::unique_ptr<Dialect> dialect, NetContext& net, const PlayOptions& options,
              Activity& activity);

  void Begin(std::uint64_t number, int user, bool counted) override;
  Awaitable<void> Hold(const DueTurn& due, TurnRecord& record) override;
  void Cut() override;
  void HangUp() override { client_.CloseConnection(); }
  std::string_view Id() const override { return session_id_; }
  std::string_view TraceId() const override { return trace_.trace_id(); }

 private:
  using Timer =
      asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;

  void BeginTurn();
  Awaitable<void> CutAndResume(TurnRecord& record);
  Awaitable<std::optional<Trouble>> Attempt(const DueTurn& due, TurnRecord& record);
  void WriteQuestion(const DueTurn& due, TurnRecord& record);
  void WriteWire();
  std::string_view NextToken();

  // How long to wait before another attempt; none where this one was the last.
  std::optional<Clock::duration> PauseBehind(const Trouble& trouble, const TurnRecord& record);
  Awaitable<void> Pause(Clock::duration pause);

  void Conclude(const DueTurn& due, std::optional<Trouble> trouble, TurnRecord& record);
  // What the whole answer breaks: an expectation, a check.
  std::optional<Trouble> Judge(const DueTurn& due, TurnRecord& record);
  std::optional<Trouble> AskSuite(const DueTurn& due, TurnRecord& record);
  void Fail(Trouble trouble, TurnRecord& record);

  const std::unique_ptr<Dialect> dialect_;
  const PlayOptions& options_;
  Activity& activity_;
  NetContext& net_;
  HttpClient client_;
  AnswerReader reader_;
  std::optional<Timer> pause_;  // where turns are tried again
  bool cut_ = false;

  std::uint64_t number_ = 0;
  std::uint64_t turns_begun_ = 0;
  int user_ = 0;
  bool counted_ = false;
  std::string session_id_;
  std::size_t next_token_ = 0;
  std::array<bool, kFailureKinds> repeatable_{};  // whose curl line has been given

  // The turn under way. Strings keep their memory from turn to turn.
  std::string random_;
  std::string words_;
  PlaceholderValues values_;
  std::string content_;
  Request request_;
  TraceParent trace_;
  std::string_view token_;  // of the options
  std::string wire_;
  ExchangeTimes times_;                   // of the last attempt
  std::optional<ExchangeTimes> cut_off_;  // of its exchange that was cut, where another resumed it
  std::optional<ExchangeTimes> earlier_;  // of those before it
};

}  // namespace clamor
