// SPDX-License-Identifier: Apache-2.0
#include "apps/server/http.h"

#include "apps/images/images.h"
#include "apps/server/base64.h"
#include "apps/server/metrics.h"
#include "apps/server/multipart.h"
#include "tests/testing/testing.h"

namespace fastdeploy::server {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

/// The status of what `call` throws; 0: nothing.
int StatusOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const HttpError& error) {
    return error.Status();
  }
  return 0;
}

TEST(PercentDecoded, DecodesBytes) {
  EXPECT_EQ(PercentDecoded("a%20b%2Fc+%e4%BD%A0", false), "a b/c+\xE4\xBD\xA0");
  EXPECT_EQ(PercentDecoded("a+b", true), "a b");
  for (const char* bad : {"%", "%4", "%zz", "%-1", "a%4"}) {
    EXPECT_EQ(StatusOf([&] { (void)PercentDecoded(bad, false); }), 400) << bad;
  }
}

TEST(ParsedQuery, SplitsPairs) {
  EXPECT_THAT(ParsedQuery("a=1&&b=x%26y&c&d="),
              ElementsAre(Pair("a", "1"), Pair("b", "x&y"), Pair("c", ""), Pair("d", "")));
  EXPECT_TRUE(ParsedQuery("").empty());
}

TEST(WithoutFolders, KeepsTheLastPart) {
  EXPECT_EQ(WithoutFolders("cannot read '/root/models/a b/c.onnx': no"),
            "cannot read 'a b/c.onnx': no");
  EXPECT_EQ(WithoutFolders("/a/b/c.yml: line 3"), "c.yml: line 3");
  EXPECT_EQ(WithoutFolders("folder '/a/b/'; 3/4 and/or x"), "folder 'b'; 3/4 and/or x");
  EXPECT_EQ(WithoutFolders("/"), "/");
}

TEST(CurrentErrorResponse, MapsKindsToStatuses) {
  const auto status = [](const std::function<void()>& call) {
    try {
      call();
    } catch (...) {
      return CurrentErrorResponse().status;
    }
    return 0;
  };
  EXPECT_EQ(status([] { throw Error(ErrorKind::kInvalidFile, "x"); }), 400);
  EXPECT_EQ(status([] { throw Error(ErrorKind::kRuntime, "x"); }), 500);
  EXPECT_EQ(status([] { throw images::TooLargeError(ErrorKind::kInvalidFile, "x"); }), 413);
  EXPECT_EQ(status([] { throw HttpError(503, "x"); }), 503);
  EXPECT_EQ(status([] { throw std::bad_alloc(); }), 500);
  EXPECT_EQ(status([] { throw 3; }), 500);
}

TEST(Exchange, IsAnsweredOnce) {
  std::vector<int> sent;
  Exchange exchange({}, [&](const Response& response) { sent.push_back(response.status); });
  exchange.Answer({.status = 201, .body = ""});
  exchange.Answer({.status = 202, .body = ""});
  EXPECT_THAT(sent, ElementsAre(201));
  Exchange abandoned({}, [&](const Response& response) { sent.push_back(response.status); });
  abandoned.Abandon();
  EXPECT_TRUE(abandoned.Answered());
  abandoned.Answer({});
  EXPECT_THAT(sent, ElementsAre(201));
}

TEST(Base64, GivesBackBytes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodedBase64(EncodedBase64(bytes)), bytes);
    bytes += char(i * 7);
  }
  EXPECT_EQ(EncodedBase64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(DecodedBase64("Zm9vYmE"), "fooba");
  EXPECT_EQ(DecodedBase64("data:image/png;base64,Zm9v"), "foo");
  for (const char* bad : {"Zm9v!", "Z", "Zm9vYg===", "Zm 9v"}) {
    EXPECT_EQ(StatusOf([&] { (void)DecodedBase64(bad); }), 400) << bad;
  }
}

constexpr const char* kType = "multipart/form-data; boundary=\"a b\"";

TEST(ReadForm, FindsPartsAndFiles) {
  const std::string body =
      "before\r\n--a b\r\nContent-Disposition: form-data; name=\"one\"; "
      "filename=\"a;\\\"b.png\"\r\n"
      "Content-Type: image/png\r\n\r\n\x01\r\n--a\r\n\r\n--a b\r\n"
      "content-disposition: form-data; name=two\r\n\r\n\r\n--a b--\r\n";
  const std::vector<Part> parts = ReadForm(body, kType);
  ASSERT_EQ(parts.size(), 2);
  EXPECT_EQ(parts[0].name, "one");
  EXPECT_EQ(parts[0].file, "a;\"b.png");
  EXPECT_EQ(parts[0].contents, "\x01\r\n--a\r\n");
  EXPECT_EQ(parts[1].name, "two");
  EXPECT_EQ(parts[1].file, "");
  EXPECT_EQ(parts[1].contents, "");
}

TEST(ReadForm, RefusesWhatIsCutOff) {
  const std::string body =
      "--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ncontents\r\n--a b--\r\n";
  EXPECT_EQ(ReadForm(body, kType).size(), 1);
  for (size_t size = 0; size + 4 < body.size(); ++size) {
    EXPECT_EQ(StatusOf([&] { (void)ReadForm(body.substr(0, size), kType); }), 400) << size;
  }
  EXPECT_EQ(StatusOf([&] { (void)ReadForm(body, "multipart/form-data"); }), 400);
}

TEST(Metrics, WritesPrometheusText) {
  Metrics metrics;
  metrics.Add("fastdeploy_images_total", {{"model", "a\"\\\n"}}, 2);
  metrics.Add("fastdeploy_images_total", {{"model", "a\"\\\n"}});
  metrics.Set("fastdeploy_connections", {}, 7);
  metrics.Observe("fastdeploy_request_seconds", {{"route", "/x"}}, 0.003);
  metrics.Observe("fastdeploy_request_seconds", {{"route", "/x"}}, 100);
  EXPECT_EQ(metrics.Value("fastdeploy_images_total", {{"model", "a\"\\\n"}}), 3);
  EXPECT_EQ(metrics.Value("fastdeploy_images_total", {{"model", "b"}}), 0);
  EXPECT_THAT(
      metrics.Text(),
      AllOf(HasSubstr("# TYPE fastdeploy_images_total counter\n"
                      "fastdeploy_images_total{model=\"a\\\"\\\\\\n\"} 3\n"),
            HasSubstr("\nfastdeploy_connections 7\n"),
            HasSubstr("_bucket{route=\"/x\",le=\"0.0025\"} 0\n"),
            HasSubstr("_bucket{route=\"/x\",le=\"0.005\"} 1\n"),
            HasSubstr("_bucket{route=\"/x\",le=\"+Inf\"} 2\n"),
            HasSubstr("_sum{route=\"/x\"} 100.003\n"), HasSubstr("_count{route=\"/x\"} 2\n")));
}

}  // namespace
}  // namespace fastdeploy::server
