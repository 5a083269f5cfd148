// SPDX-License-Identifier: Apache-2.0
// An elliptic-curve key that signs itself.
#include "server/test_certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace clamor::server {
namespace {

constexpr long kValidSeconds = 3600;

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using File = std::unique_ptr<std::FILE, Freed<&std::fclose>>;

void Require(bool done) {
  if (!done) throw std::runtime_error("cannot make a certificate");
}

Certificate SelfSigned(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kValidSeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValidSeconds);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const auto* const host = reinterpret_cast<const unsigned char*>("localhost");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  Require(X509_sign(certificate.get(), key, EVP_sha256()) > 0);
  return certificate;
}

File Open(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "w"));
  Require(file != nullptr);
  return file;
}

}  // namespace

TestCertificate MakeTestCertificate(const std::filesystem::path& folder) {
  const Key key(EVP_EC_gen("P-256"));
  Require(key != nullptr);
  const Certificate certificate = SelfSigned(key.get());
  const TestCertificate files{folder / "clamor_cert.pem", folder / "clamor_key.pem"};
  Require(PEM_write_X509(Open(files.cert).get(), certificate.get()) == 1);
  Require(PEM_write_PrivateKey(Open(files.key).get(), key.get(), nullptr, nullptr, 0, nullptr,
                               nullptr) == 1);
  return files;
}

}  // namespace clamor::server
