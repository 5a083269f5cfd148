// SPDX-License-Identifier: Apache-2.0
// For tests: a self-signed certificate made on the spot.
#pragma once

#include <filesystem>

namespace clamor::server {

struct TestCertificate {
  std::filesystem::path cert;
  std::filesystem::path key;
};

// Writes a certificate for `localhost` and its key as PEM files into the folder. Throws
// std::runtime_error.
TestCertificate MakeTestCertificate(const std::filesystem::path& folder);

}  // namespace clamor::server
