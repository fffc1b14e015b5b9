// SPDX-License-Identifier: Apache-2.0
//
// A server in this process, with models that are made here, and clients in threads.

#include "apps/server/server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <nlohmann/json.hpp>
#include <thread>

#include "apps/images/png.h"
#include "fastdeploy/vision/families.h"
#include "tests/testing/testing.h"

namespace fastdeploy::server {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Classifies an image by its width, after a while.
class Sleeper {
 public:
  using Result = vision::ClassifyResult;
  explicit Sleeper(milliseconds takes) : takes_(takes) {}
  Result Predict(const cv::Mat& image) {
    if (image.rows == 13) throw Error(ErrorKind::kRuntime, "cannot run '/home/me/model.onnx'");
    std::this_thread::sleep_for(takes_);
    return {.label_ids = {image.cols}, .scores = {0.5F}};
  }
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images) {
    std::vector<Result> results;
    for (const cv::Mat& image : images) results.push_back(Predict(image));
    return results;
  }
  [[nodiscard]] std::unique_ptr<Sleeper> Clone() const { return std::make_unique<Sleeper>(takes_); }

 private:
  milliseconds takes_;
};

ModelSource SleeperSource(const std::string& name, milliseconds takes = milliseconds(0)) {
  return {.name = name,
          .load =
              [takes] {
                vision::View<vision::ClassifyResult> view;
                view.text = [](const vision::ClassifyResult& result) { return result.Str(); };
                view.draw = [](const cv::Mat& image, const vision::ClassifyResult&) {
                  return cv::Mat(image.size(), CV_8UC3, cv::Scalar(1, 2, 3));
                };
                return vision::AnyModel(std::make_unique<Sleeper>(takes), std::move(view));
              },
          .family = [] { return "classification"; }};
}

ModelSource Broken(const std::string& name) {
  return {.name = name,
          .load = []() -> vision::AnyModel {
            throw Error(ErrorKind::kNotFound, "there is no folder '/home/me/models'");
          },
          .family = [] { return "classification"; }};
}

/// A connection of a client, which waits at most 20 s for bytes.
class Client {
 public:
  explicit Client(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience = {.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(socket_); }

  [[nodiscard]] bool Connected() const { return connected_; }

  Client& Send(const std::string& bytes) {
    (void)send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return *this;
  }

  /// The next answer, its headers and its body; what there is if the connection ends before.
  std::string Receive() {
    constexpr const char* kLength = "Content-Length: ";
    for (;;) {
      const size_t end = received_.find("\r\n\r\n");
      const size_t length = received_.find(kLength);
      if (end != std::string::npos && length < end) {
        const size_t size = end + 4 + std::stoul(received_.substr(length + strlen(kLength)));
        if (received_.size() >= size) {
          const std::string answer = received_.substr(0, size);
          received_.erase(0, size);
          return answer;
        }
      }
      std::array<char, 4096> part;
      const ssize_t got = recv(socket_, part.data(), part.size(), 0);
      if (got <= 0) return std::exchange(received_, "");
      received_.append(part.data(), size_t(got));
    }
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string received_;
};

std::string Post(const std::string& path, const std::string& body,
                 const std::string& headers = "") {
  return fmt::format("POST {} HTTP/1.1\r\nHost: x\r\n{}Content-Length: {}\r\n\r\n{}", path, headers,
                     body.size(), body);
}

std::string Get(const std::string& path, const std::string& headers = "") {
  return fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n{}\r\n", path, headers);
}

std::string Picture(int width, int height = 4) {
  return images::EncodePng(cv::Mat(height, width, CV_8UC3, cv::Scalar(7, 8, 9)));
}

std::string Expected(int width) {
  return fmt::format(R"({{"image":"-","result":{{"label_ids":[{}],"scores":[0.5],"feature":[]}}}})",
                     width);
}

/// A server that runs in a thread until its end.
class Running {
 public:
  Running(std::vector<ModelSource> models, const std::function<void(Options*)>& change = {})
      : server_(OptionsOf(change), std::move(models), [](const std::string&) {}),
        good_(std::async(std::launch::async, [this] { return server_.Run(false); })) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { (void)Stop(); }

  /// Ends it; whether a model could be loaded.
  bool Stop() {
    server_.Stop();
    return !good_.valid() || good_.get();
  }
  std::future<bool>& Good() { return good_; }
  [[nodiscard]] uint16_t Port() const { return server_.Port(); }
  std::string Ask(const std::string& request) { return Client(Port()).Send(request).Receive(); }
  Running& Await() {
    for (int i = 0; i < 1000; ++i) {
      if (Ask(Get("/v2/health/ready")).starts_with("HTTP/1.1 200")) return *this;
      std::this_thread::sleep_for(milliseconds(10));
    }
    ADD_FAILURE() << "the server does not become ready";
    return *this;
  }

 private:
  static Options OptionsOf(const std::function<void(Options*)>& change) {
    Options options;
    options.port = 0;
    options.workers = 2;
    options.access_log = "";
    if (change) change(&options);
    return options;
  }

  Server server_;
  std::future<bool> good_;
};

TEST(ServerTest, AnswersOnOneConnection) {
  Running server({SleeperSource("a")});
  server.Await();
  Client client(server.Port());
  for (const int width : {3, 5, 7}) {
    const std::string answer = client.Send(Post("/predict/a", Picture(width))).Receive();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, ::testing::EndsWith(Expected(width)));
  }
  // Two requests at once are answered in their order.
  client.Send(Post("/predict/a", Picture(8)) + Post("/predict/a", Picture(9)));
  EXPECT_THAT(client.Receive(), HasSubstr("[8]"));
  EXPECT_THAT(client.Receive(), HasSubstr("[9]"));
  EXPECT_THAT(client.Send(Post("/predict/a?draw=1", Picture(6))).Receive(),
              HasSubstr("Content-Type: image/png"));
}

TEST(ServerTest, RefusesWithStatusAndReason) {
  Running server({SleeperSource("a"), Broken("b")}, [](Options* options) {
    options->most_body = 1000;
    options->most_pixels = 100;
  });
  server.Await();
  const auto ask = [&](const std::string& request) { return server.Ask(request); };
  EXPECT_THAT(ask(Post("/predict/a", "x")), StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(ask(Post("/predict/a", "")), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(Post("/predict/a", Picture(3).substr(0, 40))), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(Post("/predict/a", Picture(101, 1))), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(Post("/predict/a", std::string(1001, 'x'))), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(Post("/predict/a?draw=2", Picture(3))), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(Post("/predict/c", Picture(3))), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(ask(Post("/predict/b", Picture(3))), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(ask(Post("/predict/a", Picture(3), "Origin: http://evil\r\n")),
              StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(Post("/predict/a", Picture(3), "Content-Encoding: gzip\r\n")),
              StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(ask("NONSENSE\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(Get("/", "X: " + std::string(20000, 'x') + "\r\n")), StartsWith("HTTP/1.1 431"));
  const std::string models = ask(Get("/models"));
  EXPECT_THAT(models, HasSubstr(R"("state":"failed","reason":"there is no folder 'models'")"));
  // What the model cannot run is an error without the paths of this machine.
  const std::string failed = ask(Post("/predict/a", Picture(3, 13)));
  EXPECT_THAT(failed, StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(failed, ::testing::Not(HasSubstr("/home/me")));
}

TEST(ServerTest, AsksForTheToken) {
  Running server({SleeperSource("a")}, [](Options* options) { options->token = "secret"; });
  server.Await();
  EXPECT_THAT(server.Ask(Get("/models")), StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(server.Ask(Get("/models", "Authorization: Bearer secreT\r\n")),
              StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(server.Ask(Get("/models", "Authorization: bearer secret\r\n")),
              StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.Ask(Get("/")), StartsWith("HTTP/1.1 200"));
}

TEST(ServerTest, RefusesBeyondTheQueueAtOnce) {
  Running server({SleeperSource("a", milliseconds(300))}, [](Options* options) {
    options->workers = 1;
    options->queue = 2;
  });
  server.Await();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<Client>(server.Port()));
    clients.back()->Send(Post("/predict/a", Picture(i + 1)));
    if (i == 0) std::this_thread::sleep_for(milliseconds(100));  // the clone has begun
  }
  int good = 0;
  for (int i = 0; i < 8; ++i) {
    const std::string answer = clients[size_t(i)]->Receive();
    if (answer.starts_with("HTTP/1.1 200")) {
      ++good;
      EXPECT_THAT(answer, HasSubstr(Expected(i + 1)));
    } else {
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
      EXPECT_THAT(answer, HasSubstr("Retry-After: "));
    }
  }
  EXPECT_EQ(good, 3);  // one in the clone, two in the queue
}

TEST(ServerTest, AnswersInTime) {
  Running server({SleeperSource("a", milliseconds(1500))}, [](Options* options) {
    options->workers = 1;
    options->timeout = 0.2;
  });
  server.Await();
  const auto start = Clock::now();
  EXPECT_THAT(server.Ask(Post("/predict/a", Picture(3))), StartsWith("HTTP/1.1 504"));
  EXPECT_LT(SecondsSince(start), 1.4);
}

TEST(ServerTest, DropsWorkWhoseClientHasGone) {
  Running server({SleeperSource("a", milliseconds(300))},
                 [](Options* options) { options->workers = 1; });
  server.Await();
  Client busy(server.Port());
  busy.Send(Post("/predict/a", Picture(3)));
  std::this_thread::sleep_for(milliseconds(100));  // the clone has begun
  for (int i = 0; i < 2; ++i) Client(server.Port()).Send(Post("/predict/a", Picture(4)));
  EXPECT_THAT(busy.Receive(), HasSubstr(Expected(3)));
  const std::string dropped = "fastdeploy_abandoned_total{model=\"a\"} 2\n";
  bool found = false;
  for (int i = 0; i < 500 && !found; ++i) {
    found = server.Ask(Get("/metrics")).find(dropped) != std::string::npos;
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_TRUE(found);
}

TEST(ServerTest, EndsSlowClients) {
  Running server({SleeperSource("a")}, [](Options* options) {
    options->patience = {std::chrono::seconds(1), std::chrono::seconds(1), std::chrono::seconds(1),
                         std::chrono::seconds(1)};
  });
  server.Await();
  Client idle(server.Port());
  Client half(server.Port());
  Client body(server.Port());
  half.Send("GET / HT");
  body.Send("POST /predict/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
  const auto start = Clock::now();
  EXPECT_EQ(idle.Receive(), "");
  EXPECT_EQ(half.Receive(), "");
  EXPECT_EQ(body.Receive(), "");
  EXPECT_LT(SecondsSince(start), 10);
}

TEST(ServerTest, AnswersHealthWhenThereAreTooManyConnections) {
  Running server({SleeperSource("a")}, [](Options* options) { options->most_connections = 3; });
  server.Await();
  std::this_thread::sleep_for(milliseconds(100));  // those of Await have gone
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(std::make_unique<Client>(server.Port()));
    (void)idle.back()->Send(Get("/v2")).Receive();
  }
  EXPECT_THAT(server.Ask(Get("/v2/health/ready")), StartsWith("HTTP/1.1 200"));
  const std::string refused = server.Ask(Post("/predict/a", Picture(3)));
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(refused, HasSubstr("Connection: close"));
}

TEST(ServerTest, FinishesWhatIsInHand) {
  Running server({SleeperSource("a", milliseconds(400))},
                 [](Options* options) { options->workers = 1; });
  server.Await();
  Client first(server.Port());
  Client second(server.Port());
  Client idle(server.Port());
  first.Send(Post("/predict/a", Picture(3)));
  second.Send(Post("/predict/a", Picture(4)));
  (void)idle.Send(Get("/v2")).Receive();
  std::this_thread::sleep_for(milliseconds(100));
  std::thread stopping([&] { EXPECT_TRUE(server.Stop()); });
  EXPECT_THAT(first.Receive(), HasSubstr(Expected(3)));
  EXPECT_THAT(second.Receive(), HasSubstr(Expected(4)));
  EXPECT_EQ(idle.Receive(), "");
  stopping.join();
  EXPECT_FALSE(Client(server.Port()).Connected());
}

TEST(ServerTest, EndsIfNoModelCanBeLoaded) {
  Running server({Broken("a"), Broken("b")});
  ASSERT_EQ(server.Good().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_FALSE(server.Stop());
}

TEST(ServerTest, LoadsAndUnloadsOnRequest) {
  Running server({SleeperSource("a"), SleeperSource("b"), Broken("c")});
  server.Await();
  EXPECT_THAT(server.Ask(Post("/v2/repository/models/a/unload", "")), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.Ask(Post("/predict/a", Picture(3))), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(server.Ask(Get("/v2/models/a/ready")), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(server.Ask(Post("/predict/b", Picture(3))), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.Ask(Post("/v2/repository/models/a/load", "{}")), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.Ask(Post("/predict/a", Picture(3))), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.Ask(Post("/v2/repository/models/c/load", "")), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(server.Ask(Post("/v2/repository/models/d/load", "")), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(server.Ask(Post("/v2/repository/index", R"({"ready":true})")),
              HasSubstr(R"([{"name":"a","version":"1","state":"READY","reason":""},{"name":"b")"));
}

/// Requests of all kinds from several threads while models are loaded again: what was accepted is
/// answered, and rightly. Returns how many pictures were answered.
int RunMixedLoad(uint16_t port, int rounds, int seed) {
  int good = 0;
  std::unique_ptr<Client> client;
  for (int i = 0; i < rounds; ++i) {
    if (!client || i % 7 == 0) client = std::make_unique<Client>(port);
    const int width = 1 + (seed * 31 + i) % 40;
    const std::string name = i % 2 == 0 ? "/predict/a" : "/predict/b";
    switch ((seed + i) % 6) {
      case 0:
        Client(port).Send(Post(name, Picture(width)).substr(0, 90));  // cut off
        break;
      case 1:
        EXPECT_THAT(client->Send(Post(name, "broken")).Receive(), HasSubstr("HTTP/1.1 "));
        break;
      case 2:
        EXPECT_THAT(client->Send(Get("/metrics")).Receive(), StartsWith("HTTP/1.1 200"));
        break;
      default: {
        const std::string answer = client->Send(Post(name, Picture(width))).Receive();
        if (answer.starts_with("HTTP/1.1 503")) break;
        EXPECT_THAT(answer, HasSubstr(Expected(width)));
        ++good;
      }
    }
  }
  return good;
}

TEST(ServerTest, LosesNothingUnderMixedLoad) {
  Running server({SleeperSource("a"), SleeperSource("b", milliseconds(1))});
  server.Await();
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> clients;
    for (int seed = 0; seed < 6; ++seed) {
      clients.emplace_back([&, seed] { good += RunMixedLoad(server.Port(), 60, seed); });
    }
    for (int i = 0; i < 5; ++i) {
      EXPECT_THAT(server.Ask(Post("/v2/repository/models/a/load", "")), StartsWith("HTTP/1.1 200"));
    }
  }
  EXPECT_EQ(good, 6 * 60 / 2);  // while a model is loaded again, the one before answers
  EXPECT_TRUE(server.Stop());
}

}  // namespace
}  // namespace fastdeploy::server
