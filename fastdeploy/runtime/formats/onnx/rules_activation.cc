// SPDX-License-Identifier: Apache-2.0
//
// One number in, one out: activations and other functions.

#include <array>
#include <cmath>
#include <limits>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/spatial.h"

namespace fastdeploy::onnx {
namespace {

/// An operator of one input that ONNX has as well.
template <const char* kType>
Results Same(Op& op) {
  return {op.Emit(kType, {op.In("x")})};
}
constexpr char kAbs[] = "Abs", kAcos[] = "Acos", kAsin[] = "Asin", kAtan[] = "Atan",
               kCeil[] = "Ceil", kCos[] = "Cos", kErf[] = "Erf", kExp[] = "Exp", kFloor[] = "Floor",
               kIsInf[] = "IsInf", kIsNaN[] = "IsNaN", kLog[] = "Log", kReciprocal[] = "Reciprocal",
               kRelu[] = "Relu", kSigmoid[] = "Sigmoid", kSign[] = "Sign", kSin[] = "Sin",
               kSinh[] = "Sinh", kCosh[] = "Cosh", kSoftsign[] = "Softsign", kSqrt[] = "Sqrt",
               kTan[] = "Tan", kTanh[] = "Tanh";

/// Halves: away from zero in Paddle 2, to even numbers in Paddle 3.
Results Round(Op& op) {
  if (op.Int("decimals", 0) != 0) op.Refuse("rounding to decimals");
  const std::string x = op.In("x");
  if (op.IsPir()) return {op.Emit("Round", {x})};
  const DType dtype = op.TypeOf("x");
  const std::string size = op.Emit("Abs", {x});
  const std::string floor = op.Emit("Floor", {size});
  const std::string rest = op.Emit("Sub", {size, floor});
  const std::string is_more = op.Emit("GreaterOrEqual", {rest, op.Number(0.5, dtype)});
  const std::string rounded = op.Emit("Add", {floor, op.Cast(is_more, dtype)});
  return {op.Emit("Mul", {op.Emit("Sign", {x}), rounded})};
}

Results Trunc(Op& op) {
  const std::string x = op.In("x");
  if (!IsFloat(op.TypeOf("x"))) return {x};
  return {op.Emit("Mul", {op.Emit("Sign", {x}), op.Emit("Floor", {op.Emit("Abs", {x})})})};
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
  const std::string scaled = op.Scaled(x, beta, op.TypeOf("x"));
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

/// Paddle 2.6 takes no notice of the attributes, versions before it do.
Results HardSwish(Op& op) {
  if (op.Float("offset", 3) != 3 || op.Float("threshold", 6) != 6 || op.Float("scale", 6) != 6) {
    op.Refuse("offset, threshold and scale other than 3, 6 and 6");
  }
  return {op.Emit("HardSwish", {op.In("x")})};
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
  const std::string scaled = op.Scaled(x, beta, dtype);
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

Results Expm1(Op& op) {
  return {op.Emit("Sub", {op.Emit("Exp", {op.In("x")}), op.Number(1, op.TypeOf("x"))})};
}

Results Log1p(Op& op) {
  return {op.Emit("Log", {op.Emit("Add", {op.In("x"), op.Number(1, op.TypeOf("x"))})})};
}

/// 0 between -threshold and threshold; beyond, x or (soft) what is beyond.
template <bool kSoft>
Results Shrink(Op& op) {
  const double threshold = op.Float("threshold|lambda", 0.5);
  return {
      op.Emit("Shrink", {op.In("x")}, {{"lambd", threshold}, {"bias", kSoft ? threshold : 0.0}})};
}

/// scale_b * tanh(scale_a * x)
Results STanh(Op& op) {
  const DType dtype = op.TypeOf("x");
  const std::string scaled =
      op.Emit("Mul", {op.In("x"), op.Number(op.Float("scale_a", 0.67), dtype)});
  const std::string tanh = op.Emit("Tanh", {scaled});
  return {op.Emit("Mul", {tanh, op.Number(op.Float("scale_b", 1.7159), dtype)})};
}

Results IsFinite(Op& op) {
  const std::string x = op.In("x");
  return {op.Emit("Not", {op.Emit("Or", {op.Emit("IsInf", {x}), op.Emit("IsNaN", {x})})})};
}

/// The largest of each group of neighbours along an axis.
Results Maxout(Op& op) {
  const int64_t rank = op.RankOf("x");
  const int64_t axis = op.Int("axis", 1) < 0 ? op.Int("axis", 1) + rank : op.Int("axis", 1);
  Ints shape(static_cast<size_t>(rank), 0);
  const int64_t channels = op.DimsOf("x").at(static_cast<size_t>(axis));
  const int64_t groups = op.Int("groups");
  if (channels < 0) op.Refuse("a dynamic number of channels");
  RequirePositive(op, {groups}, "groups");
  shape.at(static_cast<size_t>(axis)) = channels / groups;
  shape.insert(shape.begin() + axis + 1, groups);
  // 0 takes the size at the same place: those after the axis are one further now.
  const std::string x = op.In("x");
  Names parts = {op.Vector(Ints(shape.begin(), shape.begin() + axis + 2))};
  if (axis + 1 < rank) parts.push_back(op.ShapeOf(x, axis + 1));
  const std::string grouped = op.Emit("Reshape", {x, op.Concat(parts, 0)});
  return {op.Emit("ReduceMax", {grouped, op.Vector({axis + 1})}, {{"keepdims", 0}})};
}

/// The slopes are one, or one for each channel, or one for each element of an image.
Results PRelu(Op& op) {
  std::string slope = op.In("w");
  const int64_t rank = op.RankOf("x");
  if (op.String("mode") == "channel" && op.RankOf("w") == 1) {
    const bool channels_last = op.String("data_format", "NCHW") == "NHWC";
    Ints shape(static_cast<size_t>(channels_last ? 1 : std::max<int64_t>(rank - 1, 1)), 1);
    shape[0] = -1;
    slope = op.Reshape(slope, shape);
  }
  return {op.Emit("PRelu", {op.In("x"), slope})};
}

Results Clip(Op& op) {
  const DType dtype = op.TypeOf("x");
  return {op.Emit("Clip", {op.In("x"), op.NumberOf("min", dtype), op.NumberOf("max", dtype)})};
}

constexpr const char* kUnary = "x:X -> Out";

constexpr Rule kRules[] = {
    {"abs", kUnary, Same<kAbs>},
    {"acos", kUnary, Same<kAcos>},
    {"asin", kUnary, Same<kAsin>},
    {"atan", kUnary, Same<kAtan>},
    {"ceil", kUnary, Same<kCeil>},
    {"celu", kUnary, Celu},
    {"cos", kUnary, Same<kCos>},
    {"cosh", kUnary, Same<kCosh>},
    {"elu", kUnary, Elu},
    {"erf", kUnary, Same<kErf>},
    {"exp", kUnary, Same<kExp>},
    {"expm1", kUnary, Expm1},
    {"floor", kUnary, Same<kFloor>},
    {"gelu", kUnary, Gelu},
    {"hardshrink|hard_shrink", kUnary, Shrink<false>},
    {"hardsigmoid|hard_sigmoid", kUnary, HardSigmoid},
    {"hardswish|hard_swish", kUnary, HardSwish},
    {"hardtanh|brelu", kUnary, HardTanh},
    {"isfinite|isfinite_v2", kUnary, IsFinite},
    {"isinf|isinf_v2", kUnary, Same<kIsInf>},
    {"isnan|isnan_v2", kUnary, Same<kIsNaN>},
    {"leaky_relu", kUnary, LeakyRelu},
    {"log", kUnary, Same<kLog>},
    {"log10", kUnary, LogOf<10>},
    {"log1p", kUnary, Log1p},
    {"log2", kUnary, LogOf<2>},
    {"logsigmoid", kUnary, LogSigmoid},
    {"maxout", kUnary, Maxout},
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
    {"softshrink", kUnary, Shrink<true>},
    {"softsign", kUnary, Same<kSoftsign>},
    {"sqrt", kUnary, Same<kSqrt>},
    {"square", kUnary, Square},
    {"stanh", kUnary, STanh},
    {"swish silu", kUnary, Swish},
    {"tan", kUnary, Same<kTan>},
    {"tanh", kUnary, Same<kTanh>},
    {"tanh_shrink", kUnary, TanhShrink},
    {"trunc", kUnary, Trunc},
    {"thresholded_relu", kUnary, ThresholdedRelu},
    {"clip", "x:X min:Min,@min max:Max,@max -> Out", Clip},
};

}  // namespace

std::span<const Rule> ActivationRules() { return kRules; }

}  // namespace fastdeploy::onnx
