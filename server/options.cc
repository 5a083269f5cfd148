// SPDX-License-Identifier: Apache-2.0
// The command line, by CLI11.
#include "server/options.h"

#include <CLI/CLI.hpp>
#include <stdexcept>

namespace clamor::server {
namespace {

// An option whose text is read by a parser of ours; what it throws becomes CLI11's line, which
// names the option.
template <class Parser>
CLI::Option* AddParsed(CLI::App& app, const std::string& name, Parser parse,
                       const std::string& description) {
  const auto read = [name, parse](const std::string& text) {
    try {
      parse(text);
    } catch (const std::invalid_argument& error) {
      throw CLI::ValidationError(name, error.what());
    }
  };
  return app.add_option_function<std::string>(name, read, description);
}

void AddAddress(CLI::App& app, Options& options) {
  app.add_option("--host", options.host, "Address to listen on")->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--port-file", options.port_file,
                 "File that gets the port's number once the server listens");
  auto* cert = app.add_option("--tls-cert", options.tls_cert,
                              "Certificate chain (PEM): https in place of http");
  auto* key = app.add_option("--tls-key", options.tls_key, "The certificate's private key (PEM)");
  cert->needs(key);
  key->needs(cert);
  app.add_option("--threads", options.threads, "Threads that serve connections")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
}

void AddAdmission(CLI::App& app, Options& options) {
  app.add_option("--token", options.token,
                 "Ask answers' requests for `Authorization: Bearer TOKEN`");
  app.add_option("--forbidden-token", options.forbidden_token,
                 "A token that is known, and may not ask for answers: 403");
  app.add_option(
         "--rate-limit", options.rate_limit,
         "Answers' requests per second; those beyond get 429 with Retry-After (0: no limit)")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
}

// An option that is given once for each of several things.
template <class Add>
void AddRepeatable(CLI::App& app, const std::string& name, Add add,
                   const std::string& description) {
  const auto read = [name, add](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      try {
        add(text);
      } catch (const std::invalid_argument& error) {
        throw CLI::ValidationError(name, error.what());
      }
    }
  };
  app.add_option_function<std::vector<std::string>>(name, read, description)
      ->allow_extra_args(false);
}

void AddServiceModel(CLI::App& app, Options& options) {
  app.add_option("--seed", options.seed, "Seed of times, texts and faults")->capture_default_str();
  AddParsed(
      app, "--ttft", [&](auto& text) { options.model.first_event = ParseDurations(text); },
      "Time to an answer's first event: constant:20ms, uniform:10ms-30ms or "
      "lognormal:20ms,0.5 (median, sigma) [lognormal:150ms,0.4]");
  AddParsed(
      app, "--gap", [&](auto& text) { options.model.gap = ParseDurations(text); },
      "Time between two events, likewise [lognormal:30ms,0.5]");
  AddParsed(
      app, "--answer-events", [&](auto& text) { options.model.events = ParseCounts(text); },
      "Content events of an answer: constant:20, uniform:15-40 or lognormal:20,0.5 "
      "[uniform:15-40]");
  AddRepeatable(
      app, "--model", [&](auto& text) { options.models.Add(text); },
      "Times of a model of its own, NAME=TTFT/GAP or NAME=TTFT/GAP/EVENTS, repeatable; a NAME that "
      "ends in * stands for all that begin so");
  app.add_option("--capacity", options.capacity,
                 "Answers at once; what comes beyond waits its turn (0: no limit)")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  app.add_option("--events-per-write", options.events_per_write,
                 "Events handed to the kernel at once")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_flag(
      "--send-times", options.send_times,
      "Tell the server's own monotonic times (ns): before each event as SSE comments, and in "
      "messages of voice");
}

void AddVoice(CLI::App& app, Options& options) {
  const auto add = [&](const std::string& name, Distribution& times, const std::string& what) {
    AddParsed(
        app, name, [&times](auto& text) { times = ParseDurations(text); }, what);
  };
  VoiceModel& voice = options.voice;
  add("--think", voice.think,
      "Voice: time from the end of a query to its answer, as --ttft [lognormal:600ms,0.3]");
  add("--speech", voice.speech, "Voice: audio of an answer, likewise [uniform:1500ms-3000ms]");
  add("--tool-delay", voice.tool_delay, "Voice: how long a tool takes [constant:700ms]");
  add("--stop-delay", voice.stop_delay,
      "Voice: time from an interruption to silence [constant:60ms]");
  add("--resume-delay", voice.resume_delay,
      "Voice: time from the end of a false alarm to audio [constant:40ms]");
  app.add_option("--audio-speed", voice.audio_speed,
                 "Voice: how much faster than real time audio is sent (0: all at once)")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  app.add_flag("--realtime-beta-names", voice.realtime_beta_names,
               "Voice: the older names of OpenAI Realtime, as response.audio.delta");
}

void AddFaults(CLI::App& app, Options& options) {
  AddRepeatable(
      app, "--fault", [&](auto& text) { options.faults.Add(text); },
      "Share of the answers that go wrong, FAULT=SHARE, repeatable: error_status, status:CODE, "
      "redirect, not_sse, reset_before, reset_during, truncate, no_done, stall, garbage_event, "
      "stream_error, crosstalk, buffered; of voice alone: never_stops, repeats_audio, drops_audio, "
      "mute, text_for_audio; of reasoning alone: resume_loses, resume_repeats, wrong_node");
}

}  // namespace

std::variant<Options, int> ReadOptions(int argc, const char* const* argv, std::ostream& out,
                                       std::ostream& err) {
  Options options;
  CLI::App app(
      "A server that answers as chat assistants, reasoning streams and voice agents do, for load "
      "tests to run against.",
      "clamor-server");
  AddAddress(app, options);
  AddAdmission(app, options);
  AddServiceModel(app, options);
  AddVoice(app, options);
  AddFaults(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, out, err);
  }
  return options;
}

}  // namespace clamor::server
