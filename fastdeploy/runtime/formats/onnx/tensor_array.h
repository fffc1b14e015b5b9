// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/onnx/translation.h"

namespace fastdeploy::onnx {

/// A TensorArray: a list of tensors that grows. Operators change it in place, and several values of
/// the program may be the same array.
struct TensorArray {
  /// The elements, while their number is known.
  std::vector<Translation::Binding> elements;

  // Where loops or branches change it, two values of the graph: all numbers, one element after
  // another, and the shapes of the elements, one row each.
  std::string numbers;  ///< empty while `elements` counts
  std::string shapes;
  /// The value that array_length gave last, if the array has not changed since.
  std::string length;

  DType dtype = kUndefined;
  Ints dims;  ///< of the elements as declared: -1 where dynamic, or where they differ
  bool several_ranks = false;

  [[nodiscard]] bool IsComputed() const { return !numbers.empty(); }
  /// Takes the element's type as that of all elements. Throws Error (kUnsupported) if earlier ones
  /// have another.
  void AddType(const paddle::TensorType& element);
  /// Makes the array two values of the graph. Its type must be known.
  void Compute(Builder& builder);
  /// The number of columns of `shapes`: numbers without dimensions have shapes {1}.
  [[nodiscard]] int64_t Columns() const;
};
using TensorArrayPtr = std::shared_ptr<TensorArray>;

/// The arrays from outside that operators of these blocks write, with the types of what they write.
/// `results` are the names that bodies of a ProgramDesc give to the block around them: an array may
/// begin there.
std::vector<TensorArrayPtr> WrittenArrays(Translation& translation,
                                          const std::vector<size_t>& blocks, const Names& results);

/// The element of an array at the place that an operand says; below 0: from the end.
Results ReadElement(Op& op, const TensorArray& array, std::string_view index);

/// Makes the operator's result a copy of a value if that is an array. An array that the result was
/// before takes the elements.
bool CopyArray(Op& op, const std::string& value);

}  // namespace fastdeploy::onnx
