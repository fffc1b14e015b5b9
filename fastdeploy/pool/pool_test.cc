// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pool/pool.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <functional>
#include <latch>
#include <limits>
#include <stdexcept>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

/// Returns the number of pixels, after a varying delay; refuses empty images.
class Counter {
 public:
  using Result = size_t;

  static inline std::atomic<int> alive = 0;

  Counter() { ++alive; }
  Counter(const Counter&) { ++alive; }
  ~Counter() { --alive; }
  Counter& operator=(const Counter&) = delete;

  size_t Predict(const cv::Mat& image) {
    EXPECT_FALSE(busy_.exchange(true)) << "only one thread at a time may use a clone";
    std::this_thread::sleep_for(std::chrono::microseconds(runs_++ % 4 * 50));
    busy_ = false;
    if (image.empty()) throw Error(ErrorKind::kInvalidArgument, "image: empty");
    return image.total();
  }
  [[nodiscard]] std::unique_ptr<Counter> Clone() const { return std::make_unique<Counter>(*this); }

 private:
  std::atomic<bool> busy_ = false;
  size_t runs_ = 0;
};

cv::Mat TestImage(int width) { return {2, width, CV_8UC3, cv::Scalar()}; }

TEST(ConcurrentPool, ReturnsTheResultOfEachImage) {
  Pool<Counter> pool(Counter(), 4);
  EXPECT_EQ(pool.Workers(), 4);
  std::vector<std::future<size_t>> futures;
  for (int i = 1; i <= 300; ++i) futures.push_back(pool.Submit(TestImage(i)));
  for (int i = 1; i <= 300; ++i) EXPECT_EQ(futures[i - 1].get(), 2U * i);
}

TEST(ConcurrentPool, AFailingImageFailsItsOwnFutureOnly) {
  Pool<Counter> pool(Counter(), 3);
  auto before = pool.Submit(TestImage(1));
  auto failing = pool.Submit(cv::Mat());
  auto after = pool.Submit(TestImage(2));
  EXPECT_EQ(before.get(), 2U);
  EXPECT_THROW(failing.get(), Error);
  EXPECT_EQ(after.get(), 4U);
}

TEST(ConcurrentPool, AcceptsWorkFromSeveralThreads) {
  Pool<Counter> pool(Counter(), 2);
  std::atomic<size_t> sum = 0;
  std::vector<std::jthread> clients;
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&] {
      for (int i = 1; i <= 50; ++i) sum += pool.Submit(TestImage(i)).get();
    });
  }
  clients.clear();
  EXPECT_EQ(sum, 4U * 2 * 50 * 51 / 2);
}

TEST(ConcurrentPool, AFullQueueBlocksSubmit) {
  Pool<Counter> pool(Counter(), 1, 2);
  std::barrier gate(2);
  auto blocked = pool.Run([&](Counter&) {
    gate.arrive_and_wait();
    return 0;
  });
  std::atomic<int> submitted = 0;
  std::jthread client([&] {
    for (int i = 0; i < 4; ++i) {
      (void)pool.Submit(TestImage(1));
      ++submitted;
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_LE(submitted, 3) << "one may be in progress, two in the queue";
  pool.Post([](Counter&) {}, false);  // is accepted all the same
  gate.arrive_and_wait();
  client.join();
  EXPECT_EQ(submitted, 4);
  EXPECT_EQ(blocked.get(), 0);
}

TEST(ConcurrentPool, DestructorFinishesSubmittedWork) {
  std::vector<std::future<size_t>> futures;
  {
    Pool<Counter> pool(Counter(), 2, 100);
    for (int i = 1; i <= 100; ++i) futures.push_back(pool.Submit(TestImage(i)));
  }
  EXPECT_EQ(Counter::alive, 0);
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(futures[i - 1].get(), 2U * i);
}

TEST(ConcurrentPool, AClosedPoolRefusesWork) {
  Pool<Counter> pool(Counter(), 2);
  pool.Close();
  pool.Close();
  EXPECT_THROW((void)pool.Submit(TestImage(1)), Error);
}

TEST(ConcurrentPool, TrySubmitRefusesWhenTheQueueIsFull) {
  Pool<Counter> pool(Counter(), 1, 1);
  std::latch begun(1);
  std::latch gate(1);
  auto blocked = pool.Run([&](Counter&) {
    begun.count_down();
    gate.wait();
  });
  begun.wait();
  auto accepted = pool.TrySubmit(TestImage(1));
  ASSERT_TRUE(accepted.has_value());
  EXPECT_FALSE(pool.TrySubmit(TestImage(2)).has_value());
  Pool<Counter>::Job job = [](Counter&) {};
  EXPECT_FALSE(pool.TryPost(job, std::chrono::milliseconds(1)));
  EXPECT_TRUE(job) << "a job that was refused stays as it is";
  gate.count_down();
  EXPECT_EQ(accepted->get(), 2U);
  blocked.get();
  pool.Close();
  EXPECT_THROW((void)pool.TrySubmit(TestImage(1)), Error);
}

TEST(ConcurrentPool, WorkThatSubmitsWorkGoesPastTheCapacity) {
  Pool<Counter> pool(Counter(), 2, 2);
  constexpr int kChains = 8;
  constexpr int kLength = 20;
  std::latch done(kChains * (kLength + 1));
  std::function<void(int)> submit = [&](int left) {
    pool.Post([&, left](Counter&) {
      if (left > 0) submit(left - 1);
      done.count_down();
    });
  };
  for (int i = 0; i < kChains; ++i) submit(kLength);
  done.wait();
  pool.Close();
  EXPECT_TRUE(pool.Closed());
}

TEST(ConcurrentPool, ItsOwnThreadsCloseItWithoutWaiting) {
  Pool<Counter> pool(Counter(), 3);
  std::vector<std::future<bool>> futures;
  std::latch all(3);
  for (int i = 0; i < 3; ++i) {
    futures.push_back(pool.Run([&](Counter&) {
      all.arrive_and_wait();
      pool.Close();
      return pool.Closed();
    }));
  }
  for (auto& future : futures) EXPECT_TRUE(future.get());
  EXPECT_THROW((void)pool.Submit(TestImage(1)), Error);
  pool.Close();
}

TEST(ConcurrentPool, TheLastReferenceMayGoOnAnOwnThread) {
  auto alive = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = alive;
  std::future<size_t> after;
  {
    auto pool = std::make_shared<Pool<Counter>>(Counter(), 2, 10);
    std::latch gate(1);
    pool->Post([pool, &gate, alive = std::move(alive)](Counter&) { gate.wait(); });
    after =
        pool->Run([alive = watched.lock()](Counter& model) { return model.Predict(TestImage(4)); });
    pool.reset();
    gate.count_down();
    EXPECT_EQ(after.get(), 8U);
    while (!watched.expired() || Counter::alive != 0) std::this_thread::yield();
  }
  EXPECT_EQ(Counter::alive, 0) << "the threads have ended, and their models with them";
}

TEST(ConcurrentPool, CloseEndsTheWaitForRoom) {
  Pool<Counter> pool(Counter(), 1, 1);
  std::latch begun(1);
  std::latch gate(1);
  pool.Post([&](Counter&) {
    begun.count_down();
    gate.wait();
  });
  begun.wait();
  (void)pool.Submit(TestImage(1));
  std::atomic<int> refused = 0;
  std::vector<std::jthread> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back([&] {
      try {
        (void)pool.Submit(TestImage(1));
      } catch (const Error&) {
        ++refused;
      }
    });
  }
  std::vector<std::jthread> closing;
  for (int i = 0; i < 2; ++i) closing.emplace_back([&] { pool.Close(); });
  clients.clear();
  EXPECT_EQ(refused, 3);
  gate.count_down();
}

TEST(ConcurrentPool, AJobThatThrowsHarmsNoOther) {
  Pool<Counter> pool(Counter(), 1);
  pool.Post([](Counter&) { throw std::runtime_error("a callback failed"); });
  pool.Post([](Counter&) { throw 57; });
  EXPECT_EQ(pool.Submit(TestImage(3)).get(), 6U);
}

TEST(Pool, RefusesWorkInAForkedChildAndCanBeDestroyedThere) {
  auto pool = std::make_unique<Pool<Counter>>(Counter(), 2);
  EXPECT_EQ(pool->Submit(TestImage(1)).get(), 2U);
  const pid_t child = fork();
  if (child == 0) {
    bool refused = false;
    try {
      (void)pool->Submit(TestImage(1));
    } catch (const Error&) {
      refused = true;
    }
    pool.reset();
    _exit(refused ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(pool->Submit(TestImage(3)).get(), 6U);
}

TEST(Pool, RefusesNegativeNumbers) {
  EXPECT_THROW(Pool<Counter>(Counter(), -1), Error);
  EXPECT_THROW(Pool<Counter>(Counter(), 1, -1), Error);
  EXPECT_THROW(Pool<Counter>(Counter(), std::numeric_limits<int>::max()), Error);
  EXPECT_GE(Pool<Counter>(Counter()).Workers(), 1);
}

/// Runs `call` in a child that may make `threads` more threads, as another user: root has no limit.
/// Returns the exit code of the child, or -1.
int WithThreads(int threads, const std::function<int()>& call) {
  const pid_t child = fork();
  if (child == 0) {
    // No other process has this number of a user.
    const rlimit limit = {.rlim_cur = rlim_t(threads) + 1, .rlim_max = rlim_t(threads) + 1};
    constexpr uid_t kNobodyElse = 912345;
    if (setuid(kNobodyElse) != 0 || setrlimit(RLIMIT_NPROC, &limit) != 0) _exit(100);
    _exit(call());
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Pool, HasFewerThreadsWhereNoMoreCanBeMade) {
  if (getuid() != 0) GTEST_SKIP() << "needs root, which can become a user without processes";
  const int workers = WithThreads(3, [] {
    Pool<Counter> pool(Counter(), 8);
    std::vector<std::future<size_t>> results;
    for (int i = 1; i <= 20; ++i) results.push_back(pool.Submit(TestImage(i)));
    for (int i = 1; i <= 20; ++i) {
      if (results[i - 1].get() != 2U * i) return 50;
    }
    return pool.Workers();
  });
  // ThreadSanitizer's own thread may be one of the three.
  EXPECT_GE(workers, 2);
  EXPECT_LE(workers, 3);
  EXPECT_EQ(WithThreads(0,
                        [] {
                          try {
                            const Pool<Counter> pool(Counter(), 8);
                          } catch (const Error&) {
                            return 7;
                          }
                          return 0;
                        }),
            7);
}

}  // namespace
}  // namespace fastdeploy
