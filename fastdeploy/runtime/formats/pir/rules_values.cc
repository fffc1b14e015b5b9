// SPDX-License-Identifier: Apache-2.0
//
// Constants, ranges, types and shapes of tensors.

#include <fmt/format.h>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"
#include "fastdeploy/runtime/formats/pir/rules.h"

namespace fastdeploy::pir {
namespace {

/// The type of the only result.
const TensorType& ResultType(const Rewriter& rewriter) {
  const auto& results = rewriter.Op().results;
  if (results.empty() || results[0].types.size() != 1) {
    throw Error(ErrorKind::kInvalidFile, "expected one tensor as the result");
  }
  return results[0].types[0];
}

}  // namespace

void Full(Rewriter& rewriter) {
  Constant constant;
  constant.type = {rewriter.DataType("dtype"), rewriter.Ints("shape")};
  constant.values = {rewriter.Number("value")};
  rewriter.DefineConstant(0, std::move(constant));
}

void FullIntArray(Rewriter& rewriter) {
  Constant constant;
  constant.values = rewriter.Numbers("value");
  constant.type = {rewriter.DataType("dtype"), {static_cast<int64_t>(constant.values.size())}};
  rewriter.DefineConstant(0, std::move(constant));
}

void AssignValue(Rewriter& rewriter) {  // the operand, if any, is the target of the values
  Constant constant;
  constant.type = {rewriter.DataType("dtype"), rewriter.Ints("shape")};
  constant.values = rewriter.Numbers("values");
  if (constant.Elements() != static_cast<int64_t>(constant.values.size())) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("expected {1} values, found {0}",
                                                     constant.values.size(), constant.Elements()));
  }
  rewriter.DefineConstant(0, std::move(constant));
}

void Arange(Rewriter& rewriter) {
  // The exporter writes constant start, end and step as float64, whatever the type of the range.
  const int64_t dtype = rewriter.DataType("dtype");
  const std::string start = rewriter.TensorOfType(0, dtype);
  const std::string end = rewriter.TensorOfType(1, dtype);
  const std::string step = rewriter.TensorOfType(2, dtype);
  rewriter.Emit({.type = "range",
                 .inputs = {{"Start", {start}}, {"End", {end}}, {"Step", {step}}},
                 .outputs = {{"Out", {rewriter.Result()}}},
                 .attributes = {}});
}

void Cast(Rewriter& rewriter) {
  const int64_t from = rewriter.TypeOf(0).dtype;
  const int64_t to = rewriter.DataType("dtype");
  const std::string x = rewriter.Tensor(0);
  rewriter.EmitCastTo(x, from, to, rewriter.Result());
}

void Shape(Rewriter& rewriter) {
  // The older operator returns int32, the newer one int64.
  const TensorType& type = ResultType(rewriter);
  const std::string x = rewriter.Tensor(0);
  if (type.dtype == kInt32) {
    rewriter.Emit({.type = "shape",
                   .inputs = {{"Input", {x}}},
                   .outputs = {{"Out", {rewriter.Result()}}},
                   .attributes = {}});
    return;
  }
  const std::string shape = rewriter.Temporary({kInt32, type.dims});
  rewriter.Emit({.type = "shape",
                 .inputs = {{"Input", {x}}},
                 .outputs = {{"Out", {shape}}},
                 .attributes = {}});
  rewriter.EmitCastTo(shape, kInt32, type.dtype, rewriter.Result());
}

}  // namespace fastdeploy::pir
