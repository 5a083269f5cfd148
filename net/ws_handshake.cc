// SPDX-License-Identifier: Apache-2.0
#include "net/ws_handshake.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "base/escape.h"
#include "net/net_error.h"
#include "net/websocket.h"

namespace clamor {
namespace {

constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::string_view kDeflate = "permessage-deflate";
constexpr std::string_view kNoContext = "server_no_context_takeover";
constexpr std::size_t kShown = 100;

std::string Base64(std::span<const unsigned char> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                  static_cast<int>(bytes.size()));
  return text;
}

std::string AcceptOf(std::string_view key) {
  const std::string text = std::string(key).append(kMagic);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return Base64(digest);
}

[[noreturn]] void Refuse(std::string_view what, std::string_view got) {
  throw NetError(Failure::kProtocol,
                 fmt::format("the answer to the WebSocket's upgrade {}, got \"{}\"", what,
                             ForTerminal(got, kShown)));
}

}  // namespace

std::string UpgradeRequest(const WsUpgrade& upgrade, std::string_view key) {
  std::string request = fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n",
      upgrade.target, upgrade.host, key);
  if (!upgrade.subprotocols.empty()) {
    request += fmt::format("Sec-WebSocket-Protocol: {}\r\n", fmt::join(upgrade.subprotocols, ", "));
  }
  if (upgrade.deflate) {
    // Without its context a message needs no memory that lasts.
    request += fmt::format("Sec-WebSocket-Extensions: {}; {}; client_no_context_takeover\r\n",
                           kDeflate, kNoContext);
  }
  for (const auto& [name, value] : upgrade.headers) {
    request += fmt::format("{}: {}\r\n", name, value);
  }
  return request + "\r\n";
}

WsAgreed ReadAgreement(const ResponseHead& head, const WsUpgrade& upgrade, std::string_view key) {
  const std::string_view upgraded = head.Find("Upgrade").value_or("");
  if (!EqualIgnoringCase(upgraded, "websocket")) Refuse("names another protocol", upgraded);
  const std::string_view accept = head.Find("Sec-WebSocket-Accept").value_or("");
  if (accept != AcceptOf(key)) Refuse("does not accept this client's key", accept);
  WsAgreed agreed;
  agreed.subprotocol = head.Find("Sec-WebSocket-Protocol").value_or("");
  const auto& wanted = upgrade.subprotocols;
  if (!agreed.subprotocol.empty() &&
      std::find(wanted.begin(), wanted.end(), agreed.subprotocol) == wanted.end()) {
    Refuse("chooses a subprotocol that was not offered", agreed.subprotocol);
  }
  const std::string_view extensions = head.Find("Sec-WebSocket-Extensions").value_or("");
  if (extensions.empty()) return agreed;
  agreed.deflate = upgrade.deflate && extensions.starts_with(kDeflate) &&
                   extensions.find(',') == std::string_view::npos;
  if (!agreed.deflate) Refuse("uses an extension that was not offered", extensions);
  agreed.deflate_takes_context = extensions.find(kNoContext) == std::string_view::npos;
  return agreed;
}

std::string WsKey(std::uint64_t high, std::uint64_t low) {
  std::array<unsigned char, 16> bytes{};
  std::memcpy(bytes.data(), &high, sizeof high);
  std::memcpy(bytes.data() + sizeof high, &low, sizeof low);
  return Base64(bytes);
}

}  // namespace clamor
