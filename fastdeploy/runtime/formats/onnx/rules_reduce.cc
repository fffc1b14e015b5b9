// SPDX-License-Identifier: Apache-2.0
//
// Sums and other numbers of many, and products of matrices.

#include <cmath>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

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

/// One number of all has no dimensions, but one in the programs of Paddle 2.4 and before.
std::string AsDeclared(Op& op, const std::string& value, bool is_number) {
  const bool has_dimension = is_number && op.OutputDims() == Ints{1};
  return has_dimension ? op.Reshape(value, {1}) : value;
}

std::string ReduceOver(Op& op, const char* type, const std::string& x) {
  const Ints axes = AxesOf(op);
  const bool keep = op.Bool("keepdim|keep_dim");
  const std::string result = op.Emit(type, {x, op.Vector(axes)}, {{"keepdims", keep}});
  return AsDeclared(op, result, !keep && static_cast<int64_t>(axes.size()) == op.RankOf("x"));
}

template <const char* kType>
Results Reduce(Op& op) {
  // Paddle converts first: sums of int32 are int64.
  const DType declared = op.OutputType();
  const DType dtype =
      op.TypeAttr("dtype|out_dtype").value_or(declared == kUndefined ? op.TypeOf("x") : declared);
  const std::string x = op.InAs("x", dtype);
  if (op.RankOf("x") == 0) return {AsDeclared(op, x, true)};
  return {ReduceOver(op, kType, x)};
}
constexpr char kReduceMean[] = "ReduceMean", kReduceMax[] = "ReduceMax", kReduceMin[] = "ReduceMin",
               kReduceSum[] = "ReduceSum", kReduceProd[] = "ReduceProd";

template <const char* kType>
Results ReduceTruth(Op& op) {
  const std::string x = op.Cast(op.InAs("x", kBool), kInt32);
  return {op.Cast(op.RankOf("x") == 0 ? x : ReduceOver(op, kType, x), kBool)};
}

Results LogSumExp(Op& op) { return {ReduceOver(op, "ReduceLogSumExp", op.In("x"))}; }

Results FrobeniusNorm(Op& op) { return {ReduceOver(op, "ReduceL2", op.In("x"))}; }

/// The norm along axes.
std::string Norm(Op& op, const std::string& x, const std::string& axes, const Attributes& keep) {
  const double order = op.HasAttr("porder") ? op.Float("porder") : 2;
  const DType dtype = op.TypeOf("x");
  if (order == 1) return op.Emit("ReduceL1", {x, axes}, keep);
  if (order == 2) return op.Emit("ReduceL2", {x, axes}, keep);
  const std::string size = op.Emit("Abs", {x});
  if (std::isinf(order)) {
    return op.Emit(order > 0 ? "ReduceMax" : "ReduceMin", {size, axes}, keep);
  }
  if (order == 0) {
    const std::string nonzero = op.Emit("Greater", {size, op.Number(0, dtype)});
    return op.Emit("ReduceSum", {op.Cast(nonzero, dtype), axes}, keep);
  }
  const std::string powers = op.Emit("Pow", {size, op.Number(order, dtype)});
  const std::string sum = op.Emit("ReduceSum", {powers, axes}, keep);
  return op.Emit("Pow", {sum, op.Number(1 / order, dtype)});
}

Results PNorm(Op& op) {
  const bool keep = op.Bool("keepdim|keep_dim");
  if (!op.Bool("asvector")) {
    return {Norm(op, op.In("x"), op.Vector({op.Int("axis", -1)}), {{"keepdims", keep}})};
  }
  const std::string norm =
      Norm(op, op.Reshape(op.In("x"), {-1}), op.Vector({0}), {{"keepdims", 0}});
  if (!keep) return {norm};
  return {op.Reshape(norm, Ints(static_cast<size_t>(op.RankOf("x")), 1))};
}

Results CumSum(Op& op) {
  const bool flat = op.Bool("flatten");
  const DType dtype = op.TypeOf("x") == kBool ? kInt64 : op.TypeOf("x");
  const std::string x = flat ? op.Reshape(op.InAs("x", dtype), {-1}) : op.InAs("x", dtype);
  const std::string axis = flat ? op.Integer(0) : op.NumberOf("axis", kInt64);
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
  const std::string x = side("x", "transpose_x|trans_x|transpose_X");
  std::string y = side("y", "transpose_y|trans_y|transpose_Y");
  // OpenVINO cannot fuse a product by a vector with a factor: a matrix of one column.
  const bool is_column = op.RankOf("y") == 1 && op.RankOf("x") > 1;
  if (is_column) y = op.Unsqueeze(y, {1});
  std::string product = op.Emit("MatMul", {x, y});
  if (is_column) product = op.Squeeze(product, {op.RankOf("x") - 1});
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
  const std::string product = op.Emit("MatMul", {op.In("x"), op.In("y")});
  const std::string input = op.Scaled(op.In("input"), op.Float("beta|Beta", 1), dtype);
  return {op.Emit("Add", {input, op.Scaled(product, op.Float("alpha|Alpha", 1), dtype)})};
}

Results Dot(Op& op) {
  const std::string product = op.Emit("Mul", {op.In("x"), op.In("y")});
  const std::string sum = op.Emit("ReduceSum", {product, op.Vector({-1})}, {{"keepdims", 0}});
  return {AsDeclared(op, sum, op.RankOf("x") == 1)};
}

Results Inverse(Op& op) { return {op.Emit("com.microsoft:Inverse", {op.In("x")})}; }

Results Einsum(Op& op) {
  return {op.Emit("Einsum", op.All("x"), {{"equation", op.String("equation")}})};
}

constexpr const char* kUnary = "x:X -> Out";
constexpr const char* kBinary = "x:X y:Y -> Out";
constexpr const char* kReduction = "x:X axis:@axis,@dim -> Out";

constexpr Rule kRules[] = {
    {"mean|reduce_mean", kReduction, Reduce<kReduceMean>},
    {"|mean", kUnary, Reduce<kReduceMean>},
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
    {"mul", kBinary, Mul},
    {"mv", "x:X y:Vec -> Out", MatMul},
    {"addmm", "input:Input x:X y:Y -> Out", AddMm},
    {"dot", kBinary, Dot},
    {"inverse", "x:Input -> Output", Inverse},
    {"einsum", "x:*Operands -> Out", Einsum},
};

}  // namespace

std::span<const Rule> ReduceRules() { return kRules; }

}  // namespace fastdeploy::onnx
