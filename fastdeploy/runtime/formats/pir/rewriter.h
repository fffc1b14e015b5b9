// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/pir/program.h"
#include "fastdeploy/runtime/formats/program_desc.h"

namespace fastdeploy::pir {

/// A value that is known now. One number may stand for all elements.
struct Constant {
  TensorType type;
  std::vector<double> values;

  [[nodiscard]] int64_t Elements() const;
};

/// A value's id, and which element of a list it is (0 for what is no list).
using ValueElement = std::pair<int64_t, size_t>;

/// What a rule works with: the operation at hand, and the old program that grows. Every accessor
/// throws Error that says what is missing or of another kind than expected.
class Rewriter {
 public:
  Rewriter();

  // The operation at hand.

  [[nodiscard]] const Operation& Op() const { return *op_; }
  /// Whether the operand exists.
  [[nodiscard]] bool Given(size_t operand) const;
  [[nodiscard]] bool IsList(size_t operand) const;
  /// The operand's value where it is known now, else null.
  [[nodiscard]] const Constant* KnownOperand(size_t operand) const;
  /// The same where it has to be.
  [[nodiscard]] const Constant& ConstantOperand(size_t operand) const;
  [[nodiscard]] std::vector<int64_t> IntsOperand(size_t operand) const;
  [[nodiscard]] int64_t IntOperand(size_t operand) const;
  /// The operand as a tensor of the old program, and its type. Constants become operators.
  std::string Tensor(size_t operand);
  [[nodiscard]] const TensorType& TypeOf(size_t operand) const;
  /// A constant as a tensor of this element type; of another operand, the tensor.
  std::string TensorOfType(size_t operand, int64_t dtype);
  /// Several tensors: of a list, or of one tensor.
  std::vector<std::string> Tensors(size_t operand);

  /// Attributes. Those that a rule did not ask for are refused in the end.
  [[nodiscard]] bool Has(std::string_view name);
  const Json& Attr(std::string_view name);
  int64_t Int(std::string_view name);
  double Number(std::string_view name);
  bool Bool(std::string_view name);
  const std::string& String(std::string_view name);
  std::vector<int64_t> Ints(std::string_view name);
  std::vector<double> Numbers(std::string_view name);
  /// The number of an element type; kUndefined where Paddle left it open.
  int64_t DataType(std::string_view name);
  void Ignore(std::string_view name) { asked_.insert(std::string(name)); }

  // The old program.

  /// The variable of a result, declared.
  std::string Result(size_t index = 0);
  std::vector<std::string> ListResult(size_t index = 0);
  /// A variable for a step in between, of this name if it is not empty.
  std::string Temporary(const TensorType& type, const std::string& name = "");
  void Emit(OpDesc op);
  /// The operator that was emitted last.
  OpDesc& LastOp() { return blocks_[current_].operators.back(); }
  /// Emits `type` with input slot X and output slot Out, and gives the output.
  std::string EmitUnary(const std::string& type, const std::string& x, const TensorType& result,
                        std::vector<std::pair<std::string, AttributeDesc>> attributes = {},
                        const std::string& name = "");
  /// The same of two tensors, X and Y, of which one may have to be repeated along axes.
  std::string EmitBinary(const std::string& type, const std::string& x, const std::string& y,
                         const TensorType& result);
  /// A copy of a tensor in a new variable of this name.
  std::string EmitCopy(const std::string& x, const TensorType& type, const std::string& name);
  /// The same into a variable that is there already.
  void EmitCopyTo(const std::string& x, const TensorType& type, const std::string& name);
  /// Casts a tensor from one element type to that of `result`, in a new variable.
  std::string EmitCast(const std::string& x, int64_t from, const TensorType& result,
                       const std::string& name = "");
  /// The same into a variable that is there already.
  void EmitCastTo(const std::string& x, int64_t from, int64_t to, const std::string& name);
  /// A constant tensor, as an operator. Throws for what the old program cannot say.
  std::string EmitConstant(const Constant& constant, const std::string& name = "");

  // Bodies of control flow: blocks of their own, which see the variables of those around them.

  void BeginBlock();
  /// Goes back to the block around it, and gives the index of the one that is done.
  BlockIndex EndBlock();
  /// What a block reads that it does not make itself, parameters left out.
  [[nodiscard]] std::vector<std::string> ReadFromOutside(BlockIndex block) const;
  /// Makes a value another name of tensors that exist.
  void DefineValue(const Value& value, std::vector<std::string> tensors);

  // For the translation of whole programs.

  void AddParameter(const ParameterValue& value);
  void AddInput(const Value& value, const std::string& name);
  void SetOperation(const Operation* op);
  /// Throws for attributes that nobody asked for.
  void CheckAttributesAsked() const;
  /// Makes a result known now, so that no operator is emitted for it unless one needs a tensor.
  void DefineConstant(size_t result, Constant constant);
  /// Makes a result another name of tensors that exist.
  void DefineAlias(size_t result, std::vector<std::string> tensors);
  /// The variable of a value is to be called so, if it gets one of its own.
  void WishName(const ValueElement& element, const std::string& name) { wishes_[element] = name; }

  [[nodiscard]] std::vector<BlockDesc> Take() && { return std::move(blocks_); }

 private:
  struct Known {
    Value value;
    std::vector<std::string> tensors;  ///< empty for constants until one is asked for
    bool is_constant = false;
    Constant constant;
  };

  [[nodiscard]] const Known& Operand(size_t operand) const;
  Known& Define(size_t result);
  [[nodiscard]] std::string WishOf(const ValueElement& element) const;
  std::string Declare(const std::string& name, const TensorType& type);

  const Operation* op_ = nullptr;
  std::set<std::string, std::less<>> asked_;
  std::map<int64_t, Known> values_;
  std::map<ValueElement, std::string> wishes_;
  std::set<std::string> names_;
  std::set<std::string> parameters_;
  std::vector<BlockDesc> blocks_;
  size_t current_ = 0;
  size_t bytes_ = 0;
  int temporaries_ = 0;
};

/// The nearest number of the type: Paddle says "to the end" with numbers that only 64 bits hold.
int32_t Saturate32(int64_t value);
std::vector<int32_t> Saturate32(const std::vector<int64_t>& values);

/// Throws Error (kUnsupported).
[[noreturn]] void Unsupported(const std::string& what);

}  // namespace fastdeploy::pir
