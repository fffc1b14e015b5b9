// SPDX-License-Identifier: Apache-2.0
//
// Normalisation, and what does nothing or little when a model is not trained.

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/spatial.h"

namespace fastdeploy::onnx {
namespace {

/// Weights of the channels of x (channels first), or as many equal numbers.
std::string ChannelWeights(Op& op, std::string_view weights, const std::string& x, double otherwise,
                           DType dtype) {
  if (op.Has(weights)) return op.In(weights);
  return op.Emit("Expand", {op.Number(otherwise, dtype), op.SizeOf(x, 1)});
}

/// Weights of channels in the shape that broadcasts to images of this rank, channels first.
std::string AsChannels(Op& op, const std::string& weights, int64_t rank) {
  Ints shape(static_cast<size_t>(std::max<int64_t>(rank - 1, 1)), 1);
  shape[0] = -1;
  return rank <= 2 ? weights : op.Reshape(weights, shape);
}

std::string ScaledAndMoved(Op& op, std::string y, int64_t rank) {
  if (op.Has("scale")) y = op.Emit("Mul", {y, AsChannels(op, op.In("scale"), rank)});
  if (op.Has("bias")) y = op.Emit("Add", {y, AsChannels(op, op.In("bias"), rank)});
  return y;
}

Results BatchNorm(Op& op) {
  const bool learns = !op.Bool("is_test", true) || op.Bool("trainable_statistics");
  if (learns && !op.Bool("use_global_stats")) op.Refuse("statistics of the batch (is_test false)");
  const std::string x = ChannelsFirst(op, "x");
  const DType dtype = op.TypeOf("mean");
  std::string y =
      op.Emit("BatchNormalization",
              {x, ChannelWeights(op, "scale", x, 1, dtype), ChannelWeights(op, "bias", x, 0, dtype),
               op.In("mean"), op.In("variance")},
              {{"epsilon", op.Float("epsilon", 1e-5)}});
  if (op.Bool("fuse_with_relu")) y = op.Emit("Relu", {y});
  return {ChannelsBack(op, y, "x")};
}

Results InstanceNorm(Op& op) {
  const std::string x = op.In("x");
  const DType dtype = op.TypeOf("x");
  return {op.Emit(
      "InstanceNormalization",
      {x, ChannelWeights(op, "scale", x, 1, dtype), ChannelWeights(op, "bias", x, 0, dtype)},
      {{"epsilon", op.Float("epsilon", 1e-5)}})};
}

/// Groups of channels are normalised as the channels of an instance norm are.
Results GroupNorm(Op& op) {
  const int64_t groups = op.Int("groups");
  const DType dtype = op.TypeOf("x");
  const std::string x = ChannelsFirst(op, "x");
  const std::string y =
      op.Emit("InstanceNormalization",
              {op.Reshape(x, {0, groups, -1}), op.Constant(Array::Full(1, dtype, {groups})),
               op.Constant(Array::Full(0, dtype, {groups}))},
              {{"epsilon", op.Float("epsilon", 1e-5)}});
  const std::string back = op.Emit("Reshape", {y, op.ShapeOf(x)});
  return {ChannelsBack(op, ScaledAndMoved(op, back, op.RankOf("x")), "x")};
}

/// The weights have one dimension, whatever the axes that are normalised.
Results LayerNorm(Op& op) {
  const int64_t rank = op.RankOf("x");
  const int64_t axis = op.Int("begin_norm_axis", 1);
  const std::string x = op.In("x");
  const std::string shape = op.ShapeOf(x, axis);
  const auto shaped = [&](std::string_view weights) {
    if (!op.Has(weights)) return op.Emit("Expand", {op.Number(1, op.TypeOf("x")), shape});
    if (axis == rank - 1) return op.In(weights);
    return op.Emit("Reshape", {op.In(weights), shape});
  };
  Names inputs = {x, shaped("scale")};
  if (op.Has("bias")) inputs.push_back(shaped("bias"));
  return {op.Emit("LayerNormalization", inputs,
                  {{"axis", axis}, {"epsilon", op.Float("epsilon", 1e-5)}})};
}

/// x / sqrt(mean of x^2 + epsilon) * scale, over the last axes.
Results RmsNorm(Op& op) {
  const int64_t rank = op.RankOf("x");
  const DType dtype = op.TypeOf("x");
  const std::string x = op.In("x");
  Ints axes;
  const auto count = static_cast<int64_t>(op.IntArray("normalized_shape").size());
  for (int64_t axis = rank - std::max<int64_t>(count, 1); axis < rank; ++axis) axes.push_back(axis);
  const std::string mean = op.Emit("ReduceMean", {op.Emit("Mul", {x, x}), op.Vector(axes)});
  const std::string moved = op.Emit("Add", {mean, op.Number(op.Float("epsilon", 1e-5), dtype)});
  const std::string y = op.Emit("Div", {x, op.Emit("Sqrt", {moved})});
  if (!op.Has("scale")) return {y};
  return {op.Emit("Mul", {y, op.In("scale")})};
}

/// x / sqrt(sum of x^2 + epsilon) along an axis; the second result is the divisor.
Results L2Norm(Op& op) {
  const std::string x = op.In("x");
  const std::string sum =
      op.Emit("ReduceSum", {op.Emit("Mul", {x, x}), op.Vector({op.Int("axis", -1)})});
  const std::string epsilon = op.Number(op.Float("epsilon", 1e-10), op.TypeOf("x"));
  const std::string norm = op.Emit("Sqrt", {op.Emit("Add", {sum, epsilon})});
  return {op.Emit("Div", {x, norm}), norm};
}

/// x / (k + alpha * sum of x^2 in neighbouring channels)^beta. LRN of ONNX would say it, but
/// OpenVINO takes k for 1.
Results LocalResponseNorm(Op& op) {
  const int64_t count = op.Int("n", 5);
  const DType dtype = op.TypeOf("x");
  const std::string x = ChannelsFirst(op, "x");
  const int64_t before = (count - 1) / 2;
  const std::string squares = op.Emit(
      "Pad", {op.Emit("Mul", {x, x}), op.Vector({0, before, 0, 0, 0, count - 1 - before, 0, 0})});
  Names parts;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t end = i + 1 == count ? INT64_MAX : i + 1 - count;
    parts.push_back(op.Slice(squares, 1, i, end));
  }
  const std::string sum = count == 1 ? parts[0] : op.Emit("Sum", parts);
  const std::string scaled = op.Emit("Mul", {sum, op.Number(op.Float("alpha", 1e-4), dtype)});
  const std::string base = op.Emit("Add", {scaled, op.Number(op.Float("k", 2), dtype)});
  const std::string divisor = op.Emit("Pow", {base, op.Number(op.Float("beta", 0.75), dtype)});
  return {ChannelsBack(op, op.Emit("Div", {x, divisor}), "x")};
}

/// The weight divided by its largest singular value, which power iterations approach.
Results SpectralNorm(Op& op) {
  const int64_t rank = op.RankOf("weight");
  const int64_t first = op.Int("dim", 0);
  Ints order = {first};
  for (int64_t i = 0; i < rank; ++i) {
    if (i != first) order.push_back(i);
  }
  const DType dtype = op.TypeOf("weight");
  const std::string epsilon = op.Number(op.Float("eps", 1e-12), dtype);
  const std::string matrix = op.Emit("Flatten", {op.Transpose(op.In("weight"), order)});
  const std::string transposed = op.Transpose(matrix, {1, 0});
  const auto unit = [&](const std::string& value) {
    const std::string length = op.Emit("ReduceL2", {value}, {{"keepdims", 0}});
    return op.Emit("Div", {value, op.Emit("Add", {length, epsilon})});
  };
  std::string u = op.Reshape(op.In("u"), {-1, 1});
  std::string v = op.Reshape(op.In("v"), {-1, 1});
  for (int64_t i = 0; i < op.Int("power_iters", 1); ++i) {
    v = unit(op.Emit("MatMul", {transposed, u}));
    u = unit(op.Emit("MatMul", {matrix, v}));
  }
  const std::string sigma = op.Emit(
      "ReduceSum", {op.Emit("Mul", {u, op.Emit("MatMul", {matrix, v})})}, {{"keepdims", 0}});
  return {op.Emit("Div", {op.In("weight"), sigma})};
}

Results AffineChannel(Op& op) {
  const std::string y = ScaledAndMoved(op, ChannelsFirst(op, "x"), op.RankOf("x"));
  return {ChannelsBack(op, y, "x")};
}

/// Of one number without dimensions, ONNX knows no axis.
template <const char* kType>
Results Softmax(Op& op) {
  if (op.RankOf("x") == 0) {
    return {op.Squeeze(op.Emit(kType, {op.Unsqueeze(op.In("x"), {0})}, {{"axis", 0}}), {0})};
  }
  return {op.Emit(kType, {op.In("x")}, {{"axis", op.Int("axis", -1)}})};
}
constexpr char kSoftmax[] = "Softmax", kLogSoftmax[] = "LogSoftmax";

/// The older of the two ways scales when a model is used, the other when it is trained.
Results Dropout(Op& op) {
  const double probability = op.NumberValue("probability");
  if (probability != 0 && !op.Bool("is_test", true)) op.Refuse("is_test false: noise");
  const std::string x = op.In("x");
  const std::string mode = op.String("mode|dropout_implementation", "downgrade_in_infer");
  if (mode == "upscale_in_train" || probability == 0) return {x};
  if (mode != "downgrade_in_infer") op.Refuse("mode " + mode);
  return {op.Emit("Mul", {x, op.Number(1 - probability, op.TypeOf("x"))})};
}

constexpr Rule kRules[] = {
    {"batch_norm sync_batch_norm", "x:X mean:Mean variance:Variance scale:Scale bias:Bias -> Y",
     BatchNorm},
    {"instance_norm", "x:X scale:Scale bias:Bias -> Y", InstanceNorm},
    {"group_norm", "x:X scale:Scale bias:Bias -> Y", GroupNorm},
    {"layer_norm", "x:X scale:Scale bias:Bias -> Y", LayerNorm},
    {"rms_norm|", "x:X scale:Scale -> Y", RmsNorm},
    {"norm", "x:X -> Out Norm", L2Norm},
    {"|lrn", "x:X -> Out", LocalResponseNorm},
    {"spectral_norm", "weight:Weight u:U v:V -> Out", SpectralNorm},
    {"affine_channel", "x:X scale:Scale bias:Bias -> Out", AffineChannel},
    {"softmax", "x:X -> Out", Softmax<kSoftmax>},
    {"log_softmax", "x:X -> Out", Softmax<kLogSoftmax>},
    {"dropout|dropout dropout_nd", "x:X seed:Seed probability:@dropout_prob -> Out", Dropout},
};

}  // namespace

std::span<const Rule> NormRules() { return kRules; }

}  // namespace fastdeploy::onnx
