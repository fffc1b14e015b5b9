// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pool/ordered.h"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

/// A model that takes longer for some items than for others; all clones share a counter.
struct Worker {
  size_t Work(size_t item) {
    std::this_thread::sleep_for(std::chrono::microseconds(item * 7919 % 5 * 200));
    ++*items;
    return item * item;
  }
  [[nodiscard]] std::unique_ptr<Worker> Clone() const { return std::make_unique<Worker>(*this); }

  std::shared_ptr<std::atomic<size_t>> items = std::make_shared<std::atomic<size_t>>(0);
};

class ConcurrentRunner : public ::testing::TestWithParam<int> {
 protected:
  Worker worker_;
  std::atomic<bool> stop_ = false;
};

TEST_P(ConcurrentRunner, ConsumesResultsInOrderOnTheCallersThread) {
  const auto caller = std::this_thread::get_id();
  std::vector<size_t> results;
  const size_t count = 200;
  const size_t consumed = RunInOrder(
      worker_, GetParam(), count, stop_, [](Worker& worker, size_t i) { return worker.Work(i); },
      [&](size_t i, const Attempt<size_t>& attempt) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        EXPECT_EQ(i, results.size());
        results.push_back(attempt.result.value());
      });
  EXPECT_EQ(consumed, count);
  ASSERT_EQ(results.size(), count);
  for (size_t i = 0; i < count; ++i) EXPECT_EQ(results[i], i * i);
  EXPECT_EQ(*worker_.items, count);
}

TEST_P(ConcurrentRunner, FailingItemsDoNotAffectOthers) {
  size_t good = 0;
  std::vector<std::string> errors;
  const size_t consumed = RunInOrder(
      worker_, GetParam(), 100, stop_,
      [](Worker& worker, size_t i) {
        if (i == 13) throw std::runtime_error("item 13 is bad");
        if (i == 57) throw 57;
        return worker.Work(i);
      },
      [&](size_t i, const Attempt<size_t>& attempt) {
        if (attempt.result) {
          ++good;
        } else {
          errors.push_back(std::to_string(i) + ": " + attempt.error);
        }
      });
  EXPECT_EQ(consumed, 100U);
  EXPECT_EQ(good, 98U);
  EXPECT_THAT(errors, ::testing::ElementsAre("13: item 13 is bad", "57: unknown error"));
}

TEST_P(ConcurrentRunner, StopsWhenAsked) {
  std::atomic<size_t> begun = 0;
  std::vector<size_t> results;
  const size_t consumed = RunInOrder(
      worker_, GetParam(), 100000, stop_,
      [&](Worker& worker, size_t i) {
        ++begun;
        return worker.Work(i);
      },
      [&](size_t, const Attempt<size_t>& attempt) {
        results.push_back(attempt.result.value());
        if (results.size() == 20) stop_ = true;
      });
  EXPECT_EQ(consumed, begun) << "all started items are finished and consumed";
  EXPECT_EQ(results.size(), consumed);
  EXPECT_GE(consumed, 20U);
  EXPECT_LT(consumed, 20 + 17U * GetParam());
}

TEST_P(ConcurrentRunner, DoesNothingIfStoppedFromTheStart) {
  stop_ = true;
  const size_t consumed = RunInOrder(
      worker_, GetParam(), 10, stop_, [](Worker& worker, size_t i) { return worker.Work(i); },
      [](size_t, const Attempt<size_t>&) { ADD_FAILURE(); });
  EXPECT_EQ(consumed, 0U);
}

TEST_P(ConcurrentRunner, AFailingConsumerEndsTheRun) {
  const auto run = [&] {
    RunInOrder(
        worker_, GetParam(), 100000, stop_, [](Worker& worker, size_t i) { return worker.Work(i); },
        [](size_t i, const Attempt<size_t>&) {
          if (i == 5) throw std::runtime_error("the disk is full");
        });
  };
  EXPECT_THROW(run(), std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P(Workers, ConcurrentRunner, ::testing::Values(1, 2, 7));

TEST(ConcurrentRunner, HoldsBackWorkersWhileOneItemIsSlow) {
  std::atomic<bool> stop = false;
  std::atomic<size_t> highest = 0;
  RunInOrder(
      Worker(), 4, 1000, stop,
      [&](Worker&, size_t i) {
        if (i == 0) {
          std::this_thread::sleep_for(std::chrono::milliseconds(200));
          return highest.load();
        }
        size_t seen = highest;
        while (seen < i && !highest.compare_exchange_weak(seen, i)) {
        }
        return size_t{0};
      },
      [](size_t i, const Attempt<size_t>& attempt) {
        if (i == 0) {
          EXPECT_LT(attempt.result.value(), 16U * 4) << "items started in the meantime";
        }
      });
}

TEST(ConcurrentRunner, NothingToDo) {
  std::atomic<bool> stop = false;
  EXPECT_EQ(RunInOrder(
                Worker(), 3, 0, stop, [](Worker& worker, size_t i) { return worker.Work(i); },
                [](size_t, const Attempt<size_t>&) { ADD_FAILURE(); }),
            0U);
}

}  // namespace
}  // namespace fastdeploy
