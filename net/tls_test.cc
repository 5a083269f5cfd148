// SPDX-License-Identifier: Apache-2.0
// TLS against a server of OpenSSL's own, with certificates made here.
#include "net/tls.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <future>
#include <stdexcept>
#include <utility>

#include "net/test_client.h"
#include "net/test_server.h"

namespace clamor {
namespace {

using testing::HasSubstr;

const TlsOptions kInsecure{"", true};

void AnswerTwice(TestServer& server) {
  const auto peer = server.Accept();
  for (int i = 0; i < 2; ++i) {
    peer->ReadRequest();
    peer->Send(kHi);
  }
  peer->WaitForClose();
}

class Tls : public testing::Test {
 protected:
  void SetUp() override { certificate_.WriteTo(ca_file_); }
  void TearDown() override { std::filesystem::remove(ca_file_); }

  TestCertificate certificate_{"IP:127.0.0.1"};
  std::string ca_file_ = testing::TempDir() + "clamor_tls_test_" +
                         testing::UnitTest::GetInstance()->current_test_info()->name() + ".pem";
};

TEST_F(Tls, AcceptsACertificateOfTheGivenAuthorityAndKeepsTheConnection) {
  TestServer server(AnswerTwice, &certificate_);
  const TlsContext context(TlsOptions{.ca_file = ca_file_});
  TestClient client(Loopback(server.port(), "https"), {}, &context);
  const Outcome first = client.Get();
  EXPECT_EQ(first.body, "hi") << first.message;
  EXPECT_GT(first.times.made.tls, Clock::duration::zero());
  EXPECT_GT(first.times.bytes_sent, 200U);  // the handshake counts
  EXPECT_LE(first.times.first_byte.kernel, first.times.first_byte.read);
  const Outcome second = client.Get();
  EXPECT_EQ(second.body, "hi") << second.message;
  EXPECT_FALSE(
      second.times.new_connection);  // session tickets on the idle connection are no answer
}

TEST_F(Tls, RefusesAnUnknownAuthorityAndSaysWhatToTry) {
  TestServer server(AnswerTwice, &certificate_);
  const TlsContext context(TlsOptions{});
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), {}, &context).Get();
  EXPECT_EQ(outcome.failure, Failure::kTls);
  EXPECT_THAT(outcome.message, HasSubstr("self-signed certificate"));
  EXPECT_THAT(outcome.message, HasSubstr("--clamor_tls_ca=FILE"));
}

TEST_F(Tls, RefusesACertificateOfAnotherHost) {
  const TestCertificate other("DNS:example.org");
  other.WriteTo(ca_file_);
  TestServer server(AnswerTwice, &other);
  const TlsContext context(TlsOptions{.ca_file = ca_file_});
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), {}, &context).Get();
  EXPECT_EQ(outcome.failure, Failure::kTls);
  EXPECT_THAT(outcome.message, HasSubstr("mismatch"));
}

TEST_F(Tls, ChecksHostNamesToo) {
  const TestCertificate named("DNS:localhost");
  named.WriteTo(ca_file_);
  TestServer server(AnswerTwice, &named);
  const TlsContext context(TlsOptions{.ca_file = ca_file_});
  const std::string url = "https://localhost:" + std::to_string(server.port());
  const Outcome outcome = TestClient(url, {}, &context).Get();
  EXPECT_EQ(outcome.body, "hi") << outcome.message;
}

TEST_F(Tls, TakesAnyCertificateWhenToldTo) {
  const TestCertificate other("DNS:example.org");
  TestServer server(AnswerTwice, &other);
  const TlsContext context(kInsecure);
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), {}, &context).Get();
  EXPECT_EQ(outcome.body, "hi") << outcome.message;
}

TEST_F(Tls, SaysWhenThePortSpeaksNoTls) {
  TestServer server([](TestServer& s) { s.Accept()->Send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  const TlsContext context(kInsecure);
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), {}, &context).Get();
  EXPECT_EQ(outcome.failure, Failure::kTls);
  EXPECT_THAT(outcome.message, HasSubstr("does it speak TLS on this port?"));
}

TEST_F(Tls, TellsAProperEndFromADrop) {
  const auto until_close = [](void (TestPeer::*end)()) {
    return [end](TestServer& server) {
      const auto peer = server.Accept();
      peer->ReadRequest();
      peer->Send("HTTP/1.1 200 OK\r\n\r\nabc");
      (*peer.*end)();
    };
  };
  const TlsContext context(kInsecure);
  TestServer proper(until_close(&TestPeer::Close), &certificate_);
  const Outcome whole = TestClient(Loopback(proper.port(), "https"), {}, &context).Get();
  EXPECT_EQ(whole.body, "abc");
  EXPECT_EQ(whole.failure, std::nullopt) << whole.message;
  TestServer dropped(until_close(&TestPeer::Drop), &certificate_);
  const Outcome cut = TestClient(Loopback(dropped.port(), "https"), {}, &context).Get();
  EXPECT_EQ(cut.failure, Failure::kReset);
}

TEST_F(Tls, ReadsRecordsThatCameTogether) {
  const std::string body(300'000, 'x');
  TestServer server(
      [&body](TestServer& s) {
        const auto peer = s.Accept();
        peer->ReadRequest();
        peer->Send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n");
        for (std::size_t at = 0; at < body.size(); at += 1000) peer->Send(body.substr(at, 1000));
        peer->WaitForClose();
      },
      &certificate_);
  const TlsContext context(TlsOptions{.ca_file = ca_file_});
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), {}, &context).Get();
  EXPECT_EQ(outcome.body, body) << outcome.message;
}

TEST_F(Tls, WaitsForTheRestOfARecord) {
  std::promise<void> first_seen;
  TestServer server(
      [&first_seen](TestServer& s) {
        const auto peer = s.Accept();
        peer->ReadRequest();
        const std::string first = peer->Sealed("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
        const std::string second = peer->Sealed("def");
        peer->SendSealed(first + second.substr(0, second.size() / 2));
        first_seen.get_future().wait();
        peer->SendSealed(second.substr(second.size() / 2));
        peer->WaitForClose();
      },
      &certificate_);
  const TlsContext context(kInsecure);
  CollectingSink sink;
  sink.on_body = [&first_seen, first = true]() mutable {
    if (std::exchange(first, false)) first_seen.set_value();
  };
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), {}, &context).Get(sink);
  EXPECT_EQ(outcome.body, "abcdef") << outcome.message;
}

// A client that only asks for more, without waiting for it, would never see its own deadlines.
TEST_F(Tls, GivesUpOnARecordThatDoesNotEnd) {
  TestServer server(
      [](TestServer& s) {
        const auto peer = s.Accept();
        peer->ReadRequest();
        const std::string record = peer->Sealed(std::string(kHi));
        peer->SendSealed(record.substr(0, record.size() / 2));
        peer->WaitForClose();
      },
      &certificate_);
  const TlsContext context(kInsecure);
  const Limits limits{.first_byte = std::chrono::milliseconds(20)};
  const Outcome outcome = TestClient(Loopback(server.port(), "https"), limits, &context).Get();
  EXPECT_EQ(outcome.failure, Failure::kTimeout) << outcome.message;
}

TEST_F(Tls, SaysWhichCaFileCannotBeRead) {
  try {
    TlsContext context(TlsOptions{.ca_file = "/no/such/file.pem"});
    FAIL() << "expected an error";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("/no/such/file.pem"));
  }
}

}  // namespace
}  // namespace clamor
