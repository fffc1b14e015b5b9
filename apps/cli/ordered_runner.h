// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastdeploy::cli {

/// The result of one item, or why there is none.
template <typename Result>
struct Attempt {
  std::optional<Result> result;
  std::string error;
};

/// Hands out items 0, 1, ... to workers; their results leave in the same order. At most `window`
/// items are begun whose results have not left, so that one slow item does not pile up the others.
template <typename Result>
class OrderedQueue {
 public:
  OrderedQueue(size_t count, size_t window, const std::atomic<bool>& stop)
      : count_(count), window_(window), stop_(stop) {}

  /// The next item to work on, as soon as the window has room. Nothing when all have been begun, or
  /// once `stop` is true.
  std::optional<size_t> Begin() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return Exhausted() || begun_ < left_ + window_; });
    if (!Exhausted()) return begun_++;
    changed_.notify_all();
    return std::nullopt;
  }

  void Finish(size_t item, Attempt<Result> attempt) {
    const std::lock_guard lock(mutex_);
    finished_.emplace(item, std::move(attempt));
    changed_.notify_all();
  }

  /// The result of the next item in order. Nothing when those of all begun items have left.
  std::optional<Attempt<Result>> Next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [&] { return finished_.contains(left_) || (left_ == begun_ && Exhausted()); });
    auto node = finished_.extract(left_);
    if (node.empty()) return std::nullopt;
    ++left_;
    changed_.notify_all();
    return std::move(node.mapped());
  }

  /// No further item is begun.
  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  // A signal handler sets stop_ and wakes nobody. Nobody needs it: whoever waits, waits for an item
  // in work, and looks again when that is finished.
  [[nodiscard]] bool Exhausted() const { return begun_ == count_ || closed_ || stop_; }

  const size_t count_;
  const size_t window_;
  const std::atomic<bool>& stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<size_t, Attempt<Result>> finished_;
  size_t begun_ = 0;
  size_t left_ = 0;
  bool closed_ = false;
};

/// Whatever `call` throws becomes the error of the attempt.
template <typename Call>
Attempt<std::invoke_result_t<Call>> Try(const Call& call) {
  try {
    return {call(), ""};
  } catch (const std::exception& error) {
    return {std::nullopt, error.what()};
  } catch (...) {
    return {std::nullopt, "unknown error"};
  }
}

/// Calls work(worker, i) for i in 0..count-1, in one thread for every worker, and then
/// consume(i, attempt) on the calling thread, in the order of i and as soon as can be. An item
/// whose work throws is an attempt without a result; the others are done. Once `stop` is true no
/// further item is begun; those begun are finished and consumed. What `consume` throws ends the
/// run. Returns how many items were consumed.
template <typename Worker, typename Work, typename Consume>
size_t RunInOrder(const std::vector<std::unique_ptr<Worker>>& workers, size_t count,
                  const std::atomic<bool>& stop, const Work& work, const Consume& consume) {
  constexpr size_t kWindowPerWorker = 16;
  OrderedQueue<std::invoke_result_t<Work, Worker&, size_t>> queue(
      count, kWindowPerWorker * workers.size(), stop);
  const auto run = [&](Worker& worker) {
    while (const auto item = queue.Begin()) {
      queue.Finish(*item, Try([&] { return work(worker, *item); }));
    }
  };
  std::vector<std::jthread> threads;
  size_t consumed = 0;
  try {
    for (const auto& worker : workers) threads.emplace_back([&] { run(*worker); });
    while (auto attempt = queue.Next()) consume(consumed++, std::move(*attempt));
  } catch (...) {
    queue.Close();  // or the threads, which are joined next, would wait for ever
    throw;
  }
  return consumed;
}

}  // namespace fastdeploy::cli
