// SPDX-License-Identifier: Apache-2.0
//
// Layers without an operator in the older format or in OpenVINO's front end, composed of simpler
// operators, and layers with several forms.

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"
#include "fastdeploy/runtime/formats/pir/rule.h"
#include "fastdeploy/runtime/formats/pir/rules.h"

namespace fastdeploy::pir {
namespace {

constexpr std::string_view kPooling =
    "strides:ints paddings:ints ceil_mode:bool exclusive:bool data_format:str{NCHW} "
    "pooling_type:str{max,avg} global_pooling:bool adaptive:bool "
    "padding_algorithm:str{EXPLICIT,SAME,VALID}";
constexpr std::string_view kPoolingWithIndex =
    "kernel_size>ksize:ints strides:ints paddings:ints ceil_mode:bool global_pooling:bool "
    "adaptive:bool pooling_type=max:str data_format=NCHW:str padding_algorithm=EXPLICIT:str";
constexpr std::string_view kDeformableConv =
    "strides:ints paddings:ints dilations:ints deformable_groups:int groups:int im2col_step! "
    "padding_algorithm=EXPLICIT:str data_format=NCHW:str";

constexpr Rule kPool2d = {.name = "pool2d",
                          .op = "pool2d",
                          .operands = "X ksize:ints",
                          .results = "Out",
                          .attributes = kPooling};
constexpr Rule kMaxPool2d = {.name = "max_pool2d_with_index",
                             .op = "max_pool2d_with_index",
                             .operands = "X",
                             .results = "Out _",
                             .attributes = kPoolingWithIndex};
constexpr Rule kDeformableConv1 = {.name = "deformable_conv",
                                   .op = "deformable_conv_v1",
                                   .operands = "Input Offset Filter _",
                                   .results = "Output",
                                   .attributes = kDeformableConv};
constexpr Rule kDeformableConv2 = {.name = "deformable_conv",
                                   .op = "deformable_conv",
                                   .operands = "Input Offset Filter Mask",
                                   .results = "Output",
                                   .attributes = kDeformableConv};

constexpr Rule kConvTranspose = {
    .name = "conv2d_transpose",
    .op = "conv2d_transpose",
    .operands = "Input Filter @",
    .results = "Output",
    .attributes =
        "strides:ints dilations:ints groups:int paddings! output_padding! "
        "output_padding=[]:ints output_size=[]:ints padding_algorithm:str{EXPLICIT} "
        "data_format:str{NCHW}"};

/// The front end mistakes an adaptive size that contains a 1 for global pooling.
void CheckAdaptive(Rewriter& rewriter, const std::vector<int64_t>& size) {
  const auto ones = std::count(size.begin(), size.end(), 1);
  if (rewriter.Bool("adaptive") && ones > 0 && static_cast<size_t>(ones) < size.size()) {
    Unsupported(fmt::format("adaptive pooling to {}x{}", size[0], size[1]));
  }
}

/// A vector of one number per channel, reshaped to be broadcast to [N, C, ...] of this rank.
std::string PerChannel(Rewriter& rewriter, size_t operand, size_t rank) {
  const TensorType& type = rewriter.TypeOf(operand);
  if (type.dims.size() != 1) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("operand {}: expected a vector", operand));
  }
  TensorType reshaped = {type.dtype, std::vector<int64_t>(rank, 1)};
  reshaped.dims[1] = type.dims[0];
  const std::string vector = rewriter.Tensor(operand);
  return rewriter.EmitUnary("reshape2", vector, reshaped, {{"shape", Saturate32(reshaped.dims)}});
}

std::string EmitScale(Rewriter& rewriter, const std::string& x, const TensorType& type, float scale,
                      float bias = 0) {
  return rewriter.EmitUnary("scale", x, type,
                            {{"scale", scale}, {"bias", bias}, {"bias_after_scale", true}});
}

std::string EmitReduce(Rewriter& rewriter, const std::string& type, const std::string& x,
                       const TensorType& result, const std::vector<int32_t>& axes) {
  return rewriter.EmitUnary(type, x, result,
                            {{"dim", axes},
                             {"keep_dim", true},
                             {"reduce_all", false},
                             {"in_dtype", kUndefined},
                             {"out_dtype", kUndefined}});
}

/// The last step of a composition: an operator with inputs X and Y, whose output is the result.
void EmitLast(Rewriter& rewriter, const std::string& type, const std::string& x,
              const std::string& y) {
  rewriter.Emit({.type = type,
                 .inputs = {{"X", {x}}, {"Y", {y}}},
                 .outputs = {{"Out", {rewriter.Result()}}},
                 .attributes = {{"axis", -1}}});
}

}  // namespace

void Pool2d(Rewriter& rewriter) {
  CheckAdaptive(rewriter, rewriter.IntsOperand(1));
  Apply(kPool2d, rewriter);
}

void MaxPool2dWithIndex(Rewriter& rewriter) {
  CheckAdaptive(rewriter, rewriter.Ints("kernel_size"));
  Apply(kMaxPool2d, rewriter);
}

void DeformableConv(Rewriter& rewriter) {
  Apply(rewriter.Given(3) ? kDeformableConv2 : kDeformableConv1, rewriter);
}

void ConvTranspose(Rewriter& rewriter) {
  // The front end has neither output_padding nor output_size. Less padding at the far ends has the
  // same effect, as long as there is enough of it.
  if (rewriter.Given(2) && rewriter.ConstantOperand(2).Elements() > 0) {
    Unsupported("a fixed output_size");
  }
  std::vector<int64_t> pads = rewriter.Ints("paddings");
  if (pads.size() == 2) pads = {pads[0], pads[0], pads[1], pads[1]};
  std::vector<int64_t> extra = rewriter.Ints("output_padding");
  if (extra.empty()) extra = {0, 0};
  if (pads.size() != 4 || extra.size() != 2 || pads[1] < extra[0] || pads[3] < extra[1]) {
    Unsupported(fmt::format("output_padding beyond the padding ({} and {} numbers)", extra.size(),
                            pads.size()));
  }
  pads[1] -= extra[0];
  pads[3] -= extra[1];
  Apply(kConvTranspose, rewriter);
  rewriter.LastOp().attributes.emplace_back("paddings", Saturate32(pads));
}

void InstanceNorm(Rewriter& rewriter) {
  const TensorType type = rewriter.TypeOf(0);
  const size_t rank = type.dims.size();
  if (rank < 3) Unsupported(fmt::format("an input of {} dimensions", rank));
  TensorType one = type;
  std::vector<int32_t> spatial;
  for (size_t axis = 2; axis < rank; ++axis) {
    one.dims[axis] = 1;
    spatial.push_back(static_cast<int32_t>(axis));
  }
  const auto epsilon = static_cast<float>(rewriter.Number("epsilon"));
  const std::string x = rewriter.Tensor(0);
  const std::string mean = EmitReduce(rewriter, "reduce_mean", x, one, spatial);
  const std::string centred = rewriter.EmitBinary("elementwise_sub", x, mean, type);
  const std::string squared = rewriter.EmitBinary("elementwise_mul", centred, centred, type);
  const std::string variance = EmitReduce(rewriter, "reduce_mean", squared, one, spatial);
  const std::string spread =
      rewriter.EmitUnary("sqrt", EmitScale(rewriter, variance, one, 1, epsilon), one);
  if (!rewriter.Given(1) && !rewriter.Given(2)) {
    return EmitLast(rewriter, "elementwise_div", centred, spread);
  }
  std::string normal = rewriter.EmitBinary("elementwise_div", centred, spread, type);
  if (!rewriter.Given(2)) {
    return EmitLast(rewriter, "elementwise_mul", normal, PerChannel(rewriter, 1, rank));
  }
  if (rewriter.Given(1)) {
    normal = rewriter.EmitBinary("elementwise_mul", normal, PerChannel(rewriter, 1, rank), type);
  }
  EmitLast(rewriter, "elementwise_add", normal, PerChannel(rewriter, 2, rank));
}

void LogSoftmax(Rewriter& rewriter) {  // x - max - log(sum(exp(x - max)))
  const TensorType type = rewriter.TypeOf(0);
  const auto rank = static_cast<int64_t>(type.dims.size());
  const int64_t axis = rewriter.Int("axis") + (rewriter.Int("axis") < 0 ? rank : 0);
  if (axis < 0 || axis >= rank) Unsupported(fmt::format("axis {} of {} dimensions", axis, rank));
  TensorType one = type;
  one.dims[static_cast<size_t>(axis)] = 1;
  const std::vector<int32_t> axes = {static_cast<int32_t>(axis)};
  const std::string x = rewriter.Tensor(0);
  const std::string max = EmitReduce(rewriter, "reduce_max", x, one, axes);
  const std::string centred = rewriter.EmitBinary("elementwise_sub", x, max, type);
  const std::string powers = rewriter.EmitUnary("exp", centred, type);
  const std::string sum = EmitReduce(rewriter, "reduce_sum", powers, one, axes);
  EmitLast(rewriter, "elementwise_sub", centred, rewriter.EmitUnary("log", sum, one));
}

void LogSigmoid(Rewriter& rewriter) {  // -softplus(-x)
  const TensorType type = rewriter.TypeOf(0);
  const std::string negative = EmitScale(rewriter, rewriter.Tensor(0), type, -1);
  const std::string soft =
      rewriter.EmitUnary("softplus", negative, type, {{"beta", 1.0F}, {"threshold", 20.0F}});
  rewriter.Emit({.type = "scale",
                 .inputs = {{"X", {soft}}},
                 .outputs = {{"Out", {rewriter.Result()}}},
                 .attributes = {{"scale", -1.0F}, {"bias", 0.0F}, {"bias_after_scale", true}}});
}

void Mish(Rewriter& rewriter) {  // x tanh(softplus(x))
  const TensorType type = rewriter.TypeOf(0);
  const auto threshold = static_cast<float>(rewriter.Number("lambda"));
  const std::string x = rewriter.Tensor(0);
  const std::string soft =
      rewriter.EmitUnary("softplus", x, type, {{"beta", 1.0F}, {"threshold", threshold}});
  EmitLast(rewriter, "elementwise_mul", x, rewriter.EmitUnary("tanh", soft, type));
}

void Prelu(Rewriter& rewriter) {  // relu(x) + alpha (x - relu(x))
  const TensorType type = rewriter.TypeOf(0);
  const std::string& mode = rewriter.String("mode");
  const bool one = mode == "all" || rewriter.TypeOf(1).dims == std::vector<int64_t>{1};
  if (rewriter.String("data_format") != "NCHW" || (mode != "channel" && !one)) {
    Unsupported(
        fmt::format("mode '{}' with data_format '{}'", mode, rewriter.String("data_format")));
  }
  const std::string alpha = one ? rewriter.Tensor(1) : PerChannel(rewriter, 1, type.dims.size());
  const std::string x = rewriter.Tensor(0);
  const std::string positive = rewriter.EmitUnary("relu", x, type);
  const std::string negative = rewriter.EmitBinary("elementwise_sub", x, positive, type);
  EmitLast(rewriter, "elementwise_add", positive,
           rewriter.EmitBinary("elementwise_mul", negative, alpha, type));
}

}  // namespace fastdeploy::pir
