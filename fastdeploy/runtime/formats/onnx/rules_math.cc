// SPDX-License-Identifier: Apache-2.0
//
// Numbers in, as many numbers out: activations, arithmetic, comparisons; and reductions.

#include <array>
#include <cmath>
#include <limits>

#include "fastdeploy/runtime/formats/onnx/tensor_array.h"

namespace fastdeploy::onnx {
namespace {

/// An operator of one input that ONNX has as well.
template <const char* kType>
Results Same(Op& op) {
  return {op.Emit(kType, {op.In("x")})};
}
constexpr char kAbs[] = "Abs", kAcos[] = "Acos", kAsin[] = "Asin", kAtan[] = "Atan",
               kCeil[] = "Ceil", kCos[] = "Cos", kErf[] = "Erf", kExp[] = "Exp", kFloor[] = "Floor",
               kHardSwish[] = "HardSwish", kIsInf[] = "IsInf", kIsNaN[] = "IsNaN", kLog[] = "Log",
               kReciprocal[] = "Reciprocal", kRelu[] = "Relu", kSigmoid[] = "Sigmoid",
               kSign[] = "Sign", kSin[] = "Sin", kSinh[] = "Sinh", kCosh[] = "Cosh",
               kSoftsign[] = "Softsign", kSqrt[] = "Sqrt", kTan[] = "Tan", kTanh[] = "Tanh";

Results Assign(Op& op) {
  if (CopyArray(op, op.ValueOf("x"))) return {};
  if (const auto known = op.Known("x")) return {*known};
  return {op.In("x")};
}

/// Halves away from zero; ONNX rounds them to even.
Results Round(Op& op) {
  if (op.Int("decimals", 0) != 0) op.Refuse("rounding to decimals");
  const std::string x = op.In("x");
  const std::string half = op.Number(0.5, op.TypeOf("x"));
  const std::string size = op.Emit("Floor", {op.Emit("Add", {op.Emit("Abs", {x}), half})});
  return {op.Emit("Mul", {op.Emit("Sign", {x}), size})};
}

Results Relu6(Op& op) {
  const DType dtype = op.TypeOf("x");
  const double limit = op.Float("threshold", 6);
  return {op.Emit("Clip", {op.In("x"), op.Number(0, dtype), op.Number(limit, dtype)})};
}

Results Square(Op& op) { return {op.Emit("Mul", {op.In("x"), op.In("x")})}; }

Results Rsqrt(Op& op) { return {op.Emit("Reciprocal", {op.Emit("Sqrt", {op.In("x")})})}; }

Results Swish(Op& op) {
  const std::string x = op.In("x");
  const double beta = op.Float("beta", 1);
  const std::string scaled = beta == 1 ? x : op.Emit("Mul", {x, op.Number(beta, op.TypeOf("x"))});
  return {op.Emit("Mul", {x, op.Emit("Sigmoid", {scaled})})};
}

Results Gelu(Op& op) {
  return {
      op.Emit("Gelu", {op.In("x")}, {{"approximate", op.Bool("approximate") ? "tanh" : "none"}})};
}

Results Mish(Op& op) { return {op.Emit("Mish", {op.In("x")})}; }

Results LeakyRelu(Op& op) {
  return {op.Emit("LeakyRelu", {op.In("x")}, {{"alpha", op.Float("negative_slope|alpha", 0.02)}})};
}

Results Elu(Op& op) { return {op.Emit("Elu", {op.In("x")}, {{"alpha", op.Float("alpha", 1)}})}; }

Results Celu(Op& op) { return {op.Emit("Celu", {op.In("x")}, {{"alpha", op.Float("alpha", 1)}})}; }

Results Selu(Op& op) {
  return {op.Emit("Selu", {op.In("x")},
                  {{"alpha", op.Float("alpha", 1.6732632423543772)},
                   {"gamma", op.Float("scale", 1.0507009873554805)}})};
}

Results HardSigmoid(Op& op) {
  return {op.Emit("HardSigmoid", {op.In("x")},
                  {{"alpha", op.Float("slope", 1.0 / 6)}, {"beta", op.Float("offset", 0.5)}})};
}

/// x * min(max(x + offset, 0), threshold) / scale; ONNX's has 3, 6 and 6.
Results HardSwish(Op& op) {
  const double offset = op.Float("offset", 3);
  const double threshold = op.Float("threshold", 6);
  const double scale = op.Float("scale", 6);
  if (offset == 3 && threshold == 6 && scale == 6) return Same<kHardSwish>(op);
  const DType dtype = op.TypeOf("x");
  const std::string x = op.In("x");
  const std::string moved = op.Emit("Add", {x, op.Number(offset, dtype)});
  const std::string cut =
      op.Emit("Clip", {moved, op.Number(0, dtype), op.Number(threshold, dtype)});
  return {op.Emit("Mul", {x, op.Emit("Div", {cut, op.Number(scale, dtype)})})};
}

Results HardTanh(Op& op) {
  const DType dtype = op.TypeOf("x");
  return {op.Emit("Clip", {op.In("x"), op.Number(op.Float("t_min", 0), dtype),
                           op.Number(op.Float("t_max", 24), dtype)})};
}

/// log(1 + exp(beta x)) / beta, and x itself where beta x is beyond the threshold.
Results Softplus(Op& op) {
  const double beta = op.Float("beta", 1);
  const double threshold = op.Float("threshold", 20);
  const DType dtype = op.TypeOf("x");
  const std::string x = op.In("x");
  const std::string scaled = beta == 1 ? x : op.Emit("Mul", {x, op.Number(beta, dtype)});
  std::string soft = op.Emit("Softplus", {scaled});
  if (beta != 1) soft = op.Emit("Div", {soft, op.Number(beta, dtype)});
  const std::string linear = op.Emit("Greater", {scaled, op.Number(threshold, dtype)});
  return {op.Emit("Where", {linear, x, soft})};
}

Results ThresholdedRelu(Op& op) {
  if (op.Float("value", 0) != 0) op.Refuse("another value than 0 below the threshold");
  return {op.Emit("ThresholdedRelu", {op.In("x")}, {{"alpha", op.Float("threshold", 1)}})};
}

Results LogSigmoid(Op& op) {
  return {op.Emit("Neg", {op.Emit("Softplus", {op.Emit("Neg", {op.In("x")})})})};
}

Results TanhShrink(Op& op) { return {op.Emit("Sub", {op.In("x"), op.Emit("Tanh", {op.In("x")})})}; }

template <int kBase>
Results LogOf(Op& op) {
  const std::string factor = op.Number(1 / std::log(double{kBase}), op.TypeOf("x"));
  return {op.Emit("Mul", {op.Emit("Log", {op.In("x")}), factor})};
}

Results Log1p(Op& op) {
  return {op.Emit("Log", {op.Emit("Add", {op.In("x"), op.Number(1, op.TypeOf("x"))})})};
}

/// The slopes are one, or one for each channel, or one for each element of an image.
Results PRelu(Op& op) {
  std::string slope = op.In("w");
  const int64_t rank = op.RankOf("x");
  if (op.String("mode") == "channel" && op.RankOf("w") == 1) {
    if (op.String("data_format", "NCHW") == "NHWC") op.Refuse("data_format NHWC");
    Ints shape(static_cast<size_t>(std::max<int64_t>(rank - 1, 1)), 1);
    shape[0] = -1;
    slope = op.Reshape(slope, shape);
  }
  return {op.Emit("PRelu", {op.In("x"), slope})};
}

Results Clip(Op& op) {
  const DType dtype = op.TypeOf("x");
  return {op.Emit("Clip", {op.In("x"), op.NumberOf("min", dtype), op.NumberOf("max", dtype)})};
}

// --- Two inputs ---

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
constexpr char kAdd[] = "Add", kSub[] = "Sub", kMul[] = "Mul", kDiv[] = "Div", kMax[] = "Max",
               kMin[] = "Min", kEqual[] = "Equal", kLess[] = "Less", kGreater[] = "Greater",
               kLessOrEqual[] = "LessOrEqual", kGreaterOrEqual[] = "GreaterOrEqual", kAnd[] = "And",
               kOr[] = "Or", kXor[] = "Xor", kBitAnd[] = "BitwiseAnd", kBitOr[] = "BitwiseOr",
               kBitXor[] = "BitwiseXor", kPow[] = "Pow";

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

Results Scale(Op& op) {
  const DType dtype = op.TypeOf("x");
  const double bias = op.Float("bias", 0);
  const bool bias_last = op.Bool("bias_after_scale", true);
  const auto known_scale = op.Known("scale");
  const auto known = op.Known("x");
  if (known.has_value() && known_scale.has_value()) {
    const double scale = op.NumberValue("scale");
    Array result = known->As(kFloat64);
    for (double& value : result.floats) {
      value = bias_last ? value * scale + bias : (value + bias) * scale;
    }
    return {result.As(known->dtype)};
  }
  if (!IsFloat(dtype)) {  // Paddle converts both numbers to the type first
    const bool whole =
        bias == std::trunc(bias) &&
        (!known_scale.has_value() || known_scale->At(0) == std::trunc(known_scale->At(0)));
    if (!whole) op.Refuse("a fraction as scale or bias of whole numbers");
  }
  const std::string x = op.In("x");
  const std::string offset = bias == 0 ? "" : op.Number(bias, dtype);
  const auto add = [&](const std::string& value) {
    return offset.empty() ? value : op.Emit("Add", {value, offset});
  };
  const auto multiply = [&](const std::string& value) {
    if (known_scale.has_value() && known_scale->At(0) == 1) return value;
    return op.Emit("Mul", {value, op.NumberOf("scale", dtype)});
  };
  return {bias_last ? add(multiply(x)) : multiply(add(x))};
}

Results AddN(Op& op) {
  const Names values = op.All("x");
  return {values.size() == 1 ? values[0] : op.Emit("Sum", values)};
}

Results Where(Op& op) {
  const DType dtype = Promoted(op.TypeOf("x"), op.TypeOf("y"));
  return {op.Emit("Where", {op.In("condition"), op.InAs("x", dtype), op.InAs("y", dtype)})};
}

// --- Reductions ---

/// All axes if none are named.
Ints AxesOf(Op& op) {
  Ints axes = op.Has("axis") ? op.IntsOf("axis") : Ints();
  if (axes.empty() || op.Bool("reduce_all")) {
    axes.clear();
    for (int64_t i = 0; i < op.RankOf("x"); ++i) axes.push_back(i);
  }
  return axes;
}

std::string ReduceOver(Op& op, const char* type, const std::string& x) {
  return op.Emit(type, {x, op.Vector(AxesOf(op))}, {{"keepdims", op.Bool("keepdim|keep_dim")}});
}

template <const char* kType>
Results Reduce(Op& op) {
  const bool sums =
      std::string_view(kType) == "ReduceSum" || std::string_view(kType) == "ReduceProd";
  const DType from = op.TypeOf("x");
  DType dtype = op.TypeAttr("dtype|out_dtype").value_or(from);
  // Sums of small whole numbers are int64 in Paddle.
  if (sums && !op.HasAttr("in_dtype") && (from == kBool || from == kInt32)) dtype = kInt64;
  if (op.RankOf("x") == 0) return {op.InAs("x", dtype)};
  return {ReduceOver(op, kType, op.InAs("x", dtype))};
}
constexpr char kReduceMean[] = "ReduceMean", kReduceMax[] = "ReduceMax", kReduceMin[] = "ReduceMin",
               kReduceSum[] = "ReduceSum", kReduceProd[] = "ReduceProd";

template <const char* kType>
Results ReduceTruth(Op& op) {
  return {op.Cast(ReduceOver(op, kType, op.InAs("x", kInt32)), kBool)};
}

Results LogSumExp(Op& op) { return {ReduceOver(op, "ReduceLogSumExp", op.In("x"))}; }

Results FrobeniusNorm(Op& op) { return {ReduceOver(op, "ReduceL2", op.In("x"))}; }

Results PNorm(Op& op) {
  const double order = op.HasAttr("porder") ? op.Float("porder") : 2;
  const bool flat = op.Bool("asvector");
  const DType dtype = op.TypeOf("x");
  const std::string x = flat ? op.Reshape(op.In("x"), {-1}) : op.In("x");
  const std::string axes = op.Vector({flat ? 0 : op.Int("axis", -1)});
  const Attributes keep = {{"keepdims", op.Bool("keepdim|keep_dim")}};
  if (order == 1) return {op.Emit("ReduceL1", {x, axes}, keep)};
  if (order == 2) return {op.Emit("ReduceL2", {x, axes}, keep)};
  const std::string size = op.Emit("Abs", {x});
  if (std::isinf(order)) {
    return {op.Emit(order > 0 ? "ReduceMax" : "ReduceMin", {size, axes}, keep)};
  }
  if (order == 0) {
    const std::string nonzero = op.Emit("Greater", {size, op.Number(0, dtype)});
    return {op.Emit("ReduceSum", {op.Cast(nonzero, dtype), axes}, keep)};
  }
  const std::string powers = op.Emit("Pow", {size, op.Number(order, dtype)});
  const std::string sum = op.Emit("ReduceSum", {powers, axes}, keep);
  return {op.Emit("Pow", {sum, op.Number(1 / order, dtype)})};
}

Results EqualAll(Op& op) {
  const Pair pair = Operands(op);
  const std::string equal = op.Cast(op.Emit("Equal", {pair.x, pair.y}), kInt32);
  return {op.Cast(op.Emit("ReduceMin", {equal}, {{"keepdims", 0}}), kBool)};
}

Results CumSum(Op& op) {
  const bool flat = op.Bool("flatten");
  const DType dtype = op.TypeOf("x") == kBool ? kInt64 : op.TypeOf("x");
  const std::string x = flat ? op.Reshape(op.InAs("x", dtype), {-1}) : op.InAs("x", dtype);
  const std::string axis = flat ? op.Number(0, kInt64) : op.NumberOf("axis", kInt64);
  return {op.Emit("CumSum", {x, axis},
                  {{"exclusive", op.Bool("exclusive")}, {"reverse", op.Bool("reverse")}})};
}

// --- Matrices ---

Results MatMul(Op& op) {
  const auto side = [&](const char* operand, const char* transposed) {
    const int64_t rank = op.RankOf(operand);
    if (!op.Bool(transposed) || rank < 2) return op.In(operand);
    Ints order;
    for (int64_t i = 0; i < rank; ++i) order.push_back(i);
    std::swap(order[order.size() - 1], order[order.size() - 2]);
    return op.Transpose(op.In(operand), order);
  };
  const std::string product = op.Emit("MatMul", {side("x", "transpose_x|trans_x|transpose_X"),
                                                 side("y", "transpose_y|trans_y|transpose_Y")});
  const double alpha = op.Float("alpha", 1);
  if (alpha == 1) return {product};
  return {op.Emit("Mul", {product, op.Number(alpha, op.TypeOf("x"))})};
}

/// The older product of matrices: x is flattened after some axes, y before some.
Results Mul(Op& op) {
  const int64_t x_axes = op.Int("x_num_col_dims", 1);
  const int64_t y_axes = op.Int("y_num_col_dims", 1);
  if (y_axes != 1 || op.RankOf("y") != 2) op.Refuse("a second factor that is not a matrix");
  if (x_axes == op.RankOf("x") - 1) return {op.Emit("MatMul", {op.In("x"), op.In("y")})};
  Ints shape(static_cast<size_t>(x_axes), 0);
  shape.push_back(-1);
  return {op.Emit("MatMul", {op.Reshape(op.In("x"), shape), op.In("y")})};
}

/// beta * input + alpha * x y
Results AddMm(Op& op) {
  const DType dtype = op.TypeOf("x");
  const auto scaled = [&](const std::string& value, double factor) {
    return factor == 1 ? value : op.Emit("Mul", {value, op.Number(factor, dtype)});
  };
  const std::string product = op.Emit("MatMul", {op.In("x"), op.In("y")});
  return {op.Emit("Add", {scaled(op.In("input"), op.Float("beta|Beta", 1)),
                          scaled(product, op.Float("alpha|Alpha", 1))})};
}

Results Dot(Op& op) {
  const std::string product = op.Emit("Mul", {op.In("x"), op.In("y")});
  return {op.Emit("ReduceSum", {product, op.Vector({-1})}, {{"keepdims", 0}})};
}

Results Inverse(Op& op) { return {op.Emit("com.microsoft:Inverse", {op.In("x")})}; }

Results Einsum(Op& op) {
  return {op.Emit("Einsum", op.All("x"), {{"equation", op.String("equation")}})};
}

constexpr const char* kUnary = "x:X -> Out";
constexpr const char* kBinary = "x:X y:Y -> Out";
constexpr const char* kReduction = "x:X axis:@axis,@dim -> Out";

constexpr Rule kRules[] = {
    {"abs", kUnary, Same<kAbs>},
    {"acos", kUnary, Same<kAcos>},
    {"asin", kUnary, Same<kAsin>},
    {"assign share_data memcpy_d2h memcpy_h2d", kUnary, Assign},
    {"atan", kUnary, Same<kAtan>},
    {"ceil", kUnary, Same<kCeil>},
    {"celu", kUnary, Celu},
    {"cos", kUnary, Same<kCos>},
    {"cosh", kUnary, Same<kCosh>},
    {"elu", kUnary, Elu},
    {"erf", kUnary, Same<kErf>},
    {"exp", kUnary, Same<kExp>},
    {"floor", kUnary, Same<kFloor>},
    {"gelu", kUnary, Gelu},
    {"hardsigmoid|hard_sigmoid", kUnary, HardSigmoid},
    {"hardswish|hard_swish", kUnary, HardSwish},
    {"hardtanh|brelu", kUnary, HardTanh},
    {"isinf|isinf_v2", kUnary, Same<kIsInf>},
    {"isnan|isnan_v2", kUnary, Same<kIsNaN>},
    {"leaky_relu", kUnary, LeakyRelu},
    {"log", kUnary, Same<kLog>},
    {"log10", kUnary, LogOf<10>},
    {"log1p", kUnary, Log1p},
    {"log2", kUnary, LogOf<2>},
    {"logsigmoid", kUnary, LogSigmoid},
    {"mish", kUnary, Mish},
    {"prelu", "x:X w:Alpha -> Out", PRelu},
    {"reciprocal", kUnary, Same<kReciprocal>},
    {"relu", kUnary, Same<kRelu>},
    {"relu6", kUnary, Relu6},
    {"round", kUnary, Round},
    {"rsqrt", kUnary, Rsqrt},
    {"selu", kUnary, Selu},
    {"sigmoid", kUnary, Same<kSigmoid>},
    {"sign", kUnary, Same<kSign>},
    {"sin", kUnary, Same<kSin>},
    {"sinh", kUnary, Same<kSinh>},
    {"softplus", kUnary, Softplus},
    {"softsign", kUnary, Same<kSoftsign>},
    {"sqrt", kUnary, Same<kSqrt>},
    {"square", kUnary, Square},
    {"swish silu", kUnary, Swish},
    {"tan", kUnary, Same<kTan>},
    {"tanh", kUnary, Same<kTanh>},
    {"tanh_shrink", kUnary, TanhShrink},
    {"thresholded_relu", kUnary, ThresholdedRelu},
    {"clip", "x:X min:Min,@min max:Max,@max -> Out", Clip},

    {"add|elementwise_add grad_add", kBinary, Binary<kAdd>},
    {"subtract|elementwise_sub", kBinary, Binary<kSub>},
    {"multiply|elementwise_mul", kBinary, Binary<kMul>},
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
    {"less_than", kBinary, Binary<kLess>},
    {"less_equal", kBinary, Binary<kLessOrEqual>},
    {"greater_than", kBinary, Binary<kGreater>},
    {"greater_equal", kBinary, Binary<kGreaterOrEqual>},
    {"logical_and", kBinary, Binary<kAnd>},
    {"logical_or", kBinary, Binary<kOr>},
    {"logical_xor", kBinary, Binary<kXor>},
    {"equal_all", kBinary, EqualAll},
    {"pow", "x:X y:FactorTensor,@y,@factor -> Out", Pow},
    {"scale", "x:X scale:ScaleTensor,@scale -> Out", Scale},
    {"add_n|sum", "x:*X -> Out", AddN},
    {"where", "condition:Condition x:X y:Y -> Out", Where},

    {"mean|reduce_mean", kReduction, Reduce<kReduceMean>},
    {"max|reduce_max", kReduction, Reduce<kReduceMax>},
    {"amax|reduce_amax", kReduction, Reduce<kReduceMax>},
    {"min|reduce_min", kReduction, Reduce<kReduceMin>},
    {"amin|reduce_amin", kReduction, Reduce<kReduceMin>},
    {"sum|reduce_sum", kReduction, Reduce<kReduceSum>},
    {"prod|reduce_prod", kReduction, Reduce<kReduceProd>},
    {"any|reduce_any", kReduction, ReduceTruth<kReduceMax>},
    {"all|reduce_all", kReduction, ReduceTruth<kReduceMin>},
    {"logsumexp", kReduction, LogSumExp},
    {"frobenius_norm", kReduction, FrobeniusNorm},
    {"p_norm", kUnary, PNorm},
    {"cumsum", "x:X axis:@axis -> Out", CumSum},

    {"matmul bmm|matmul_v2 matmul bmm", kBinary, MatMul},
    {"mul|mul", kBinary, Mul},
    {"addmm", "input:Input x:X y:Y -> Out", AddMm},
    {"dot", kBinary, Dot},
    {"inverse", "x:Input -> Output", Inverse},
    {"einsum", "x:*Operands -> Out", Einsum},
};

}  // namespace

std::span<const Rule> MathRules() { return kRules; }

}  // namespace fastdeploy::onnx
