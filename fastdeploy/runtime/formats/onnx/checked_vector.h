// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace fastdeploy::onnx {

/// A vector whose places are checked: `[i]`, `front()` and `back()` throw std::out_of_range where
/// there is no such element. Rules work with shapes, axes and attributes of files that anyone may
/// have written; Translation turns the exception into an Error that names the operator.
template <typename T>
class CheckedVector : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  CheckedVector() = default;
  CheckedVector(std::vector<T> values) : std::vector<T>(std::move(values)) {}  // NOLINT: implicit

  T& operator[](size_t i) { return this->at(i); }
  const T& operator[](size_t i) const { return this->at(i); }
  // NOLINTBEGIN(readability-identifier-naming): std::vector's names
  T& front() { return this->at(0); }
  const T& front() const { return this->at(0); }
  T& back() { return this->at(this->size() - 1); }
  const T& back() const { return this->at(this->size() - 1); }
  // NOLINTEND(readability-identifier-naming)
};

}  // namespace fastdeploy::onnx
