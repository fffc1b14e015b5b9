// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace fastdeploy::cli {

/// Runs work(worker, i) for i in 0..count-1 on `workers` threads and hands the results to `consume`
/// on the calling thread in the order of i. At most `window` results wait at a time, so memory is
/// bounded. Once `*stop` is true no further item is begun; those begun are finished and consumed.
/// `work` must not throw. Returns how many results were consumed.
template <typename Result>
size_t RunInOrder(size_t count, size_t workers, size_t window, const std::atomic<bool>* stop,
                  const std::function<Result(size_t, size_t)>& work,
                  const std::function<void(size_t, Result)>& consume) {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<size_t, Result> finished;
  size_t begun = 0;     // items handed to workers
  size_t consumed = 0;  // results handed to `consume`
  size_t running = workers;

  const auto run_worker = [&](size_t worker) {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return *stop || begun == count || begun < consumed + window; });
      if (*stop || begun == count) break;
      const size_t item = begun++;
      lock.unlock();
      Result result = work(worker, item);
      lock.lock();
      finished.emplace(item, std::move(result));
      changed.notify_all();
    }
    --running;
    changed.notify_all();
  };

  std::vector<std::jthread> threads;
  for (size_t worker = 0; worker < workers; ++worker) threads.emplace_back(run_worker, worker);
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [&] { return finished.contains(consumed) || running == 0; });
    const auto next = finished.find(consumed);
    if (next == finished.end()) break;
    Result result = std::move(next->second);
    finished.erase(next);
    const size_t item = consumed++;
    changed.notify_all();
    lock.unlock();
    consume(item, std::move(result));
    lock.lock();
  }
  return consumed;
}

}  // namespace fastdeploy::cli
