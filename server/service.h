// SPDX-License-Identifier: Apache-2.0
// What all answers of all endpoints share: how long they take, what goes wrong with them, and how
// many there may be at once. Used by every thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/capacity.h"
#include "server/faults.h"
#include "server/options.h"
#include "server/service_model.h"
#include "server/voice_model.h"

namespace clamor::server {

class Exchange;

// How one answer will go.
struct AnswerPlan {
  std::uint64_t number;  // of the answer, from 0, in the order in which requests came
  Pace pace;
  std::optional<Fault> fault;
};

// How one answer of a voice agent will go.
struct VoicePlan {
  std::uint64_t number;  // as of any answer
  VoiceTimes times;
  std::optional<Fault> fault;
};

// How one call of a voice agent will begin.
struct CallPlan {
  std::uint64_t number;  // of the call, from 0; answers are counted apart
  std::optional<Fault> fault;
};

class Service {
 public:
  explicit Service(const Options& options)
      : seed_(options.seed),
        model_(options.model),
        models_(options.models),
        voice_(options.voice),
        faults_(options.faults),
        send_times_(options.send_times),
        events_per_write_(options.events_per_write),
        capacity_(options.capacity) {}

  // Plans the next answer, at the times of the model where one is named. The request's header
  // X-Clamor-Fault, where it has one, takes the place of the drawn fault; throws
  // std::invalid_argument with one line when it names none.
  AnswerPlan Plan(const Exchange& exchange, std::string_view model = {});

  // The same for an answer within a call, whose upgrade is the exchange.
  VoicePlan PlanVoice(const Exchange& exchange);

  // Plans the next call itself. Throws as Plan.
  CallPlan PlanCall(const Exchange& exchange);

  const ServiceModel& model() const { return model_; }
  const VoiceModel& voice() const { return voice_; }
  const ModelTable& models() const { return models_; }
  std::uint64_t answers() const { return answers_.load(std::memory_order_relaxed); }  // planned
  std::uint64_t seed() const { return seed_; }
  bool send_times() const { return send_times_; }
  std::size_t events_per_write() const { return events_per_write_; }
  Capacity& capacity() { return capacity_; }

 private:
  const std::uint64_t seed_;
  const ServiceModel model_;
  const ModelTable models_;
  const VoiceModel voice_;
  const FaultPlan faults_;
  const bool send_times_;
  const std::size_t events_per_write_;
  Capacity capacity_;
  std::atomic<std::uint64_t> answers_ = 0;
  std::atomic<std::uint64_t> calls_ = 0;
};

}  // namespace clamor::server
