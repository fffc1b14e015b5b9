// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/formats/onnx/builder.h"
#include "fastdeploy/runtime/formats/paddle/program.h"

namespace fastdeploy::onnx {

class Op;
class Translation;

/// A result of an operator: a value of the graph, or a constant that is known already.
struct Result {
  Result(std::string value) : name(std::move(value)) {}  // NOLINT(*-explicit-*)
  Result(Array array) : constant(std::move(array)) {}    // NOLINT(*-explicit-*)

  std::string name;
  std::optional<Array> constant;
};
using Results = std::vector<Result>;

/// How operators of Paddle are said in ONNX. A rule is one row of a table:
///
///     {"reshape|reshape2", "x:X shape:Shape,*ShapeTensor,@shape -> Out", Reshape}
///
/// `names`: those in PIR, then, after a bar, those in ProgramDesc if they differ. A blank separates
/// names with the same meaning; "while|" exists in PIR only.
///
/// `operands`: a name for the rule's own use (`x`), and where the operand comes from: in PIR from
/// its place in the row, in ProgramDesc from the first of the sources that is given: a slot (`X`),
/// a slot with a list of tensors (`*ShapeTensor`), or an attribute (`@shape`), which becomes a
/// constant. PIR has attributes in place of operands, too: those after its last operand. After the
/// arrow: the slots of results, in PIR's order; `*Out` is a list of tensors.
struct Rule {
  std::string_view names;
  std::string_view operands;
  Results (*apply)(Op& op);
};

/// An operator that a rule translates: what the program says of it, and the graph to add to.
class Op : public Builder {
 public:
  // --- Operands, by the rule's names for them ---

  /// Whether the operand is given.
  [[nodiscard]] bool Has(std::string_view operand) const;
  /// How many tensors a list has.
  [[nodiscard]] size_t Count(std::string_view operand) const;
  /// The value of an operand, or of the i-th of a list, in the graph.
  std::string In(std::string_view operand, size_t i = 0);
  /// The same, cast to this type if it has another.
  std::string InAs(std::string_view operand, DType dtype, size_t i = 0);
  /// All of a list.
  Names All(std::string_view operand);
  /// Numbers with one dimension, from a constant, a tensor, or a list of tensors of one number.
  std::string VectorOf(std::string_view operand, DType dtype = kInt64);
  /// One number without dimensions.
  std::string NumberOf(std::string_view operand, DType dtype);

  /// The program's name of an operand: for control flow.
  [[nodiscard]] const std::string& ValueOf(std::string_view operand, size_t i = 0) const {
    return Value(operand, i);
  }
  [[nodiscard]] DType TypeOf(std::string_view operand, size_t i = 0) const;
  /// The shape that the program declares: -1 where dynamic. A model may be run with other sizes:
  /// rely on its length (the rank), and on dimensions that weights decide (channels).
  [[nodiscard]] Ints DimsOf(std::string_view operand, size_t i = 0) const;
  [[nodiscard]] int64_t RankOf(std::string_view operand, size_t i = 0) const;

  /// The values of an operand that are known now: of a constant, and of a small parameter of whole
  /// numbers. All tensors of a list as one array with one dimension.
  [[nodiscard]] std::optional<Array> Known(std::string_view operand) const;
  [[nodiscard]] std::optional<Ints> KnownInts(std::string_view operand) const;
  /// The same where a rule needs them: refuses the operator if they are not known.
  [[nodiscard]] Ints IntsOf(std::string_view operand) const;
  [[nodiscard]] double NumberValue(std::string_view operand) const;
  /// The values of a parameter (or constant), of any size.
  [[nodiscard]] Array Data(std::string_view operand) const;
  /// The same of a value by the program's name; nothing if it is computed.
  [[nodiscard]] std::optional<Array> ValuesOf(const std::string& value) const;
  [[nodiscard]] bool IsParameter(std::string_view operand, size_t i = 0) const;

  // --- Attributes; `names` may hold several, separated by bars: the first that exists counts ---

  [[nodiscard]] bool HasAttr(std::string_view names) const { return Find(names) != nullptr; }
  [[nodiscard]] int64_t Int(std::string_view names) const;
  [[nodiscard]] int64_t Int(std::string_view names, int64_t otherwise) const;
  [[nodiscard]] double Float(std::string_view names) const;
  [[nodiscard]] double Float(std::string_view names, double otherwise) const;
  [[nodiscard]] bool Bool(std::string_view names, bool otherwise = false) const;
  [[nodiscard]] std::string String(std::string_view names, std::string_view otherwise = "") const;
  /// The number that a text holds, whatever the locale. Refuses another text.
  [[nodiscard]] double NumberInText(std::string_view names) const;
  /// An array; a single number is one of length 1. Missing: empty.
  [[nodiscard]] Ints IntArray(std::string_view names) const;
  [[nodiscard]] std::vector<double> FloatArray(std::string_view names) const;
  /// An element type, or nothing if it is not set.
  [[nodiscard]] std::optional<DType> TypeAttr(std::string_view names) const;

  // --- The rest ---

  [[nodiscard]] const std::string& Type() const { return source_->type; }
  [[nodiscard]] bool IsPir() const;
  /// Of the program: paddle::Program::version.
  [[nodiscard]] int64_t Version() const;
  /// How many results the program takes, and whether it has a name for one of them.
  [[nodiscard]] size_t OutputCount() const { return outputs_.size(); }
  [[nodiscard]] bool HasOutput(size_t i) const;
  [[nodiscard]] DType OutputType(size_t i = 0) const;
  [[nodiscard]] Ints OutputDims(size_t i = 0) const;
  /// The element type that a result has, where Paddle declares another.
  void CorrectType(size_t output, DType dtype);
  /// The program's name of a result that must be there.
  [[nodiscard]] const std::string& OutputOf(size_t i = 0) const;
  /// The program's names of the results: for control flow.
  [[nodiscard]] const Names& Outputs() const { return outputs_; }
  [[nodiscard]] const paddle::Operator& Source() const { return *source_; }
  [[nodiscard]] Translation& Whole() const { return *translation_; }

  /// Throws Error (kUnsupported): what the rule cannot say in ONNX.
  [[noreturn]] void Refuse(const std::string& reason) const;

 private:
  friend class Translation;
  /// An operand: values of the program, or a constant from an attribute.
  struct Given {
    std::string_view name;
    Names values;
    std::optional<Array> constant;
  };

  Op(Translation* translation, State* state, const paddle::Operator& source);
  void Bind(std::string_view operands);
  // Fill the last operand.
  void BindPir(std::string_view sources, size_t place);
  void BindSlots(std::string_view sources);
  [[nodiscard]] const Given* FindOperand(std::string_view operand) const;
  [[nodiscard]] const Given& Operand(std::string_view operand) const;
  [[nodiscard]] const std::string& Value(std::string_view operand, size_t i) const;
  [[nodiscard]] std::optional<Array> FromAttribute(std::string_view name) const;
  /// ProgramDesc has attributes that name variables.
  [[nodiscard]] Names NamesInAttribute(std::string_view name) const;
  [[nodiscard]] const paddle::Attribute* Find(std::string_view names) const;
  [[nodiscard]] const paddle::Attribute& Attr(std::string_view names) const;

  Translation* translation_;
  const paddle::Operator* source_;
  std::vector<Given> operands_;
  Names outputs_;
};

/// The tables, by what the operators do; each is in the file rules_*.cc of that name.
std::span<const Rule> ActivationRules();
std::span<const Rule> MathRules();
std::span<const Rule> ReduceRules();
std::span<const Rule> ConvolutionRules();
std::span<const Rule> PoolRules();
std::span<const Rule> NormRules();
std::span<const Rule> ShapeRules();
std::span<const Rule> SliceRules();
std::span<const Rule> CreationRules();
std::span<const Rule> IndexRules();
std::span<const Rule> ResizeRules();
std::span<const Rule> PixelRules();
std::span<const Rule> DetectionRules();
std::span<const Rule> BoxRules();
std::span<const Rule> AnchorRules();
std::span<const Rule> ControlRules();
std::span<const Rule> ArrayRules();
std::span<const Rule> RecurrentRules();
std::span<const Rule> QuantizationRules();

/// Rules that give their only result from the values of their inputs.
inline Results FromNames(const Names& names) { return {names.begin(), names.end()}; }

}  // namespace fastdeploy::onnx
