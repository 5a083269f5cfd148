// SPDX-License-Identifier: Apache-2.0
// Everything that a run needs to know before it starts. Shared by all threads, read only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "clamor/conversation.h"
#include "clamor/profile.h"
#include "engine/arrivals.h"
#include "engine/spending.h"
#include "metrics/run_data.h"
#include "metrics/series_plan.h"
#include "metrics/turn_record.h"
#include "net/deadline_sweep.h"
#include "net/tls.h"
#include "protocols/play_options.h"
#include "protocols/script.h"
#include "protocols/session.h"

namespace clamor {

// A turn that has ended, for whoever wants to see each of them.
struct EndedTurn {
  const TurnRecord& record;
  const Conversation& conversation;
  std::string_view scenario;
  std::string_view session_id;
  std::string_view trace_id;
  int place;
  int user;
  Time scheduled;
};

// Called on the workers' threads, several at once.
using TurnObserver = std::function<void(const EndedTurn&)>;

// A promise that ends the run once it is broken.
struct AbortRule {
  PromisedSla sla;
  Seconds after;  // not judged before, in the counted part
};

// Who says what when.
struct ScenarioPlan {
  std::string name;                  // empty where there is but one
  Profile profile;                   // checked, overridden and scaled
  std::optional<Arrivals> arrivals;  // of an open profile
  std::vector<Conversation> variants;
  std::vector<std::uint32_t> order;  // which variant iteration i holds; begins again at its end
  std::vector<Script> scripts;       // one per variant
  std::vector<std::vector<std::vector<SliceId>>> slices;  // by variant and place in it, from 0
  PlayOptions play;
  std::string talks;  // Conversations::ToString

  // Conversations in all; none when only time ends the profile.
  std::optional<long> PlannedConversations() const;

  // Their turns in all.
  std::optional<std::uint64_t> PlannedTurns() const;

  std::uint32_t VariantOf(long iteration) const {
    return order[static_cast<std::size_t>(iteration) % order.size()];
  }
};

struct RunPlan {
  std::vector<ScenarioPlan> scenarios;
  bool together = false;  // all at once, or one after the other
  SeriesPlan series;

  const internal::Protocol* protocol = nullptr;
  Url target;
  std::vector<boost::asio::ip::tcp::endpoint> endpoints;
  TlsOptions tls;
  Limits limits;
  int threads = 1;
  TurnObserver on_turn;  // may be empty
  std::vector<AbortRule> aborts;
  std::vector<SliceId> abort_slices;  // what they are judged by
  Spending spending;

  // Of all scenarios; none when one of them has no number.
  std::optional<std::uint64_t> PlannedTurns() const;

  // Of all scenarios; none when iterations end one of them.
  std::optional<std::chrono::nanoseconds> PlannedTime() const;

  // The most users that can talk at the same time.
  int PeakUsers() const;

  // As many as are likely to: of an open profile those that its rate needs while an answer takes
  // seconds.
  int BusyUsers() const;
};

// Where the load goes: the target and its addresses, asked once. Throws NetError when its name has
// none.
void AimAt(const Url& target, RunPlan& plan);

// As many worker threads as that many users need on that many cores: one thread serves some hundred
// busy streams.
int ThreadsFor(int users, unsigned cores);

}  // namespace clamor
