// SPDX-License-Identifier: Apache-2.0
//
// Quantised models, of PaddleSlim and of paddle.quantization. They compute with whole numbers in
// float32. Here those become int8 between QuantizeLinear and DequantizeLinear, from which backends
// make kernels of int8. Paddle's kernels do not look at zero points.

#include <algorithm>
#include <cmath>

#include "fastdeploy/runtime/formats/onnx/translation.h"

namespace fastdeploy::onnx {
namespace {

constexpr double kInt8Top = 127;

/// How an operator rounds: halves to even, down to -top - 1; or away from zero, down to -top.
struct Rounding {
  double top;
  bool to_even;

  [[nodiscard]] double Bottom() const { return to_even ? -top - 1 : -top; }
};

double TopOf(int64_t bits) { return std::pow(2.0, static_cast<double>(bits - 1)) - 1; }

Rounding RoundingOf(Op& op) {
  const bool fake = op.Type().starts_with("fake_");
  return {.top = op.HasAttr("qmax") ? op.Float("qmax") : TopOf(op.Int("bit_length", 8)),
          .to_even = op.Int("round_type", fake ? 1 : 0) == 0};
}

/// The largest values: one, or one for each channel along an axis.
struct Scale {
  std::vector<double> values;
  int64_t axis = 0;

  /// Without dimensions, or with one.
  [[nodiscard]] Array Times(double factor) const {
    std::vector<double> products = values;
    for (double& value : products) value *= factor;
    Ints dims;
    if (values.size() != 1) dims = {static_cast<int64_t>(values.size())};
    return Array::Floats(std::move(products), std::move(dims));
  }
  /// To multiply values of this rank with.
  [[nodiscard]] Array Factors(double factor, int64_t rank) const {
    if (values.size() == 1) return Times(factor);
    Ints dims(static_cast<size_t>(rank), 1);
    dims.at(static_cast<size_t>(axis)) = static_cast<int64_t>(values.size());
    return Times(factor).Reshaped(std::move(dims));
  }
};
const Scale kOne = {.values = {1}, .axis = 0};

/// A scale of the operand x. Axis -1 means one for all values.
Scale MakeScale(Op& op, std::vector<double> values, int64_t axis) {
  if (values.empty()) op.Refuse("a scale without values");
  if (axis < 0) values.erase(values.begin() + 1, values.end());
  axis = std::max<int64_t>(axis, 0);
  if (values.size() != 1 && axis >= op.RankOf("x")) op.Refuse("quant_axis beyond the rank");
  return {.values = std::move(values), .axis = axis};
}

Scale ScaleOf(Op& op) {
  return MakeScale(op, op.Data("scale").ToFloats(), op.Int("quant_axis", -1));
}

/// 1 / scale, as Paddle has it.
float Inverse(double scale) {
  const auto value = static_cast<float>(scale);
  return value <= 1e-30F ? 1 / (value + 1e-6F) : 1 / value;
}

/// Calls with the place of each element of a tensor, and its channel.
template <typename Call>
void ForEachElement(const Ints& dims, const Scale& scale, Call call) {
  size_t inner = 1;
  for (size_t i = static_cast<size_t>(scale.axis) + 1; i < dims.size(); ++i) {
    inner *= static_cast<size_t>(dims[i]);
  }
  const auto count = static_cast<size_t>(ConstantSize(dims));
  for (size_t i = 0; i < count; ++i) call(i, i / inner % scale.values.size());
}

/// The largest absolute values of a tensor, in all of it or along an axis.
Scale LargestOf(Op& op, const Array& array, int64_t axis) {
  const auto rank = static_cast<int64_t>(array.dims.size());
  if (axis >= rank) op.Refuse("quant_axis beyond the rank");
  const int64_t channels = axis < 0 ? 1 : array.dims.at(static_cast<size_t>(axis));
  Scale scale = MakeScale(op, std::vector<double>(static_cast<size_t>(channels), 0), axis);
  ForEachElement(array.dims, scale, [&](size_t i, size_t channel) {
    scale.values[channel] = std::max(scale.values[channel], std::abs(array.At(i)));
  });
  return scale;
}

/// The whole numbers of weights, computed as Paddle computes them, in float32.
Array QuantizedWeights(const Array& weights, const Scale& scale, const Rounding& rounding) {
  Array whole = weights.As(kFloat32);
  const auto top = static_cast<float>(rounding.top);
  ForEachElement(weights.dims, scale, [&](size_t i, size_t channel) {
    const float value = top * Inverse(scale.values[channel]) * static_cast<float>(weights.At(i));
    const double rounded = rounding.to_even ? std::nearbyint(value) : std::round(value);
    whole.floats[i] = std::clamp(rounded, rounding.Bottom(), rounding.top);
  });
  return whole;
}

/// Whole numbers of 8 bits, however they are stored.
std::optional<Array> AsInt8(const Array& array) {
  for (size_t i = 0; i < array.Count(); ++i) {
    const double value = array.At(i);
    if (value != std::nearbyint(value) || value > kInt8Top || value < -kInt8Top - 1) {
      return std::nullopt;
    }
  }
  return array.As(kInt8);
}

/// int8 in the graph as real numbers.
std::string DequantizeInt8(Op& op, const std::string& value, const Scale& scale, double divisor) {
  const Array steps = scale.Times(1 / divisor);
  const std::string zero = op.Constant(Array::Full(0, kInt8, steps.dims));
  return op.Emit("DequantizeLinear", {value, op.Constant(steps), zero}, {{"axis", scale.axis}});
}

/// Rounds values that are in their range already.
std::string Round(Op& op, const std::string& value, const Rounding& rounding) {
  if (rounding.to_even) return op.Emit("Round", {value});
  const std::string moved = op.Emit("Add", {op.Emit("Abs", {value}), op.Number(0.5, kFloat32)});
  return op.Emit("Mul", {op.Emit("Sign", {value}), op.Emit("Floor", {moved})});
}

/// Cuts off what is below -scale, which int8 would round to -128.
std::string CutBelow(Op& op, const std::string& x, const Scale& scale) {
  const Node* node = op.NodeOf(x);
  if (node != nullptr && (node->type == "Relu" || node->type == "Sigmoid")) return x;
  if (scale.values.size() != 1) {
    return op.Emit("Max", {x, op.Constant(scale.Factors(-1, op.RankOf("x")))});
  }
  const double limit = scale.values[0];
  return op.Emit("Clip", {x, op.Number(-limit, kFloat32), op.Number(limit, kFloat32)});
}

/// Real numbers in the graph as whole ones, which are float32 as in Paddle.
std::string Quantize(Op& op, const std::string& x, const Scale& scale, const Rounding& rounding) {
  if (rounding.top == kInt8Top) {
    const std::string cut = rounding.to_even ? x : CutBelow(op, x, scale);
    Array steps = scale.Times(1 / kInt8Top);
    for (double& step : steps.floats) step = std::max(step, 1e-32);  // of a tensor of zeros
    const std::string zero = op.Constant(Array::Full(0, kInt8, steps.dims));
    const std::string whole =
        op.Emit("QuantizeLinear", {cut, op.Constant(steps), zero}, {{"axis", scale.axis}});
    return DequantizeInt8(op, whole, kOne, 1);
  }
  Scale inverse = scale;
  for (double& value : inverse.values) value = Inverse(value);
  const std::string factors = op.Constant(inverse.Factors(rounding.top, op.RankOf("x")));
  const std::string cut =
      op.Emit("Clip", {op.Emit("Mul", {x, factors}), op.Number(rounding.Bottom(), kFloat32),
                       op.Number(rounding.top, kFloat32)});
  return Round(op, cut, rounding);
}

/// Whole numbers in the graph as real ones. If they are int8 under DequantizeLinear, this has
/// another scale instead.
std::string Dequantize(Op& op, const std::string& whole, const Scale& scale, double divisor) {
  const Node* node = op.NodeOf(whole);
  if (node != nullptr && node->type == "DequantizeLinear" &&
      node->inputs[1] == op.Constant(kOne.Times(1))) {
    return DequantizeInt8(op, std::string(node->inputs[0]), scale, divisor);
  }
  return op.Emit("Mul", {whole, op.Constant(scale.Factors(1 / divisor, op.RankOf("x")))});
}

/// The same for the operand x, which may be weights.
std::string Dequantize(Op& op, const Scale& scale, double divisor) {
  if (!op.IsParameter("x")) return Dequantize(op, op.In("x"), scale, divisor);
  if (op.TypeOf("x") == kInt8) return DequantizeInt8(op, op.In("x"), scale, divisor);
  if (const auto weights = AsInt8(op.Data("x"))) {
    return DequantizeInt8(op, op.Constant(*weights), scale, divisor);
  }
  return Dequantize(op, op.In("x"), scale, divisor);
}

void CheckTest(Op& op, bool otherwise) {
  if (!op.Bool("is_test", otherwise)) op.Refuse("is_test false");
}

Results Observe(Op& op) { return {op.In("x")}; }

// --- Scales that the model has ---

Results QuantizeLinear(Op& op) {
  if (op.Bool("only_observer")) return Observe(op);
  CheckTest(op, true);
  const Rounding rounding = RoundingOf(op);
  if (!op.IsParameter("x") || rounding.top > kInt8Top) {
    return {Quantize(op, op.In("x"), ScaleOf(op), rounding)};
  }
  const Array whole = QuantizedWeights(op.Data("x"), ScaleOf(op), rounding);
  return {DequantizeInt8(op, op.Constant(whole.As(kInt8)), kOne, 1)};
}

Results DequantizeLinear(Op& op) {
  if (op.Bool("only_observer")) return Observe(op);
  return {Dequantize(op, ScaleOf(op), RoundingOf(op).top)};
}

/// Weights that are whole numbers, of the operators that take this result: as int8, too.
void BindWeights(Op& op) {
  const std::string& result = op.OutputOf();
  for (const paddle::Operator& user : op.Whole().BlockAt(0).operators) {
    Names values;
    for (const paddle::Operand& operand : user.inputs) {
      values.insert(values.end(), operand.values.begin(), operand.values.end());
    }
    if (std::ranges::find(values, result) == values.end()) continue;
    for (const std::string& value : values) {
      if (op.Whole().IsBound(value) || op.Whole().TypeOf(value).dims.size() < 2) continue;
      const auto data = op.ValuesOf(value);
      const auto weights = data.has_value() ? AsInt8(*data) : std::nullopt;
      if (!weights.has_value()) continue;
      op.Whole().Bind(value, {.name = DequantizeInt8(op, op.Constant(*weights), kOne, 1),
                              .constant = std::nullopt,
                              .array = nullptr});
    }
  }
}

/// Gives whole numbers.
Results FakeQuantize(Op& op) {
  CheckTest(op, false);
  const std::string whole = Quantize(op, op.In("x"), ScaleOf(op), RoundingOf(op));
  BindWeights(op);
  return {whole, op.In("scale")};
}

/// Gives the real numbers that whole ones stand for.
Results FakeQuantizeDequantize(Op& op) {
  CheckTest(op, false);
  const Rounding rounding = RoundingOf(op);
  const std::string whole = Quantize(op, op.In("x"), ScaleOf(op), rounding);
  return {Dequantize(op, whole, ScaleOf(op), rounding.top), op.In("scale")};
}

Results FakeDequantize(Op& op) {
  const double top = op.Float("max_range");
  if (op.ValuesOf(op.ValueOf("scale")).has_value()) return {Dequantize(op, ScaleOf(op), top)};
  const std::string step =
      op.Emit("Div", {op.NumberOf("scale", kFloat32), op.Number(top, kFloat32)});
  return {op.Emit("Mul", {op.In("x"), step})};
}

/// One scale: of weights. Two: x is a product of weights and activations, which have one scale.
Results FakeDequantizeChannels(Op& op) {
  const Ints bits = op.IntArray("quant_bits");
  const size_t count = op.Count("scale");
  if (count < 1 || count > 2 || bits.size() < count) op.Refuse("other than one or two scales");
  if (count == 1) return {Dequantize(op, ScaleOf(op), TopOf(bits[0]))};
  const auto weights = op.ValuesOf(op.ValueOf("scale", 0));
  const auto activations = op.ValuesOf(op.ValueOf("scale", 1));
  if (!weights.has_value() || !activations.has_value()) op.Refuse("a computed scale");
  Scale scale =
      MakeScale(op, weights->ToFloats(), std::max<int64_t>(op.Int("x_num_col_dims", 1), 1));
  for (double& value : scale.values) value *= activations->At(0);
  return {Dequantize(op, op.In("x"), scale, TopOf(bits[0]) * TopOf(bits[1]))};
}

// --- Scales from the data: the largest absolute value, of weights or of what comes ---

Results QuantizeComputed(Op& op, bool dequantize) {
  if (op.HasAttr("quant_axis")) op.Refuse("scales of channels of anything but weights");
  const Rounding rounding = RoundingOf(op);
  const std::string x = op.In("x");
  const std::string scale = op.Emit("ReduceMax", {op.Emit("Abs", {x})}, {{"keepdims", 0}});
  const std::string divisor = op.Emit("Max", {scale, op.Number(1e-30, kFloat32)});
  const std::string factor = op.Emit("Div", {op.Number(rounding.top, kFloat32), divisor});
  const std::string whole = Round(op, op.Emit("Mul", {x, factor}), rounding);
  return {dequantize ? op.Emit("Div", {whole, factor}) : whole, op.Reshape(scale, {1})};
}

template <bool kDequantize>
Results QuantizeLargest(Op& op) {
  if (!op.IsParameter("x")) return QuantizeComputed(op, kDequantize);
  const Rounding rounding = RoundingOf(op);
  if (rounding.top > kInt8Top) op.Refuse("weights of more than 8 bits");
  const Array weights = op.Data("x");
  const int64_t axis = op.Int("quant_axis", -1);
  // With is_test, one of these operators takes the scale that it gave in training.
  const bool stored = op.Type() == "fake_channel_wise_quantize_abs_max" && op.Bool("is_test");
  const auto before = stored ? op.ValuesOf(op.OutputOf(1)) : std::nullopt;
  const Scale scale =
      before.has_value() ? MakeScale(op, before->ToFloats(), axis) : LargestOf(op, weights, axis);
  const std::string whole = op.Constant(QuantizedWeights(weights, scale, rounding).As(kInt8));
  const auto channels = static_cast<int64_t>(scale.values.size());
  return {kDequantize ? DequantizeInt8(op, whole, scale, rounding.top)
                      : DequantizeInt8(op, whole, kOne, 1),
          Array::Floats(scale.values, {channels})};
}

constexpr const char* kLinear = "x:X scale:Scale -> Y";
constexpr const char* kScaled = "x:X scale:InScale -> Out OutScale";
constexpr const char* kLargest = "x:X -> Out OutScale";

constexpr Rule kRules[] = {
    {"quantize_linear", kLinear, QuantizeLinear},
    {"dequantize_linear", kLinear, DequantizeLinear},
    {"moving_average_abs_max_scale", "x:X -> Out", Observe},
    {"fake_quantize_moving_average_abs_max fake_quantize_range_abs_max", kScaled, FakeQuantize},
    {"fake_quantize_dequantize_moving_average_abs_max", kScaled, FakeQuantizeDequantize},
    {"fake_quantize_abs_max fake_channel_wise_quantize_abs_max", kLargest, QuantizeLargest<false>},
    {"fake_quantize_dequantize_abs_max fake_channel_wise_quantize_dequantize_abs_max", kLargest,
     QuantizeLargest<true>},
    {"fake_dequantize_max_abs", "x:X scale:Scale -> Out", FakeDequantize},
    {"fake_channel_wise_dequantize_max_abs", "x:X scale:*Scales -> Out", FakeDequantizeChannels},
};

}  // namespace

std::span<const Rule> QuantizationRules() { return kRules; }

}  // namespace fastdeploy::onnx
