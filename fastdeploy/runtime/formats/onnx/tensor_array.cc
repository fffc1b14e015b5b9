// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/tensor_array.h"

#include <algorithm>

#include "fastdeploy/core/error.h"

namespace fastdeploy::onnx {
namespace {

constexpr const char* kSeveralRanks =
    "an array with elements of several ranks, in a loop or a branch";

[[noreturn]] void Refuse(const std::string& reason) {
  throw Error(ErrorKind::kUnsupported, "not supported: " + reason);
}

const std::string& OnlyValue(const std::vector<paddle::Operand>& operands, size_t place) {
  if (place >= operands.size() || operands[place].values.size() != 1) {
    throw Error(ErrorKind::kInvalidFile, "an operator on an array has other than one value");
  }
  return operands[place].values[0];
}

size_t FindSlot(const std::vector<paddle::Operand>& operands, std::string_view slot) {
  const auto found = std::ranges::find(operands, slot, &paddle::Operand::slot);
  return static_cast<size_t>(found - operands.begin());
}

const std::string& OnlyValue(const std::vector<paddle::Operand>& operands, std::string_view slot) {
  return OnlyValue(operands, FindSlot(operands, slot));
}

class Search {
 public:
  Search(Translation& translation, const Names& results)
      : translation_(translation), results_(results) {}

  void Visit(const std::vector<size_t>& blocks) {
    for (const size_t block : blocks) {
      for (const paddle::Operator& op : translation_.BlockAt(block).operators) Visit(op);
    }
  }

  [[nodiscard]] std::vector<TensorArrayPtr> Found() const { return found_; }

 private:
  void Visit(const paddle::Operator& op) {
    if (op.type == "array_write") {
      Alias(OnlyValue(op.outputs, 0), OnlyValue(op.inputs, 0));
      AddWrite(OnlyValue(op.inputs, 0), OnlyValue(op.inputs, 1));
    } else if (op.type == "write_to_array") {
      AddWrite(OnlyValue(op.outputs, "Out"), OnlyValue(op.inputs, "X"));
    } else if (op.type == "array_pop") {
      Refuse("array_pop in a loop or a branch");
    } else if (op.type == "assign" || op.type == "select_input") {
      VisitCopy(op);
    }
    if (op.type == "while" && !op.blocks.empty()) {
      const Names& arguments = translation_.BlockAt(op.blocks[0]).arguments;
      for (size_t i = 0; i < arguments.size() && i + 1 < op.inputs.size(); ++i) {
        if (op.inputs[i + 1].values.size() == 1) Alias(arguments[i], op.inputs[i + 1].values[0]);
      }
    }
    Visit(op.blocks);
  }

  /// An array may be a copy of another, and be written by that.
  void VisitCopy(const paddle::Operator& op) {
    const size_t place = op.inputs.size() == 1 ? 0 : FindSlot(op.inputs, "X");
    if (place >= op.inputs.size() || op.inputs[place].values.empty()) return;
    const std::string source = Resolve(op.inputs[place].values[0]);
    const std::string& result = OnlyValue(op.outputs, 0);
    if (!IsArray(source)) return;
    if (IsArray(result)) {
      if (source != result) AddWrite(result, result);
    } else {
      Alias(result, source);
    }
  }

  bool IsArray(const std::string& name) const {
    return translation_.IsBound(name) && translation_.Lookup(name).array != nullptr;
  }

  void Alias(const std::string& name, const std::string& original) {
    aliases_[name] = Resolve(original);
  }

  std::string Resolve(const std::string& name) const {
    const auto found = aliases_.find(name);
    return found == aliases_.end() ? name : found->second;
  }

  void AddWrite(const std::string& value, const std::string& element) {
    const std::string name = Resolve(value);
    if (!translation_.IsBound(name)) {
      if (std::ranges::find(results_, name) == results_.end()) return;  // the body's own
      translation_.Bind(name,
                        {.name = "", .constant = {}, .array = std::make_shared<TensorArray>()});
    }
    const TensorArrayPtr array = translation_.Lookup(name).array;
    if (array == nullptr) return;
    array->AddType(translation_.TypeOf(element));
    if (std::ranges::find(found_, array) == found_.end()) found_.push_back(array);
  }

  Translation& translation_;
  const Names& results_;
  std::unordered_map<std::string, std::string> aliases_;
  std::vector<TensorArrayPtr> found_;
};

}  // namespace

void TensorArray::AddType(const paddle::TensorType& element) {
  if (dtype == kUndefined) {
    dtype = DTypeOf(element.dtype);
    dims = element.dims;
    return;
  }
  if (element.dtype != dtype) Refuse("an array with elements of several types");
  if (element.dims.size() != dims.size()) {
    several_ranks = true;
    if (IsComputed()) Refuse(kSeveralRanks);
    return;
  }
  for (size_t i = 0; i < dims.size(); ++i) {
    if (dims[i] != element.dims[i]) dims[i] = -1;
  }
}

int64_t TensorArray::Columns() const {
  return std::max<int64_t>(static_cast<int64_t>(dims.size()), 1);
}

void TensorArray::Compute(Builder& builder) {
  length.clear();
  if (IsComputed()) return;
  if (several_ranks) Refuse(kSeveralRanks);
  Names all_numbers;
  Names all_shapes;
  for (const Translation::Binding& element : elements) {
    const std::string value =
        element.constant.has_value() ? builder.Constant(*element.constant) : element.name;
    all_numbers.push_back(builder.Reshape(value, {-1}));
    const std::string shape = dims.empty() ? builder.Vector({1}) : builder.ShapeOf(value);
    all_shapes.push_back(builder.Unsqueeze(shape, {0}));
  }
  if (elements.empty()) {
    // OpenVINO reads constants without values as numbers without dimensions.
    numbers = builder.Slice(builder.Constant(Array::Full(0, dtype, {1})), 0, 0, 0);
    shapes = builder.Slice(builder.Constant(Array::Full(0, kInt64, {1, Columns()})), 0, 0, 0);
  } else {
    numbers = builder.Concat(all_numbers, 0);
    shapes = builder.Concat(all_shapes, 0);
  }
  elements.clear();
}

bool CopyArray(Op& op, const std::string& value) {
  Translation& whole = op.Whole();
  const TensorArrayPtr array = whole.Lookup(value).array;
  if (array == nullptr) return false;
  const std::string& result = op.OutputOf();
  const TensorArrayPtr before = whole.IsBound(result) ? whole.Lookup(result).array : nullptr;
  if (before == array) return true;
  if (before == nullptr) {
    whole.Bind(result,
               {.name = "", .constant = {}, .array = std::make_shared<TensorArray>(*array)});
    return true;
  }
  const bool computed = before->IsComputed();
  *before = *array;
  if (computed) before->Compute(op);  // the values of a body
  return true;
}

std::vector<TensorArrayPtr> WrittenArrays(Translation& translation,
                                          const std::vector<size_t>& blocks, const Names& results) {
  Search search(translation, results);
  search.Visit(blocks);
  return search.Found();
}

}  // namespace fastdeploy::onnx
