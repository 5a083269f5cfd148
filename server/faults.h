// SPDX-License-Identifier: Apache-2.0
// The ways in which the server can be told to misbehave, and which answer gets which.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace clamor::server {

enum class FaultKind : unsigned char {
  kStatus,        // an error status with a JSON body, no stream
  kRedirect,      // 307 to another path
  kNotSse,        // 200 with a page of HTML
  kResetBefore,   // the connection is reset before a byte of the answer
  kResetDuring,   // and in the middle of the answer
  kTruncate,      // a clean end in the middle of the answer
  kNoDone,        // all events, a clean end, but no terminal marker
  kStall,         // silence from the middle of the answer until the client gives up
  kGarbageEvent,  // an event in the middle that is neither JSON nor UTF-8
  kStreamError,   // `event: error` in the middle, then the terminal marker
  kCrosstalk,     // the answer carries another session's marker
  kBuffered,      // all events at once when the last is due
  // Of voice alone.
  kNeverStops,    // goes on speaking whoever speaks into it
  kRepeatsAudio,  // after a false alarm says the last 200 ms again
  kDropsAudio,    // leaves out every tenth message of audio
  kMute,          // never speaks again after a false alarm
  kTextForAudio,  // a text message that is no JSON in the middle of the audio
  // Of reasoning alone.
  kResumeLoses,    // an answer that goes on leaves out its first event
  kResumeRepeats,  // and says again the last one that the client has
  kWrongNode,      // an event in the middle of a node that was not asked for
};

struct Fault {
  FaultKind kind = FaultKind::kStatus;
  unsigned status = 0;  // of kStatus
  bool operator==(const Fault&) const = default;
};

// "truncate", "status:503" (400 to 599), "error_status" for status:500, ... Throws
// std::invalid_argument with one line.
Fault ParseFault(std::string_view text);

// Which share of the answers gets which fault.
class FaultPlan {
 public:
  // "truncate=0.01": adds a fault with its share. Throws std::invalid_argument with one line, also
  // when all the shares together are above 1.
  void Add(std::string_view text);

  // The fault of the answer of that number, or none: the same for the same seed.
  std::optional<Fault> Draw(std::uint64_t seed, std::uint64_t answer) const;

 private:
  struct Part {
    Fault fault;
    double up_to;  // the upper end of its piece of [0, 1)
  };
  std::vector<Part> parts_;
};

}  // namespace clamor::server
