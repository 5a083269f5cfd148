// SPDX-License-Identifier: Apache-2.0
// One virtual user's side of a protocol: it holds conversations turn by turn. SSE answers and voice
// calls are its two kinds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "clamor/check.h"
#include "clamor/conversation.h"
#include "metrics/turn_record.h"
#include "net/awaitable.h"
#include "net/clock.h"
#include "net/net_context.h"
#include "protocols/play_options.h"
#include "protocols/script.h"

namespace clamor {

// A turn that is due.
struct DueTurn {
  const Script* script;
  int place;              // in the conversation, from 1
  Time scheduled;         // when the profile wanted it to start
  long prompt_words = 0;  // what {{words}} stands for
};

class Session {
 public:
  virtual ~Session() = default;

  // A new conversation begins: the run's nth, held by this user. The warm-up's are not counted.
  virtual void Begin(std::uint64_t number, int user, bool counted) = 0;

  // Holds one turn and fills the record, which has been cleared. What the server, the network or a
  // dialect does wrong is a failed record, never an exception. Throws GeneratorExhausted, and Cut
  // after Cut().
  virtual Awaitable<void> Hold(const DueTurn& due, TurnRecord& record) = 0;

  // The id of the session being held.
  virtual std::string_view Id() const = 0;

  // The trace id of its last turn, 32 hexadecimal digits; empty where none was sent.
  virtual std::string_view TraceId() const = 0;

  // Ends the turn under way, now.
  virtual void Cut() = 0;

  // The user is done: its connection is closed, so that nothing is waited for any more.
  virtual void HangUp() = 0;
};

namespace internal {

// How conversations are held in one API. Made by a fixture; once the load begins it is shared by
// all threads and read only.
class Protocol {
 public:
  virtual ~Protocol() = default;

  virtual std::string_view Name() const = 0;

  // The roles of the turns that it can say.
  virtual std::span<const std::string_view> Roles() const = 0;

  // Makes ready what it needs to hold this conversation, before the load. What keeps it from that,
  // as one line; empty: nothing.
  virtual std::string Prepare(const Conversation& /*conversation*/) { return {}; }

  // Whether its answers are streams that can be cut and asked for again (Profile's DropAfter).
  virtual bool CanResume() const { return false; }

  // What it checks of each answer: the first of SeriesPlan::checks.
  virtual std::span<const NamedCheck> Checks() const { return {}; }

  // The context, options and activity outlive the session.
  virtual std::unique_ptr<Session> NewSession(NetContext& net, const PlayOptions& options,
                                              Activity& activity) const = 0;
};

}  // namespace internal
}  // namespace clamor
