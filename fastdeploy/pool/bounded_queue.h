// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace fastdeploy {

/// What became of an item that was to be added to a queue.
enum class Pushed {
  kYes,
  kFull,    ///< there was no room
  kClosed,  ///< the queue takes no more items
};

/// A first-in, first-out queue between threads, with a capacity. All members are thread-safe. An
/// item is moved from only if it is added.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) {}

  /// Adds an item as soon as there is room.
  Pushed Push(T&& item) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || HasRoom(); });
    return Add(std::move(item), &lock);
  }

  /// The same, but gives up after `patience`; 0: does not wait.
  Pushed PushWithin(T&& item, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!room_.wait_for(lock, patience, [&] { return closed_ || HasRoom(); })) return Pushed::kFull;
    return Add(std::move(item), &lock);
  }

  /// Adds an item at once, even if the queue is full.
  Pushed PushBeyond(T&& item) {
    std::unique_lock lock(mutex_);
    return Add(std::move(item), &lock);
  }

  /// Waits for the next item. Returns nothing once the queue is closed and empty.
  std::optional<T> Pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    const bool has_room = HasRoom();
    lock.unlock();
    if (has_room) room_.notify_one();
    return item;
  }

  /// Accepts no more items; those in the queue can still be taken.
  void Close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    room_.notify_all();
    filled_.notify_all();
  }

  [[nodiscard]] bool Closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  [[nodiscard]] bool HasRoom() const { return items_.size() < capacity_; }
  Pushed Add(T&& item, std::unique_lock<std::mutex>* lock) {
    if (closed_) return Pushed::kClosed;
    items_.push_back(std::move(item));
    lock->unlock();
    filled_.notify_one();
    return Pushed::kYes;
  }

  const size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> items_;
  bool closed_ = false;
};

}  // namespace fastdeploy
