// SPDX-License-Identifier: Apache-2.0
//
// Pooling, resizing, reductions.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"
#include "fastdeploy/runtime/formats/pir/rule.h"
#include "fastdeploy/runtime/formats/pir/rules.h"

namespace fastdeploy::pir {
namespace {

constexpr int32_t kInt32 = 2;

constexpr Rule kPool2d = {
    "pool2d", "pool2d", "X ksize:ints", "Out",
    "strides:ints paddings:ints ceil_mode:bool exclusive:bool data_format:str{NCHW} "
    "pooling_type:str{max,avg} global_pooling:bool adaptive:bool "
    "padding_algorithm:str{EXPLICIT,SAME,VALID}"};

}  // namespace

void Pool2d(Rewriter& rewriter) {
  const std::vector<int64_t> size = rewriter.IntsOperand(1);
  // The front end takes an adaptive size with a 1 in it for global pooling.
  const auto ones = std::count(size.begin(), size.end(), 1);
  if (rewriter.Bool("adaptive") && ones > 0 && static_cast<size_t>(ones) < size.size()) {
    Unsupported(fmt::format("adaptive pooling to {}x{}", size[0], size.size() > 1 ? size[1] : 0));
  }
  Apply(kPool2d, rewriter);
}

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
  } else if (rewriter.Given(2)) {  // two tensors of one number each; the front end wants one
    std::vector<std::string> sides;
    for (const std::string& side : rewriter.Tensors(2)) {
      const std::string number = rewriter.EmitUnary(
          "cast", side, {kInt32, {1}}, {{"in_dtype", kInt32 + 1}, {"out_dtype", kInt32}});
      sides.push_back(rewriter.EmitUnary("reshape2", number, {kInt32, {1}},
                                         {{"shape", std::vector<int32_t>{1}}}));
    }
    const std::string size = rewriter.Temporary({kInt32, {2}});
    rewriter.Emit({"concat", {{"X", sides}}, {{"Out", {size}}}, {{"axis", 0}}});
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
  const std::string name = rewriter.Op().name.substr(rewriter.Op().name.find('.') + 1);
  const auto rank = static_cast<int64_t>(rewriter.TypeOf(0).dims.size());
  std::set<int64_t> axes;
  for (const int64_t axis : rewriter.IntsOperand(1)) axes.insert(axis < 0 ? axis + rank : axis);
  const bool all = axes.empty() || static_cast<int64_t>(axes.size()) == rank;
  const std::string x = rewriter.Tensor(0);
  const bool keep = rewriter.Bool("keepdim");
  rewriter.Emit({"reduce_" + name,
                 {{"X", {x}}},
                 {{"Out", {rewriter.Result()}}},
                 {{"dim", Saturate32(std::vector<int64_t>(axes.begin(), axes.end()))},
                  {"keep_dim", keep},
                  {"reduce_all", all},
                  {"in_dtype", -1},
                  {"out_dtype", -1}}});
}

}  // namespace fastdeploy::pir
