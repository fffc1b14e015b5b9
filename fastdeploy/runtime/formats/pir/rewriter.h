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

/// A value that is known at translation. A single number may stand for all elements.
struct Constant {
  TensorType type;
  std::vector<double> values;

  [[nodiscard]] int64_t Elements() const;
};

/// The id of a value, and the index of an element if it is a list (else 0).
using ValueElement = std::pair<int64_t, size_t>;

/// What a rule works with: the current operation, and the older program under construction. Every
/// accessor throws Error that says what is missing or of another kind than expected.
class Rewriter {
 public:
  Rewriter();

  // The current operation.

  [[nodiscard]] const Operation& Op() const { return *op_; }
  /// Whether the operand is present.
  [[nodiscard]] bool Given(size_t operand) const;
  [[nodiscard]] bool IsList(size_t operand) const;
  /// The value of the operand if it is a constant, else null.
  [[nodiscard]] const Constant* KnownOperand(size_t operand) const;
  /// The value of an operand that has to be a constant.
  [[nodiscard]] const Constant& ConstantOperand(size_t operand) const;
  [[nodiscard]] std::vector<int64_t> IntsOperand(size_t operand) const;
  [[nodiscard]] int64_t IntOperand(size_t operand) const;
  /// The operand as a tensor of the older program. For a constant, an operator is emitted.
  std::string Tensor(size_t operand);
  [[nodiscard]] const TensorType& TypeOf(size_t operand) const;
  /// The operand as a tensor. If it is a constant, it is emitted with this element type.
  std::string TensorOfType(size_t operand, int64_t dtype);
  /// The tensors of an operand that is a list; the tensor of one that is not.
  std::vector<std::string> Tensors(size_t operand);

  // Attributes. One that a rule has not asked for is an Error in the end.

  [[nodiscard]] bool Has(std::string_view name);
  const Json& Attr(std::string_view name);
  int64_t Int(std::string_view name);
  double Number(std::string_view name);
  bool Bool(std::string_view name);
  const std::string& String(std::string_view name);
  std::vector<int64_t> Ints(std::string_view name);
  std::vector<double> Numbers(std::string_view name);
  /// A DType; kUndefined if Paddle left it open.
  int64_t DataType(std::string_view name);
  void Ignore(std::string_view name) { asked_.insert(std::string(name)); }

  // The older program.

  /// Declares the variable of a result.
  std::string Result(size_t index = 0);
  std::vector<std::string> ListResult(size_t index = 0);
  /// Declares a variable for an intermediate value, with this name unless it is empty.
  std::string Temporary(const TensorType& type, const std::string& name = "");
  void Emit(OpDesc op);
  /// The operator that was emitted last.
  OpDesc& LastOp() { return blocks_[current_].operators.back(); }
  /// Emits an operator with input slot X and output slot Out, and returns the output.
  std::string EmitUnary(const std::string& type, const std::string& x, const TensorType& result,
                        std::vector<std::pair<std::string, AttributeDesc>> attributes = {},
                        const std::string& name = "");
  /// The same for two inputs, X and Y, which are broadcast.
  std::string EmitBinary(const std::string& type, const std::string& x, const std::string& y,
                         const TensorType& result);
  /// Copies a tensor to a new variable of this name.
  std::string EmitCopy(const std::string& x, const TensorType& type, const std::string& name);
  /// The same into an existing variable.
  void EmitCopyTo(const std::string& x, const TensorType& type, const std::string& name);
  /// Casts a tensor from element type `from` to that of `result`, into a new variable.
  std::string EmitCast(const std::string& x, int64_t from, const TensorType& result,
                       const std::string& name = "");
  /// The same into an existing variable.
  void EmitCastTo(const std::string& x, int64_t from, int64_t to, const std::string& name);
  /// Emits a constant. Throws if the older format cannot express it.
  std::string EmitConstant(const Constant& constant, const std::string& name = "");

  // Bodies of control flow: blocks of their own, which see the variables of the enclosing ones.

  void BeginBlock();
  /// Returns to the enclosing block, and returns the index of the finished one.
  BlockIndex EndBlock();
  /// The variables that a block reads without writing them first, except for parameters.
  [[nodiscard]] std::vector<std::string> ReadFromOutside(BlockIndex block) const;
  /// Makes existing tensors the value.
  void DefineValue(const Value& value, std::vector<std::string> tensors);

  // For the translation of a whole program.

  void AddParameter(const ParameterValue& value);
  void AddInput(const Value& value, const std::string& name);
  void SetOperation(const Operation* op);
  /// Throws Error if the operation has an attribute that no rule asked for.
  void CheckAttributesAsked() const;
  /// Makes a result a constant. An operator is emitted only if it is needed as a tensor.
  void DefineConstant(size_t result, Constant constant);
  /// Makes existing tensors the result.
  void DefineAlias(size_t result, std::vector<std::string> tensors);
  /// Asks for a name for the variable of a value, if it gets one of its own.
  void WishName(const ValueElement& element, const std::string& name) { wishes_[element] = name; }

  [[nodiscard]] std::vector<BlockDesc> Take() && { return std::move(blocks_); }

 private:
  struct Known {
    Value value;
    std::vector<std::string> tensors;  ///< empty for a constant until it is needed as one
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

/// The nearest int32. Paddle expresses "to the end" by numbers that need 64 bits.
int32_t Saturate32(int64_t value);
std::vector<int32_t> Saturate32(const std::vector<int64_t>& values);

/// Throws Error (kUnsupported): "not supported: " and `what`.
[[noreturn]] void Unsupported(const std::string& what);

}  // namespace fastdeploy::pir
