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

#include "fastdeploy/pool/pool.h"

namespace fastdeploy {

/// The result of one item, or why there is none.
template <typename Result>
struct Attempt {
  std::optional<Result> result;
  std::string error;
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

/// Calls work(model, i) for i in 0..count-1 on the workers of a pool of `model`'s clones, and
/// consume(i, attempt) on the calling thread, in the order of i and as soon as can be. An item
/// whose work throws is an attempt without a result; the others are done. At most 16 items for
/// every worker are handed out and not consumed, so that one slow item does not pile up the others.
/// Once `stop` is true no further item is begun; those begun are finished and consumed. What
/// `consume` throws ends the run, after the items that were begun. Returns how many items were
/// consumed.
template <typename Model, typename Work, typename Consume>
size_t RunInOrder(const Model& model, int workers, size_t count, const std::atomic<bool>& stop,
                  const Work& work, const Consume& consume) {
  using Outcome = Attempt<std::invoke_result_t<const Work&, Model&, size_t>>;
  constexpr int kWindowPerWorker = 16;
  const auto window = static_cast<size_t>(workers) * kWindowPerWorker;
  std::atomic<bool> ended = false;
  // The queue has room for the window: this thread never waits to submit.
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
    ended = true;  // the pool's end waits for what was handed out
    throw;
  }
}

}  // namespace fastdeploy
