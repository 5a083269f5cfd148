// SPDX-License-Identifier: Apache-2.0
// The embedded server behind TLS, with a certificate of its own for localhost.
#pragma once

#include <openssl/pem.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "net/test_server.h"
#include "target/embedded.h"
#include "target/guard.h"
#include "target/temporary_folder.h"

namespace clamor {

class TlsServer {
 public:
  explicit TlsServer(std::vector<std::string> arguments)
      : server_(WithCertificate(std::move(arguments)), folder_.path() / "log", guard_) {}

  // The embedded server announces itself as http://127.0.0.1.
  std::string url() const { return "https://localhost:" + std::to_string(server_.port()); }
  std::string certificate_file() const { return folder_.path() / "cert.pem"; }
  pid_t pid() { return server_.process().pid(); }

 private:
  Command WithCertificate(std::vector<std::string> arguments) const {
    const TestCertificate certificate("DNS:localhost");
    certificate.WriteTo(certificate_file());
    const std::string key = folder_.path() / "key.pem";
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(key.c_str(), "w"),
                                                                  std::fclose);
    if (!file || PEM_write_PrivateKey(file.get(), certificate.key.get(), nullptr, nullptr, 0,
                                      nullptr, nullptr) != 1) {
      throw std::runtime_error("cannot write " + key);
    }
    arguments.insert(arguments.end(), {"--tls-cert", certificate_file(), "--tls-key", key});
    return ProgramCommand(CLAMOR_SERVER_PROGRAM, arguments);
  }

  const TemporaryFolder folder_;
  Guard guard_;
  EmbeddedServer server_;
};

}  // namespace clamor
