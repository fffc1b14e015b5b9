// SPDX-License-Identifier: Apache-2.0
//
// Resizing, reductions, and the shape and position of elements.

#include <fmt/format.h>

#include <set>

#include "fastdeploy/runtime/formats/pir/rewriter.h"
#include "fastdeploy/runtime/formats/pir/rules.h"

namespace fastdeploy::pir {
namespace {

std::string PlainName(const Rewriter& rewriter) {
  std::string name = rewriter.Op().name.substr(rewriter.Op().name.find('.') + 1);
  if (name.ends_with('_')) name.pop_back();
  return name;
}

/// One number of a shape tensor, as int32 [1].
std::string Dimension(Rewriter& rewriter, const std::string& shape, int32_t axis) {
  std::string part = rewriter.Temporary({kInt32, {1}});
  const std::vector<int32_t> none;
  rewriter.Emit({.type = "slice",
                 .inputs = {{"Input", {shape}}},
                 .outputs = {{"Out", {part}}},
                 .attributes = {{"axes", std::vector<int32_t>{0}},
                                {"starts", std::vector<int32_t>{axis}},
                                {"ends", std::vector<int32_t>{axis + 1}},
                                {"infer_flags", none},
                                {"decrease_axis", none}}});
  return part;
}

std::string ConstantInt(Rewriter& rewriter, int64_t value) {
  Constant constant;
  constant.type = {kInt32, {1}};
  constant.values = {static_cast<double>(value)};
  return rewriter.EmitConstant(constant);
}

/// Reshapes to a shape that is given as one tensor per dimension.
void ReshapeTo(Rewriter& rewriter, const std::string& x, const std::vector<std::string>& parts,
               const std::string& out) {
  const std::string shape = rewriter.Temporary({kInt32, {static_cast<int64_t>(parts.size())}});
  rewriter.Emit({.type = "concat",
                 .inputs = {{"X", parts}},
                 .outputs = {{"Out", {shape}}},
                 .attributes = {{"axis", 0}}});
  rewriter.Emit({.type = "reshape2",
                 .inputs = {{"X", {x}}, {"Shape", {shape}}},
                 .outputs = {{"Out", {out}}},
                 .attributes = {{"shape", std::vector<int32_t>()}}});
}

}  // namespace

void Interpolate(Rewriter& rewriter) {
  const std::string& method = rewriter.String("interp_method");
  if (rewriter.Op().name != "pd_op." + method + "_interp") {
    Unsupported(fmt::format("attribute 'interp_method': '{}'", method));
  }
  if (rewriter.String("data_format") != "NCHW") {
    Unsupported(fmt::format("attribute 'data_format': '{}'", rewriter.String("data_format")));
  }
  OpDesc op;
  op.type = method + "_interp_v2";
  op.inputs = {{"X", {rewriter.Tensor(0)}}};
  int64_t out_h = rewriter.Int("out_h");
  int64_t out_w = rewriter.Int("out_w");
  if (rewriter.Given(1) && rewriter.KnownOperand(1) != nullptr) {
    const std::vector<int64_t> size = rewriter.IntsOperand(1);
    if (size.size() != 2) Unsupported(fmt::format("a size of {} numbers", size.size()));
    out_h = size[0];
    out_w = size[1];
  } else if (rewriter.Given(1)) {
    op.inputs.push_back({"OutSize", {rewriter.Tensor(1)}});
  } else if (rewriter.Given(
                 2)) {  // two tensors of one number each; the front end wants a single one
    std::vector<std::string> sides;
    for (const std::string& side : rewriter.Tensors(2)) {
      const std::string number = rewriter.EmitCast(side, kInt64, {kInt32, {1}});
      sides.push_back(rewriter.EmitUnary("reshape2", number, {kInt32, {1}},
                                         {{"shape", std::vector<int32_t>{1}}}));
    }
    const std::string size = rewriter.Temporary({kInt32, {2}});
    rewriter.Emit({.type = "concat",
                   .inputs = {{"X", sides}},
                   .outputs = {{"Out", {size}}},
                   .attributes = {{"axis", 0}}});
    op.inputs.push_back({"OutSize", {size}});
  }
  if (rewriter.Given(3)) op.inputs.push_back({"Scale", {rewriter.Tensor(3)}});
  const std::vector<double> scale = rewriter.Numbers("scale");
  op.attributes = {{"out_d", Saturate32(rewriter.Int("out_d"))},
                   {"out_h", Saturate32(out_h)},
                   {"out_w", Saturate32(out_w)},
                   {"scale", std::vector<float>(scale.begin(), scale.end())},
                   {"interp_method", method},
                   {"align_corners", rewriter.Bool("align_corners")},
                   {"align_mode", Saturate32(rewriter.Int("align_mode"))},
                   {"data_layout", std::string("NCHW")}};
  op.outputs = {{"Out", {rewriter.Result()}}};
  rewriter.Emit(std::move(op));
}

void Reduce(Rewriter& rewriter) {
  const std::string name = PlainName(rewriter);
  const TensorType& type = rewriter.TypeOf(0);
  const auto rank = static_cast<int64_t>(type.dims.size());
  std::set<int64_t> axes;
  const bool is_operand = rewriter.Given(1);
  for (const int64_t axis : is_operand ? rewriter.IntsOperand(1) : rewriter.Ints("axis")) {
    axes.insert(axis < 0 ? axis + rank : axis);
  }
  bool all = axes.empty() || static_cast<int64_t>(axes.size()) == rank;
  if (rewriter.Has("reduce_all")) all = rewriter.Bool("reduce_all") || all;
  if (rewriter.Has("dtype")) (void)rewriter.DataType("dtype");  // known from the type of the result
  std::string x = rewriter.Tensor(0);
  const auto& results = rewriter.Op().results;
  const int64_t result =
      results.empty() || results[0].types.size() != 1 ? type.dtype : results[0].types[0].dtype;
  if (result != type.dtype) {
    x = rewriter.EmitCast(x, type.dtype, {result, type.dims});
  }
  const bool keep = rewriter.Bool("keepdim");
  rewriter.Emit({.type = "reduce_" + (name.starts_with("am") ? name.substr(1) : name),
                 .inputs = {{"X", {x}}},
                 .outputs = {{"Out", {rewriter.Result()}}},
                 .attributes = {{"dim", Saturate32(std::vector<int64_t>(axes.begin(), axes.end()))},
                                {"keep_dim", keep},
                                {"reduce_all", all},
                                {"in_dtype", kUndefined},
                                {"out_dtype", kUndefined}}});
}

void Argsort(Rewriter& rewriter) {
  const TensorType& type = rewriter.TypeOf(0);
  const auto rank = static_cast<int64_t>(type.dims.size());
  const int64_t axis = rewriter.Int("axis") + (rewriter.Int("axis") < 0 ? rank : 0);
  const int64_t count =
      axis >= 0 && axis < rank ? type.dims[static_cast<size_t>(axis)] : int64_t{-1};
  if (count < 1) Unsupported("sorting along a dimension that is not fixed");
  if (rewriter.Has("stable") && rewriter.Bool("stable")) Unsupported("attribute 'stable': true");
  const bool descending = rewriter.Bool("descending");
  const std::string x = rewriter.Tensor(0);
  rewriter.Emit({.type = "top_k_v2",
                 .inputs = {{"X", {x}}},
                 .outputs = {{"Out", {rewriter.Result(0)}}, {"Indices", {rewriter.Result(1)}}},
                 .attributes = {{"k", Saturate32(count)},
                                {"axis", Saturate32(axis)},
                                {"largest", descending},
                                {"sorted", true}}});
}

void Numel(Rewriter& rewriter) {
  const auto rank = static_cast<int64_t>(rewriter.TypeOf(0).dims.size());
  const std::string x = rewriter.Tensor(0);
  const std::string shape = rewriter.Temporary({kInt32, {rank}});
  rewriter.Emit({.type = "shape",
                 .inputs = {{"Input", {x}}},
                 .outputs = {{"Out", {shape}}},
                 .attributes = {}});
  const std::string count = rewriter.EmitUnary("reduce_prod", shape, {kInt32, {}},
                                               {{"dim", std::vector<int32_t>{0}},
                                                {"keep_dim", false},
                                                {"reduce_all", true},
                                                {"in_dtype", kUndefined},
                                                {"out_dtype", kUndefined}});
  rewriter.EmitCastTo(count, kInt32, kInt64, rewriter.Result());
}

void ArgExtreme(Rewriter& rewriter) {
  const bool max = rewriter.Op().name == "pd_op.argmax";
  const bool flatten = rewriter.Bool("flatten");
  const bool keep = rewriter.Bool("keepdims");
  if (flatten && keep) Unsupported("flatten with keepdims");
  const int64_t axis = rewriter.IntOperand(1);
  const auto dtype = static_cast<int32_t>(rewriter.DataType("dtype"));
  const std::string x = rewriter.Tensor(0);
  // Not keepdims: the front end's implementation fails if other dimensions are dynamic.
  const std::string out =
      keep ? rewriter.Temporary({dtype, rewriter.TypeOf(0).dims}) : rewriter.Result();
  rewriter.Emit({.type = max ? "arg_max" : "arg_min",
                 .inputs = {{"X", {x}}},
                 .outputs = {{"Out", {out}}},
                 .attributes = {
                     {"axis", axis}, {"keepdims", false}, {"flatten", flatten}, {"dtype", dtype}}});
  if (!keep) return;
  rewriter.Emit({.type = "unsqueeze2",
                 .inputs = {{"X", {out}}},
                 .outputs = {{"Out", {rewriter.Result()}}},
                 .attributes = {{"axes", std::vector<int32_t>{Saturate32(axis)}}}});
}

void Unbind(Rewriter& rewriter) {  // the front end's unstack needs static shapes
  const auto axis = Saturate32(rewriter.Int("axis"));
  TensorType type = rewriter.TypeOf(0);
  type.dims.assign(type.dims.size(), -1);
  const std::string x = rewriter.Tensor(0);
  const std::vector<std::string> results = rewriter.ListResult();
  std::vector<std::string> parts;
  for (size_t i = 0; i < results.size(); ++i) parts.push_back(rewriter.Temporary(type));
  rewriter.Emit({.type = "split",
                 .inputs = {{"X", {x}}},
                 .outputs = {{"Out", parts}},
                 .attributes = {{"axis", axis},
                                {"num", static_cast<int32_t>(parts.size())},
                                {"sections", std::vector<int32_t>()}}});
  for (size_t i = 0; i < results.size(); ++i) {
    rewriter.Emit({.type = "squeeze2",
                   .inputs = {{"X", {parts[i]}}},
                   .outputs = {{"Out", {results[i]}}},
                   .attributes = {{"axes", std::vector<int32_t>{axis}}}});
  }
}

void Triangle(Rewriter& rewriter) {
  const auto rank = rewriter.TypeOf(0).dims.size();
  if (rank != 2) Unsupported(fmt::format("a tensor of {} dimensions (supported: 2)", rank));
  const bool lower = rewriter.Op().name == "pd_op.tril";
  const std::string x = rewriter.Tensor(0);
  rewriter.Emit(
      {.type = "tril_triu",
       .inputs = {{"X", {x}}},
       .outputs = {{"Out", {rewriter.Result()}}},
       .attributes = {{"diagonal", Saturate32(rewriter.Int("diagonal"))}, {"lower", lower}}});
}

void Expand(Rewriter& rewriter) {
  OpDesc op;
  op.type = "expand_v2";
  op.inputs = {{"X", {rewriter.Tensor(0)}}};
  std::vector<int32_t> shape;
  if (rewriter.IsList(1)) {
    op.inputs.push_back({"expand_shapes_tensor", rewriter.Tensors(1)});
  } else if (rewriter.KnownOperand(1) != nullptr) {
    shape = Saturate32(rewriter.IntsOperand(1));
  } else {  // the front end wants int32
    const TensorType& type = rewriter.TypeOf(1);
    const std::string wide = rewriter.Tensor(1);
    op.inputs.push_back({"Shape", {rewriter.EmitCast(wide, type.dtype, {kInt32, type.dims})}});
  }
  op.attributes = {{"shape", shape}};
  op.outputs = {{"Out", {rewriter.Result()}}};
  rewriter.Emit(std::move(op));
}

void Pad(Rewriter& rewriter) {  // by pad3d: [.., C, H, W] as an element of [N, C, D, H, W]
  const TensorType type = rewriter.TypeOf(0);
  const std::vector<int64_t> pads = rewriter.Ints("paddings");
  const size_t rank = type.dims.size();
  if (rank < 1 || rank > 4 || pads.size() != 2 * rank ||
      (rank == 4 && (pads[0] != 0 || pads[1] != 0))) {
    Unsupported(fmt::format("padding of {} dimensions by {} numbers", rank, pads.size()));
  }
  const Constant& value = rewriter.ConstantOperand(1);
  if (value.values.size() != 1) Unsupported("a padding value of several numbers");
  std::vector<int32_t> front;
  std::vector<int32_t> sides;
  TensorType wide = {type.dtype, std::vector<int64_t>(5 - rank, 1)};
  for (size_t i = 0; i < 5 - rank; ++i) front.push_back(static_cast<int32_t>(i));
  wide.dims.insert(wide.dims.end(), type.dims.begin(), type.dims.end());
  for (size_t side = 0; side < 3; ++side) {  // from the last dimension to the first
    const bool is_there = side < rank;
    sides.push_back(is_there ? Saturate32(pads[2 * (rank - 1 - side)]) : 0);
    sides.push_back(is_there ? Saturate32(pads[2 * (rank - 1 - side) + 1]) : 0);
  }
  const std::string x =
      rewriter.EmitUnary("unsqueeze2", rewriter.Tensor(0), wide, {{"axes", front}});
  wide.dims.assign(5, -1);
  const std::string padded = rewriter.EmitUnary("pad3d", x, wide,
                                                {{"paddings", sides},
                                                 {"mode", std::string("constant")},
                                                 {"value", static_cast<float>(value.values[0])},
                                                 {"data_format", std::string("NCDHW")}});
  rewriter.Emit({.type = "squeeze2",
                 .inputs = {{"X", {padded}}},
                 .outputs = {{"Out", {rewriter.Result()}}},
                 .attributes = {{"axes", front}}});
}

void PixelShuffle(Rewriter& rewriter) {
  const TensorType type = rewriter.TypeOf(0);
  const int64_t factor = rewriter.Int("upscale_factor");
  if (rewriter.String("data_format") != "NCHW" || type.dims.size() != 4 || factor < 1 ||
      factor > 64 || type.dims[1] < 1 || type.dims[1] % (factor * factor) != 0) {
    Unsupported(fmt::format("factor {}, data_format '{}', channels {}", factor,
                            rewriter.String("data_format"),
                            type.dims.size() == 4 ? type.dims[1] : 0));
  }
  const int64_t channels = type.dims[1] / (factor * factor);
  const std::string x = rewriter.Tensor(0);
  const std::string shape = rewriter.Temporary({kInt32, {4}});
  rewriter.Emit({.type = "shape",
                 .inputs = {{"Input", {x}}},
                 .outputs = {{"Out", {shape}}},
                 .attributes = {}});
  const std::string n = Dimension(rewriter, shape, 0);
  const std::string h = Dimension(rewriter, shape, 2);
  const std::string w = Dimension(rewriter, shape, 3);
  const std::string r = ConstantInt(rewriter, factor);
  const std::string c = ConstantInt(rewriter, channels);
  const TensorType split = {type.dtype, {-1, channels, factor, factor, -1, -1}};
  const std::string parts = rewriter.Temporary(split);
  ReshapeTo(rewriter, x, {n, c, r, r, h, w}, parts);
  const std::string mixed =
      rewriter.EmitUnary("transpose2", parts, {type.dtype, {-1, channels, -1, factor, -1, factor}},
                         {{"axis", std::vector<int32_t>{0, 1, 4, 2, 5, 3}}});
  const TensorType number = {kInt32, {1}};
  const std::string high = rewriter.EmitBinary("elementwise_mul", h, r, number);
  const std::string wide = rewriter.EmitBinary("elementwise_mul", w, r, number);
  ReshapeTo(rewriter, mixed, {n, c, high, wide}, rewriter.Result());
}

void SetValue(Rewriter& rewriter) {
  const bool is_tensor = PlainName(rewriter) == "set_value_with_tensor";
  const TensorType& type = rewriter.TypeOf(0);
  const size_t first = is_tensor ? 2 : 1;  // the operand that holds the starts
  OpDesc op;
  op.type = "set_value";
  const auto add = [&](size_t operand, const std::string& name, const std::string& slot) {
    if (rewriter.KnownOperand(operand) == nullptr) {
      op.inputs.push_back({slot, rewriter.Tensors(operand)});
      return;
    }
    const std::vector<int32_t> numbers = Saturate32(rewriter.IntsOperand(operand));
    op.attributes.emplace_back(name, std::vector<int64_t>(numbers.begin(), numbers.end()));
  };
  add(first, "starts", "StartsTensorList");
  add(first + 1, "ends", "EndsTensorList");
  add(first + 2, "steps", "StepsTensorList");
  if (!rewriter.Ints("none_axes").empty()) Unsupported("attribute 'none_axes'");
  std::vector<int64_t> decrease = rewriter.Ints("decrease_axes");
  std::string value;
  if (is_tensor) {
    value = rewriter.TensorOfType(1, type.dtype);
  } else {
    Constant constant = {{type.dtype, rewriter.Ints("shape")}, rewriter.Numbers("values")};
    if (constant.values.size() == 1) {  // one value for all elements
      constant.type.dims.assign(type.dims.size(), 1);
      decrease.clear();
    }
    value = rewriter.EmitConstant(constant);
  }
  op.inputs.push_back({"Input", {rewriter.Tensor(0)}});
  op.inputs.push_back({"ValueTensor", {value}});
  op.attributes.emplace_back("axes", rewriter.Ints("axes"));
  op.attributes.emplace_back("decrease_axes", decrease);
  op.attributes.emplace_back("none_axes", std::vector<int64_t>());
  op.attributes.emplace_back("dtype", static_cast<int32_t>(type.dtype));
  op.outputs = {{"Out", {rewriter.Result()}}};
  rewriter.Emit(std::move(op));
}

}  // namespace fastdeploy::pir
