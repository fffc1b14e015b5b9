// SPDX-License-Identifier: Apache-2.0
//
// TensorArrays: lists of tensors that programs append to, often in loops.

#include "fastdeploy/runtime/formats/onnx/tensor_array.h"

namespace fastdeploy::onnx {
namespace {

constexpr const char* kNoArray = "an operator on an array that no operator made";

TensorArrayPtr ArrayOf(Op& op, const std::string& value) {
  TensorArrayPtr array = op.Whole().Lookup(value).array;
  if (array == nullptr) op.Refuse(kNoArray);
  return array;
}

TensorArrayPtr ArrayOf(Op& op) { return ArrayOf(op, op.ValueOf("array")); }

void BindArray(Op& op, TensorArrayPtr array) {
  if (!op.HasOutput(0)) return;
  op.Whole().Bind(op.Outputs()[0], {.name = "", .constant = {}, .array = std::move(array)});
}

Results CreateArray(Op& op) {
  BindArray(op, std::make_shared<TensorArray>());
  return {};
}

/// How many numbers each element has.
std::string SizesOf(Op& op, const TensorArray& array) {
  return op.Emit("ReduceProd", {array.shapes, op.Vector({1})}, {{"keepdims", 0}});
}

/// value[begin:end] along the first axis, of computed places with one dimension.
std::string Rows(Op& op, const std::string& value, const std::string& begin,
                 const std::string& end) {
  return op.Emit("Slice", {value, begin, end, op.Vector({0})});
}

/// The number of values before an element: int64 [1].
std::string Before(Op& op, const std::string& sizes, const std::string& index) {
  const std::string before = Rows(op, sizes, op.Vector({0}), index);
  return op.Emit("ReduceSum", {before, op.Vector({0})}, {{"keepdims", 1}});
}

/// Writes element `index`, or appends it if the array has as many.
void WriteComputed(Op& op, TensorArray* array) {
  const std::string x = op.In("x");
  const std::string numbers = op.Reshape(x, {-1});
  const std::string shape = op.Unsqueeze(array->dims.empty() ? op.Vector({1}) : op.ShapeOf(x), {0});
  if (!array->length.empty() && op.In("index") == array->length) {
    array->numbers = op.Concat({array->numbers, numbers}, 0);
    array->shapes = op.Concat({array->shapes, shape}, 0);
  } else {
    const std::string zero = op.Vector({0});
    const std::string rest = op.Vector({INT64_MAX});
    const std::string index = op.VectorOf("index");
    const std::string next = op.Emit("Add", {index, op.Vector({1})});
    const std::string sizes = SizesOf(op, *array);
    array->numbers = op.Concat({Rows(op, array->numbers, zero, Before(op, sizes, index)), numbers,
                                Rows(op, array->numbers, Before(op, sizes, next), rest)},
                               0);
    array->shapes = op.Concat(
        {Rows(op, array->shapes, zero, index), shape, Rows(op, array->shapes, next, rest)}, 0);
  }
  array->length.clear();
}

Results WriteArray(Op& op) {
  // ProgramDesc names the array as a result only; the first write makes it.
  const std::string& value = op.IsPir() ? op.ValueOf("array") : op.OutputOf();
  if (!op.IsPir() && !op.Whole().IsBound(value)) CreateArray(op);
  const TensorArrayPtr array = ArrayOf(op, value);
  array->AddType({.dtype = op.TypeOf("x"), .dims = op.DimsOf("x")});
  const auto known = op.KnownInts("index");
  const size_t count = array->elements.size();
  if (!array->IsComputed() && known.has_value() && known->size() == 1 && known->at(0) >= 0 &&
      static_cast<size_t>(known->at(0)) <= count) {
    const auto place = static_cast<size_t>(known->at(0));
    if (place == count) array->elements.emplace_back();
    array->elements[place] = op.Whole().Lookup(op.ValueOf("x"));
  } else {
    array->Compute(op);
    WriteComputed(op, array.get());
  }
  if (op.IsPir()) BindArray(op, array);
  return {};
}

Results ArrayLength(Op& op) {
  const TensorArrayPtr array = ArrayOf(op);
  if (!array->IsComputed()) return {Array::Ints({static_cast<int64_t>(array->elements.size())})};
  array->length = op.SizeOf(array->shapes, 0);
  return {array->length};
}

/// The element at a computed place; one below 0 counts from the end.
std::string ElementOf(Op& op, const TensorArray& array, std::string_view operand) {
  std::string index = op.VectorOf(operand);
  const std::string count = op.SizeOf(array.shapes, 0);
  const std::string negative = op.Emit("Less", {index, op.Vector({0})});
  index = op.Emit("Where", {negative, op.Emit("Add", {index, count}), index});
  const std::string sizes = SizesOf(op, array);
  const std::string begin = Before(op, sizes, index);
  const std::string end = op.Emit("Add", {begin, op.Emit("Gather", {sizes, index})});
  const std::string numbers = Rows(op, array.numbers, begin, end);
  if (array.dims.empty()) return op.Reshape(numbers, {});
  const std::string shape = op.Squeeze(op.Emit("Gather", {array.shapes, index}), {0});
  return op.Emit("Reshape", {numbers, shape});
}

Results ReadArray(Op& op) { return ReadElement(op, *ArrayOf(op), "index"); }

/// Elements known one by one, stacked or concatenated.
std::string Join(Op& op, const TensorArray& array, bool stack, int64_t axis) {
  Names parts;
  for (const Translation::Binding& element : array.elements) {
    const std::string value =
        element.constant.has_value() ? op.Constant(*element.constant) : element.name;
    parts.push_back(stack ? op.Unsqueeze(value, {axis}) : value);
  }
  return op.Concat(parts, axis);
}

/// The same for elements that are computed: their numbers get the shape {count, element...}; then
/// the first axis goes where it belongs, and to concatenate, into the axis after it.
std::string JoinComputed(Op& op, const TensorArray& array, bool stack, int64_t axis) {
  const auto rank = static_cast<int64_t>(array.dims.size());
  if (rank == 0) return op.Reshape(array.numbers, {-1});
  const std::string first = op.Squeeze(op.Slice(array.shapes, 0, 0, 1), {0});
  const std::string rest = op.Vector({-1});
  const auto dims = [&](int64_t begin, int64_t end) { return op.Slice(first, 0, begin, end); };
  if (!stack && axis == 0) {
    return op.Emit("Reshape", {array.numbers, op.Concat({rest, dims(1, INT64_MAX)}, 0)});
  }
  if (!stack && array.dims.at(static_cast<size_t>(axis)) < 0) {
    op.Refuse("a concatenation of elements along a dynamic axis other than the first");
  }
  std::string stacked = op.Emit("Reshape", {array.numbers, op.Concat({rest, first}, 0)});
  if (axis == 0) return stacked;
  if (axis < 0 || axis > rank) op.Refuse("an axis out of range");
  Ints order;
  for (int64_t i = 0; i < rank; ++i) order.push_back(i + 1);
  order.insert(order.begin() + axis, 0);
  std::string moved = op.Transpose(stacked, order);
  if (stack) return moved;
  return op.Emit("Reshape",
                 {moved, op.Concat({dims(0, axis), rest, dims(axis + 1, INT64_MAX)}, 0)});
}

/// Also gives the sizes of the elements along the axis.
Results ArrayToTensor(Op& op) {
  const TensorArrayPtr array = ArrayOf(op);
  if (array->dtype == kUndefined) op.Refuse("an empty array as a tensor");
  const bool stack = op.Bool("use_stack");
  const auto rank = static_cast<int64_t>(array->dims.size());
  int64_t axis = op.Int("axis", 0);
  if (axis < 0) axis += rank + (stack ? 1 : 0);
  if (axis < 0 || axis > rank || (axis == rank && !stack)) op.Refuse("an axis out of range");
  if (array->IsComputed()) {
    const std::string joined = JoinComputed(op, *array, stack, axis);
    if (axis == rank) return {joined};
    const std::string column = op.Slice(array->shapes, 1, axis, axis + 1);
    return {joined, op.Cast(op.Squeeze(column, {1}), kInt32)};
  }
  const std::string joined = Join(op, *array, stack, axis);
  if (axis == rank) return {joined};
  Names sizes;
  for (const Translation::Binding& element : array->elements) {
    const std::string value =
        element.constant.has_value() ? op.Constant(*element.constant) : element.name;
    sizes.push_back(op.SizeOf(value, axis));
  }
  return {joined, op.Cast(op.Concat(sizes, 0), kInt32)};
}

/// A part of an array is an array of its own.
Results SliceArray(Op& op) {
  const TensorArrayPtr array = ArrayOf(op);
  if (array->IsComputed()) op.Refuse("a part of an array that a loop or a branch writes");
  const auto count = static_cast<int64_t>(array->elements.size());
  const auto place = [&](const char* operand) {
    const Ints value = op.IntsOf(operand);
    if (value.size() != 1) op.Refuse("several places in an array");
    return std::clamp<int64_t>(value[0] < 0 ? value[0] + count : value[0], 0, count);
  };
  const int64_t begin = place("index");
  const int64_t end = std::max(begin, place("end"));
  const auto part = std::make_shared<TensorArray>(*array);
  part->elements.assign(array->elements.begin() + begin, array->elements.begin() + end);
  BindArray(op, part);
  return {};
}

/// Takes the last element (or another) off an array.
Results PopArray(Op& op) {
  const TensorArrayPtr array = ArrayOf(op);
  if (array->IsComputed()) op.Refuse("array_pop of an array that a loop or a branch writes");
  const auto count = static_cast<int64_t>(array->elements.size());
  const int64_t index = op.Int("index", -1);
  if (index >= count || index < -count) op.Refuse("array_pop of a place that does not exist");
  const auto place = array->elements.begin() + (index + count) % count;
  if (op.HasOutput(1)) op.Whole().Bind(op.Outputs()[1], *place);
  array->elements.erase(place);
  BindArray(op, array);
  return {};
}

constexpr Rule kRules[] = {
    {"create_array create_array_like|", "-> Out", CreateArray},
    {"array_write|", "array:X x:X index:X -> Out", WriteArray},
    {"|write_to_array", "x:X index:I -> Out", WriteArray},
    {"array_length|lod_array_length", "array:X -> Out", ArrayLength},
    {"array_read|read_from_array", "array:X index:I -> Out", ReadArray},
    {"slice_array_dense|", "array:X index:X -> Out", ReadArray},
    {"slice_array|", "array:X index:X end:X -> Out", SliceArray},
    {"array_pop|", "array:X -> Out", PopArray},
    {"array_to_tensor|tensor_array_to_tensor", "array:X -> Out OutIndex", ArrayToTensor},
};

}  // namespace

Results ReadElement(Op& op, const TensorArray& array, std::string_view index) {
  if (array.IsComputed()) return {ElementOf(op, array, index)};
  const auto known = op.KnownInts(index);
  const auto count = static_cast<int64_t>(array.elements.size());
  if (count == 0) op.Refuse("reading from an empty array");
  if (known.has_value() && known->size() == 1 && known->at(0) < count && known->at(0) >= -count) {
    const auto place = static_cast<size_t>((known->at(0) + count) % count);
    op.Whole().Bind(op.OutputOf(), array.elements[place]);
    return {};
  }
  TensorArray computed = array;  // perhaps in a body, which the array outlives
  computed.Compute(op);
  return {ElementOf(op, computed, index)};
}

std::span<const Rule> ArrayRules() { return kRules; }

}  // namespace fastdeploy::onnx
