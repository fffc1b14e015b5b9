// SPDX-License-Identifier: Apache-2.0
//
// Normalisation, softmax, and what else layers of networks do that is neither convolution nor
// pooling.

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/window.h"

namespace fastdeploy::onnx {
namespace {

Results BatchNorm(Op& op) {
  const std::string result = op.Emit(
      "BatchNormalization",
      {ChannelsFirst(op, "x"), op.In("scale"), op.In("bias"), op.In("mean"), op.In("variance")},
      {{"epsilon", op.Float("epsilon", 1e-5)}});
  return {BackToLayout(op, "x", result)};
}

/// Equal numbers in place of a weight that is left out.
std::string WeightOr(Op& op, std::string_view operand, double value, int64_t channels) {
  if (op.Has(operand)) return op.In(operand);
  if (channels < 0) op.Refuse("an unknown number of channels");
  return op.Constant(Array::Full(value, kFloat32, {channels}));
}

Results InstanceNorm(Op& op) {
  const int64_t channels = op.DimsOf("x").at(1);
  return {
      op.Emit("InstanceNormalization",
              {op.In("x"), WeightOr(op, "scale", 1, channels), WeightOr(op, "bias", 0, channels)},
              {{"epsilon", op.Float("epsilon", 1e-5)}})};
}

/// The shape of a weight with one number for each channel: [channels, 1, ...].
Ints ByChannel(Op& op) {
  Ints shape(static_cast<size_t>(op.RankOf("x") - 1), 1);
  shape[0] = -1;
  return shape;
}

Results GroupNorm(Op& op) {
  const int64_t groups = op.Int("groups");
  const std::string x = ChannelsFirst(op, "x");
  const std::string grouped = op.Reshape(x, {0, groups, -1});
  const std::string normal = op.Emit("InstanceNormalization",
                                     {grouped, op.Constant(Array::Full(1, kFloat32, {groups})),
                                      op.Constant(Array::Full(0, kFloat32, {groups}))},
                                     {{"epsilon", op.Float("epsilon", 1e-5)}});
  std::string result = op.Emit("Reshape", {normal, op.ShapeOf(x)});
  if (op.Has("scale")) result = op.Emit("Mul", {result, op.Reshape(op.In("scale"), ByChannel(op))});
  if (op.Has("bias")) result = op.Emit("Add", {result, op.Reshape(op.In("bias"), ByChannel(op))});
  return {BackToLayout(op, "x", result)};
}

/// Over all axes from one on; the weights have one number for each of their elements.
Results LayerNorm(Op& op) {
  const int64_t axis = op.Int("begin_norm_axis", 1);
  const int64_t rank = op.RankOf("x");
  const bool several = axis < rank - 1;
  std::string x = op.In("x");
  const std::string shape = several ? op.ShapeOf(x) : "";
  if (several) {
    Ints flat(static_cast<size_t>(axis), 0);
    flat.push_back(-1);
    x = op.Reshape(x, flat);
  }
  std::string scale;
  if (op.Has("scale")) {
    scale = op.In("scale");
  } else {  // as long as what it scales, whatever that is
    scale = op.Emit("Expand", {op.Number(1, kFloat32), op.SizeOf(x, axis)});
  }
  Names inputs = {x, scale};
  if (op.Has("bias")) inputs.push_back(op.In("bias"));
  const std::string result =
      op.Emit("LayerNormalization", inputs, {{"axis", -1}, {"epsilon", op.Float("epsilon", 1e-5)}});
  return {several ? op.Emit("Reshape", {result, shape}) : result};
}

Results RmsNorm(Op& op) {
  if (op.Has("residual") || op.Has("norm_bias") || op.Float("quant_scale", -1) > 0) {
    op.Refuse("residual, norm_bias or quant_scale");
  }
  if (op.Int("begin_norm_axis", -1) != op.RankOf("x") - 1) op.Refuse("begin_norm_axis");
  const std::string x = op.In("x");
  const std::string mean =
      op.Emit("ReduceMean", {op.Emit("Mul", {x, x}), op.Vector({-1})}, {{"keepdims", 1}});
  const std::string root = op.Emit(
      "Sqrt", {op.Emit("Add", {mean, op.Number(op.Float("epsilon", 1e-5), op.TypeOf("x"))})});
  return {op.Emit("Mul", {op.Emit("Div", {x, root}), op.In("weight")})};
}

template <const char* kType>
Results Softmax(Op& op) {
  if (op.RankOf("x") == 0) {  // of one number: 1, or its logarithm
    const std::string zero = op.Emit("Sub", {op.In("x"), op.In("x")});
    return {std::string_view(kType) == "Softmax" ? op.Emit("Exp", {zero}) : zero};
  }
  return {op.Emit(kType, {op.In("x")}, {{"axis", op.Int("axis", -1)}})};
}
constexpr char kSoftmax[] = "Softmax", kLogSoftmax[] = "LogSoftmax";

/// Nothing, or a scale by what training keeps.
Results Dropout(Op& op) {
  const std::string mode = op.String("mode|dropout_implementation", "downgrade_in_infer");
  if (mode == "upscale_in_train") return {op.In("x")};
  if (mode != "downgrade_in_infer") op.Refuse("mode " + mode);
  const double kept = 1 - op.NumberValue("probability");
  return {op.Emit("Mul", {op.In("x"), op.Number(kept, op.TypeOf("x"))})};
}

Results AffineChannel(Op& op) {
  if (ChannelsLast(op)) op.Refuse("data_layout NHWC");
  const std::string scaled =
      op.Emit("Mul", {op.In("x"), op.Reshape(op.In("scale"), ByChannel(op))});
  return {op.Emit("Add", {scaled, op.Reshape(op.In("bias"), ByChannel(op))})};
}

/// Paddle multiplies the sum of squares by alpha, ONNX their mean.
Results LocalResponseNorm(Op& op) {
  if (ChannelsLast(op)) op.Refuse("data_format NHWC");
  const int64_t size = op.Int("n", 5);
  return {op.Emit("LRN", {op.In("x")},
                  {{"size", size},
                   {"alpha", op.Float("alpha", 1e-4) * static_cast<double>(size)},
                   {"beta", op.Float("beta", 0.75)},
                   {"bias", op.Float("k", 2)}})};
}

/// x / sqrt(sum(x^2) + epsilon) along an axis.
Results Norm(Op& op) {
  const DType dtype = op.TypeOf("x");
  const std::string x = op.In("x");
  const std::string sum =
      op.Emit("ReduceSumSquare", {x, op.Vector({op.Int("axis")})}, {{"keepdims", 1}});
  const std::string length =
      op.Emit("Sqrt", {op.Emit("Add", {sum, op.Number(op.Float("epsilon", 1e-10), dtype)})});
  return {op.Emit("Div", {x, length}), length};
}

constexpr const char* kNormalized = "x:X scale:Scale bias:Bias -> Y";

constexpr Rule kRules[] = {
    {"batch_norm sync_batch_norm", "x:X mean:Mean variance:Variance scale:Scale bias:Bias -> Y",
     BatchNorm},
    {"instance_norm", kNormalized, InstanceNorm},
    {"group_norm", kNormalized, GroupNorm},
    {"layer_norm", kNormalized, LayerNorm},
    {"rms_norm|", "x:X bias:X residual:X weight:X norm_bias:X -> Out", RmsNorm},
    {"softmax", "x:X -> Out", Softmax<kSoftmax>},
    {"log_softmax", "x:X -> Out", Softmax<kLogSoftmax>},
    {"dropout", "x:X seed:Seed probability:@dropout_prob -> Out Mask", Dropout},
    {"affine_channel", "x:X scale:Scale bias:Bias -> Out", AffineChannel},
    {"lrn", "x:X -> Out MidOut", LocalResponseNorm},
    {"norm", "x:X -> Out Norm", Norm},
};

}  // namespace

std::span<const Rule> NormRules() { return kRules; }

}  // namespace fastdeploy::onnx
