// SPDX-License-Identifier: Apache-2.0
//
// Values at places that are computed, and the places of values.

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

Results Gather(Op& op) {
  const Ints axis = op.Has("axis") ? op.IntsOf("axis") : Ints{0};
  std::string index = op.In("index");
  if (op.RankOf("index") == 2) index = op.Reshape(index, {-1});  // a column
  return {op.Emit("Gather", {op.In("x"), index}, {{"axis", axis.at(0)}})};
}

constexpr Rule kRules[] = {
    {"gather", "x:X index:Index axis:Axis,@axis -> Out", Gather},
};

}  // namespace

std::span<const Rule> IndexRules() { return kRules; }

}  // namespace fastdeploy::onnx
