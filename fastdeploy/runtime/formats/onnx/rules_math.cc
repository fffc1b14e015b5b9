// SPDX-License-Identifier: Apache-2.0
//
// Two numbers in, one out: arithmetic, comparisons, logic.

#include <cmath>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

/// The type in which Paddle computes with values of two types.
DType Promoted(DType x, DType y) {
  if (x == y || y == kUndefined) return x;
  if (x == kUndefined) return y;
  if (IsFloat(x) != IsFloat(y)) return IsFloat(x) ? x : y;
  if (x == kBool || y == kBool) return x == kBool ? y : x;
  if (IsFloat(x)) return x == kFloat64 || y == kFloat64 ? kFloat64 : kFloat32;
  const int64_t x_size = FindDType(x)->size;
  const int64_t y_size = FindDType(y)->size;
  return x_size >= y_size ? x : y;
}

struct Pair {
  std::string x;
  std::string y;
  DType dtype;
};

/// Both inputs in one type. In ProgramDesc, `axis` says where the dimensions of y belong in x.
Pair Operands(Op& op) {
  Pair pair = {.x = "", .y = "", .dtype = Promoted(op.TypeOf("x"), op.TypeOf("y"))};
  pair.x = op.InAs("x", pair.dtype);
  pair.y = op.InAs("y", pair.dtype);
  const int64_t axis = op.Int("axis", -1);
  const int64_t x_rank = op.RankOf("x");
  const int64_t y_rank = op.RankOf("y");
  if (axis >= 0 && y_rank > 0 && axis + y_rank < x_rank) {
    Ints axes;
    for (int64_t i = y_rank; i < x_rank - axis; ++i) axes.push_back(i);
    pair.y = op.Unsqueeze(pair.y, axes);
  }
  return pair;
}

template <const char* kType>
Results Binary(Op& op) {
  const Pair pair = Operands(op);
  return {op.Emit(kType, {pair.x, pair.y})};
}

/// Comparisons: ONNX has no order of truth values.
template <const char* kType>
Results Compare(Op& op) {
  Pair pair = Operands(op);
  if (pair.dtype == kBool) {
    pair.x = op.Cast(pair.x, kInt32);
    pair.y = op.Cast(pair.y, kInt32);
  }
  return {op.Emit(kType, {pair.x, pair.y})};
}

/// Logic of numbers takes those other than 0 as true.
template <const char* kType>
Results Logic(Op& op) {
  return {op.Emit(kType, {op.InAs("x", kBool), op.InAs("y", kBool)})};
}

Results LogicalNot(Op& op) { return {op.Emit("Not", {op.InAs("x", kBool)})}; }

/// Of truth values: logic.
template <const char* kOfNumbers, const char* kOfTruth>
Results NumbersOrTruth(Op& op) {
  const Pair pair = Operands(op);
  return {op.Emit(pair.dtype == kBool ? kOfTruth : kOfNumbers, {pair.x, pair.y})};
}

Results BitwiseNot(Op& op) {
  return {op.Emit(op.TypeOf("x") == kBool ? "Not" : "BitwiseNot", {op.In("x")})};
}

constexpr char kAdd[] = "Add", kSub[] = "Sub", kMul[] = "Mul", kDiv[] = "Div", kMax[] = "Max",
               kMin[] = "Min", kEqual[] = "Equal", kLess[] = "Less", kGreater[] = "Greater",
               kLessOrEqual[] = "LessOrEqual", kGreaterOrEqual[] = "GreaterOrEqual", kAnd[] = "And",
               kOr[] = "Or", kXor[] = "Xor", kBitAnd[] = "BitwiseAnd", kBitOr[] = "BitwiseOr",
               kBitXor[] = "BitwiseXor", kPow[] = "Pow";

Results EqualAll(Op& op) {
  op.CorrectType(0, kBool);
  const Pair pair = Operands(op);
  const std::string equal = op.Cast(op.Emit("Equal", {pair.x, pair.y}), kInt32);
  return {op.Cast(op.Emit("ReduceMin", {equal}, {{"keepdims", 0}}), kBool)};
}

Results NotEqual(Op& op) {
  const Pair pair = Operands(op);
  return {op.Emit("Not", {op.Emit("Equal", {pair.x, pair.y})})};
}

/// x / y of whole numbers towards minus infinity; ONNX's goes towards zero.
std::string FloorQuotient(Op& op, const Pair& pair) {
  const std::string quotient = op.Emit("Div", {pair.x, pair.y});
  if (IsFloat(pair.dtype)) return op.Emit("Floor", {quotient});
  const std::string rest = op.Emit("Sub", {pair.x, op.Emit("Mul", {quotient, pair.y})});
  const std::string zero = op.Number(0, pair.dtype);
  const std::string inexact = op.Emit("Not", {op.Emit("Equal", {rest, zero})});
  const std::string signs_differ =
      op.Emit("Xor", {op.Emit("Less", {rest, zero}), op.Emit("Less", {pair.y, zero})});
  const std::string too_large = op.Emit("And", {inexact, signs_differ});
  return op.Emit("Sub", {quotient, op.Cast(too_large, pair.dtype)});
}

Results FloorDivide(Op& op) { return {FloorQuotient(op, Operands(op))}; }

/// The rest has the sign of y.
Results Remainder(Op& op) {
  const Pair pair = Operands(op);
  if (!IsFloat(pair.dtype)) return {op.Emit("Mod", {pair.x, pair.y})};
  const std::string whole = op.Emit("Mul", {FloorQuotient(op, pair), pair.y});
  return {op.Emit("Sub", {pair.x, whole})};
}

Results Pow(Op& op) {
  const DType dtype = op.TypeOf("x");
  return {op.Emit("Pow", {op.In("x"), op.NumberOf("y", dtype)})};
}

/// Paddle converts scale and bias to the type of x first: fractions of whole numbers are cut off.
Results Scale(Op& op) {
  const DType dtype = op.TypeOf("x");
  const double bias = Array::Scalar(op.Float("bias", 0), dtype).At(0);
  const bool bias_last = op.Bool("bias_after_scale", true);
  const auto known_scale = op.Known("scale");
  const double factor = known_scale.has_value() ? known_scale->As(dtype).At(0) : 0;
  const auto known = op.Known("x");
  if (known.has_value() && known_scale.has_value()) {
    Array result = known->As(kFloat64);
    for (double& value : result.floats) {
      value = bias_last ? value * factor + bias : (value + bias) * factor;
    }
    return {result.As(dtype)};
  }
  const std::string x = op.In("x");
  const auto add = [&](const std::string& value) { return op.Moved(value, bias, dtype); };
  const auto multiply = [&](const std::string& value) {
    if (known_scale.has_value() && factor == 1) return value;
    return op.Emit("Mul", {value, op.NumberOf("scale", dtype)});
  };
  return {bias_last ? add(multiply(x)) : multiply(add(x))};
}

Results AddN(Op& op) {
  const Names values = op.All("x");
  return {values.size() == 1 ? values[0] : op.Emit("Sum", values)};
}

/// x + weight * (y - x)
Results Lerp(Op& op) {
  const std::string x = op.In("x");
  const std::string step = op.Emit("Sub", {op.In("y"), x});
  return {op.Emit("Add", {x, op.Emit("Mul", {op.In("weight"), step})})};
}

/// ProgramDesc has it as a text.
std::string Tolerance(Op& op, const char* name, DType dtype) {
  if (op.Has(name)) return op.NumberOf(name, dtype);
  return op.Number(op.NumberInText(name), dtype);
}

/// Whether |x - y| <= atol + rtol * |y|.
Results IsClose(Op& op) {
  if (op.Bool("equal_nan")) op.Refuse("equal_nan");
  const DType dtype = op.TypeOf("x");
  const std::string y = op.In("y");
  const std::string limit =
      op.Emit("Add", {op.Emit("Mul", {op.Emit("Abs", {y}), Tolerance(op, "rtol", dtype)}),
                      Tolerance(op, "atol", dtype)});
  const std::string difference = op.Emit("Abs", {op.Emit("Sub", {op.In("x"), y})});
  return {op.Emit("LessOrEqual", {difference, limit})};
}

Results Where(Op& op) {
  const DType dtype = Promoted(op.TypeOf("x"), op.TypeOf("y"));
  return {op.Emit("Where", {op.In("condition"), op.InAs("x", dtype), op.InAs("y", dtype)})};
}

constexpr const char* kBinary = "x:X y:Y -> Out";

constexpr Rule kRules[] = {
    {"add|elementwise_add grad_add", kBinary, NumbersOrTruth<kAdd, kOr>},
    {"subtract|elementwise_sub", kBinary, Binary<kSub>},
    {"multiply|elementwise_mul", kBinary, NumbersOrTruth<kMul, kAnd>},
    {"divide|elementwise_div", kBinary, Binary<kDiv>},
    {"maximum|elementwise_max", kBinary, Binary<kMax>},
    {"minimum|elementwise_min", kBinary, Binary<kMin>},
    {"fmax|elementwise_fmax", kBinary, Binary<kMax>},
    {"fmin|elementwise_fmin", kBinary, Binary<kMin>},
    {"elementwise_pow", kBinary, Binary<kPow>},
    {"floor_divide|elementwise_floordiv", kBinary, FloorDivide},
    {"remainder|elementwise_mod", kBinary, Remainder},
    {"equal", kBinary, Binary<kEqual>},
    {"not_equal", kBinary, NotEqual},
    {"less_than", kBinary, Compare<kLess>},
    {"less_equal", kBinary, Compare<kLessOrEqual>},
    {"greater_than", kBinary, Compare<kGreater>},
    {"greater_equal", kBinary, Compare<kGreaterOrEqual>},
    {"logical_and", kBinary, Logic<kAnd>},
    {"logical_or", kBinary, Logic<kOr>},
    {"logical_xor", kBinary, Logic<kXor>},
    {"logical_not", "x:X -> Out", LogicalNot},
    {"bitwise_and", kBinary, NumbersOrTruth<kBitAnd, kAnd>},
    {"bitwise_or", kBinary, NumbersOrTruth<kBitOr, kOr>},
    {"bitwise_xor", kBinary, NumbersOrTruth<kBitXor, kXor>},
    {"bitwise_not", "x:X -> Out", BitwiseNot},
    {"equal_all", kBinary, EqualAll},
    {"pow", "x:X y:FactorTensor,@y,@factor -> Out", Pow},
    {"scale", "x:X scale:ScaleTensor,@scale -> Out", Scale},
    {"lerp", "x:X y:Y weight:Weight -> Out", Lerp},
    {"isclose", "x:Input y:Other rtol:Rtol atol:Atol -> Out", IsClose},
    {"add_n|sum", "x:*X -> Out", AddN},
    {"where", "condition:Condition x:X y:Y -> Out", Where},
};

}  // namespace

std::span<const Rule> MathRules() { return kRules; }

}  // namespace fastdeploy::onnx
