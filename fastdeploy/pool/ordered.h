// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <exception>
#include <future>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/pool/pool.h"

namespace fastdeploy {

/// The result of one item, or the error if it failed.
template <typename Result>
struct Attempt {
  std::optional<Result> result;
  std::string error;
};

/// Calls `call`; whatever it throws becomes the error of the attempt.
template <typename Call>
Attempt<std::invoke_result_t<Call>> Try(const Call& call) {
  try {
    return {call(), ""};
  } catch (const std::exception&) {
    return {std::nullopt, CurrentError().what()};
  } catch (...) {
    return {std::nullopt, "unknown error"};
  }
}

/// Calls work(model, i) for i in 0..count-1 on the workers of a pool of clones of `model`, and
/// consume(i, attempt) on the calling thread, in the order of i and as early as possible. If work
/// throws, that item's attempt has no result; the other items are not affected. At most 16 items
/// per worker are in progress or waiting to be consumed, so that results do not pile up behind one
/// slow item. Once `stop` is true, no further item is started; those already started are finished
/// and consumed. An exception from `consume` ends the run once the started items are finished.
/// Returns how many items were consumed.
template <typename Model, typename Work, typename Consume>
size_t RunInOrder(const Model& model, int workers, size_t count, const std::atomic<bool>& stop,
                  const Work& work, const Consume& consume) {
  using Outcome = Attempt<std::invoke_result_t<const Work&, Model&, size_t>>;
  constexpr int kWindowPerWorker = 16;
  const auto window = static_cast<size_t>(workers) * kWindowPerWorker;
  std::atomic<bool> ended = false;
  // The queue has room for the whole window, so this thread never waits to submit.
  Pool<Model> pool(model, workers, workers * kWindowPerWorker);
  std::deque<std::future<std::optional<Outcome>>> handed_out;
  size_t next = 0;
  size_t consumed = 0;
  try {
    for (size_t i = 0;; ++i) {
      while (next < count && handed_out.size() < window && !stop) {
        handed_out.push_back(pool.Run([&, item = next](Model& clone) -> std::optional<Outcome> {
          if (stop || ended) return std::nullopt;
          return Try([&] { return work(clone, item); });
        }));
        ++next;
      }
      if (handed_out.empty()) return consumed;
      auto outcome = handed_out.front().get();
      handed_out.pop_front();
      if (!outcome) continue;
      ++consumed;
      consume(i, std::move(*outcome));
    }
  } catch (...) {
    ended = true;  // the pool's destructor waits for the items handed out
    throw;
  }
}

}  // namespace fastdeploy
