// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <mutex>
#include <utility>

#include "fastdeploy/core/process.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// Runs `call` while other Python threads run.
template <typename Call>
auto WithoutGil(const Call& call) {
  const nb::gil_scoped_release release;
  return call();
}

/// A C++ object that Python threads share: calls let go of the GIL, then take the object's lock.
/// The lock is never taken with the GIL held, nor the GIL with the lock held, so neither can wait
/// for the other.
template <typename T>
class Shared {
 public:
  explicit Shared(T&& value)
      : value_(std::make_shared<T>(std::move(value))), mutex_(std::make_shared<std::mutex>()) {}
  /// A part of another object, which it keeps alive, under the same lock.
  template <typename Whole>
  Shared(const Shared<Whole>& whole, T* part)
      : value_(whole.value_, part), mutex_(whole.mutex_), process_(whole.process_) {}
  Shared(const Shared&) = default;
  Shared(Shared&&) noexcept = default;
  Shared& operator=(const Shared&) = delete;
  Shared& operator=(Shared&&) = delete;
  ~Shared() {
    if (value_.use_count() != 1) return;
    const nb::gil_scoped_release release;  // an engine may be going away
    value_.reset();
  }

  template <typename Call>
  auto Use(const Call& call) const {
    process_.Require("this object");  // its lock may be held by a thread that is not here
    const nb::gil_scoped_release release;
    const std::lock_guard lock(*mutex_);
    return call(*value_);
  }

  /// For members that may be called at any time, such as those that never change.
  [[nodiscard]] const T& Get() const { return *value_; }
  /// The address of a part; see the constructor.
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
