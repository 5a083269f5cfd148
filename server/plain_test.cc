// SPDX-License-Identifier: Apache-2.0
// What is answered at once.
#include "server/plain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::HasSubstr;

TEST(Status, TellsHowManyAnswersWereAskedFor) {
  TestServer server;
  TestClient client(server.port());
  EXPECT_EQ(client.Get("/status").body(), R"({"status": "ok", "answers": 0})");
  client.Say("Hello");
  client.Say("Hello");
  EXPECT_EQ(client.Get("/status").body(), R"({"status": "ok", "answers": 2})");
}

TEST(Models, AreListedWithThoseConfigured) {
  auto options = QuickOptions();
  options.models.Add("mine=constant:1ms/constant:1ms");
  TestServer server(options);
  const auto answer = TestClient(server.port()).Get("/v1/models");
  EXPECT_EQ(answer.status(), 200U);
  EXPECT_EQ(answer.response[http::field::content_type], "application/json");
  EXPECT_THAT(answer.body(),
              testing::StartsWith(R"({"object":"list","data":[{"id":"mine","object":"model",)"
                                  R"("created":0,"owned_by":"clamor"},{"id":"gemini-1.5-pro",)"));
  EXPECT_THAT(answer.body(), HasSubstr(R"({"id":"openai/gpt-3.5-turbo",)"));
}

TEST(Models, AreForThoseWithTheToken) {
  auto options = QuickOptions();
  options.token = "secret";
  TestServer server(options);
  TestClient client(server.port());
  const auto refused = client.Get("/v1/models");
  EXPECT_EQ(refused.status(), 401U);
  EXPECT_THAT(refused.body(), HasSubstr(R"("code":"invalid_api_key")"));
  EXPECT_EQ(client.Get("/v1/models", "Authorization: Bearer secret\r\n").status(), 200U);
}

}  // namespace
}  // namespace clamor::server
