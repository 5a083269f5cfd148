// SPDX-License-Identifier: Apache-2.0
#include "protocols/chat_checks.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <string_view>

namespace clamor {
namespace {

using namespace std::chrono_literals;

enum Place : std::size_t {
  kStatus200,
  kJsonContentType,
  kValidJson,
  kObjectChatCompletion,
  kMessageContent,
  kFinishReason,
  kUsage,
  kEventStreamContentType,
  kValidDataLines,
  kSeveralChunks,
  kContentAccumulated,
  kFinishReasonInFinalChunk,
  kDoneMarker,
  kFirstChunkWithin1s,
};

constexpr Seconds kSoon = 1s;

// "application/json; charset=utf-8" is "application/json".
bool IsOfType(std::string_view content_type, std::string_view expected) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  type = type.substr(0, type.find_last_not_of(" \t") + 1);
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::equal(type.begin(), type.end(), expected.begin(), expected.end(), same);
}

constexpr std::uint64_t Bits(Place first, Place last) {
  std::uint64_t bits = 0;
  for (std::size_t place = first; place <= last; ++place) bits |= std::uint64_t{1} << place;
  return bits;
}

}  // namespace

std::span<const NamedCheck> ChatChecks() {
  static const std::array<NamedCheck, kFirstChunkWithin1s + 1> checks{{
      {"status_200"},
      {"json_content_type"},
      {"valid_json"},
      {"object_chat_completion"},
      {"message_content"},
      {"finish_reason"},
      {"usage"},
      {"event_stream_content_type"},
      {"valid_data_lines"},
      {"several_chunks"},
      {"content_accumulated"},
      {"finish_reason_in_final_chunk"},
      {"done_marker"},
      {"first_chunk_within_1s", CheckOn::kTime},
  }};
  return checks;
}

std::uint64_t ChatChecksOf(bool stream) {
  constexpr std::uint64_t kOfWhole = Bits(kStatus200, kUsage);
  constexpr std::uint64_t kOfStream =
      Bits(kEventStreamContentType, kFirstChunkWithin1s) | Bits(kStatus200, kStatus200);
  return stream ? kOfStream : kOfWhole;
}

void TellChatChecks(bool stream, const ChatSeen& seen, const Ended& ended, Answer& answer) {
  answer.Check(kStatus200, ended.status == 200);
  if (stream) {
    answer.Check(kEventStreamContentType, IsOfType(ended.content_type, "text/event-stream"));
    answer.Check(kValidDataLines, seen.is_json && seen.chunks > 0);
    answer.Check(kSeveralChunks, seen.chunks > 1);
    answer.Check(kContentAccumulated, seen.has_content);
    answer.Check(kFinishReasonInFinalChunk, seen.has_finish && !seen.content_behind_finish);
    answer.Check(kDoneMarker, seen.is_done);
    answer.Check(kFirstChunkWithin1s,
                 ended.time_to_first_event && *ended.time_to_first_event <= kSoon);
  } else {
    answer.Check(kJsonContentType, IsOfType(ended.content_type, "application/json"));
    answer.Check(kValidJson, seen.is_json && seen.chunks > 0);
    answer.Check(kObjectChatCompletion, seen.is_object);
    answer.Check(kMessageContent, seen.has_content);
    answer.Check(kFinishReason, seen.has_finish);
    answer.Check(kUsage, seen.has_usage);
  }
}

}  // namespace clamor
