// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <mutex>
#include <utility>

#include "bindings/gil.h"
#include "fastdeploy/core/process.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// Runs `call`, which computes and does not wait for other threads, with the GIL released.
template <typename Call>
auto WithoutGil(const Call& call) {
  const ReleasedGil release;
  const Computing computing;
  return call();
}

/// A C++ object that Python threads share. A call releases the GIL and then takes the object's
/// lock. No thread waits for one of the two while it holds the other, so there is no deadlock.
template <typename T>
class Shared {
 public:
  explicit Shared(T&& value)
      : value_(std::make_shared<T>(std::move(value))), mutex_(std::make_shared<std::mutex>()) {}
  /// A part of another object. Keeps the whole object alive and uses its lock.
  template <typename Whole>
  Shared(const Shared<Whole>& whole, T* part)
      : value_(whole.value_, part), mutex_(whole.mutex_), process_(whole.process_) {}
  Shared(const Shared&) = default;
  Shared(Shared&&) noexcept = default;
  Shared& operator=(const Shared&) = delete;
  Shared& operator=(Shared&&) = delete;
  ~Shared() {
    if (value_.use_count() != 1) return;
    const ReleasedGil release;  // may destroy an engine
    const Computing computing;
    value_.reset();
  }

  template <typename Call>
  auto Use(const Call& call) const {
    process_.Require("this object");  // after a fork, nobody would release its lock
    const ReleasedGil release;
    const Computing computing;
    const std::lock_guard lock(*mutex_);
    return call(*value_);
  }

  /// Access without the lock, for members that are safe to call at any time.
  [[nodiscard]] const T& Get() const { return *value_; }
  /// The part that `member` returns; see the constructor.
  template <typename Part>
  [[nodiscard]] Shared<Part> PartOf(Part& (T::*member)()) const {
    return Shared<Part>(*this, &((*value_).*member)());
  }

 private:
  template <typename>
  friend class Shared;

  std::shared_ptr<T> value_;
  std::shared_ptr<std::mutex> mutex_;
  ProcessMark process_;
};

}  // namespace fastdeploy::python
