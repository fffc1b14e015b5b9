// SPDX-License-Identifier: Apache-2.0
//
// Values at places that are computed, and the places of values.

#include <algorithm>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

// --- Values at places ---

Results Gather(Op& op) {
  const Ints axis = op.Has("axis") ? op.IntsOf("axis") : Ints{0};
  std::string index = op.In("index");
  if (op.RankOf("index") == 2) index = op.Reshape(index, {-1});  // a column
  return {op.Emit("Gather", {op.In("x"), index}, {{"axis", axis.at(0)}})};
}

Results GatherNd(Op& op) { return {op.Emit("GatherND", {op.In("x"), op.InAs("index", kInt64)})}; }

Results IndexSelect(Op& op) {
  return {op.Emit("Gather", {op.In("x"), op.In("index")}, {{"axis", op.Int("axis|dim", 0)}})};
}

Results IndexSample(Op& op) {
  return {op.Emit("GatherElements", {op.In("x"), op.In("index")}, {{"axis", 1}})};
}

Results TakeAlongAxis(Op& op) {
  return {
      op.Emit("GatherElements", {op.In("x"), op.In("index")}, {{"axis", op.Int("axis|Axis", 0)}})};
}

/// Rows of a table; that at padding_idx counts as zeros.
std::string Rows(Op& op, const std::string& index) {
  std::string rows = op.Emit("Gather", {op.In("table"), index}, {{"axis", 0}});
  const int64_t padding = op.Int("padding_idx", -1);
  if (padding == -1) return rows;
  const DType dtype = op.TypeOf("table");
  const std::string is_padding =
      op.Emit("Equal", {index, op.Number(static_cast<double>(padding), op.TypeOf("index"))});
  return op.Emit("Where", {op.Unsqueeze(is_padding, {-1}), op.Number(0, dtype), rows});
}

Results Embedding(Op& op) { return {Rows(op, op.In("index"))}; }

/// The older one: the places have a last axis of size 1.
Results LookupTable(Op& op) { return {Rows(op, op.Squeeze(op.In("index"), {-1}))}; }

Results MaskedSelect(Op& op) {
  const std::string x = op.In("x");
  const std::string mask = op.In("mask");
  const auto row = [&](const std::string& value, const std::string& other) {
    return op.Reshape(op.Emit("Expand", {value, op.ShapeOf(other)}), {-1});
  };
  return {op.Emit("Compress", {row(x, mask), row(mask, x)}, {{"axis", 0}})};
}

Results MaskedFill(Op& op) {
  return {op.Emit("Where", {op.In("mask"), op.InAs("value", op.TypeOf("x")), op.In("x")})};
}

// --- Other values at places ---

/// The attribute of ONNX's scatters for Paddle's way to combine values.
Attributes Reduction(Op& op, const std::string& reduce) {
  if (reduce == "assign") return {};
  if (!op.Bool("include_self|Include_self", true)) op.Refuse("include_self false");
  if (reduce == "add") return {{"reduction", "add"}};
  if (reduce == "mul" || reduce == "multiply") return {{"reduction", "mul"}};
  if (reduce == "amin") return {{"reduction", "min"}};
  if (reduce == "amax") return {{"reduction", "max"}};
  op.Refuse("reduce " + reduce);
}

Results PutAlongAxis(Op& op) {
  Attributes attributes = Reduction(op, op.String("reduce|Reduce", "assign"));
  attributes.emplace_back("axis", op.Int("axis|Axis", 0));
  return {op.Emit("ScatterElements", {op.In("x"), op.In("index"), op.InAs("value", op.TypeOf("x"))},
                  attributes)};
}

/// Places of rows as ScatterND takes them: [count, 1].
std::string RowPlaces(Op& op) { return op.Reshape(op.InAs("index", kInt64), {-1, 1}); }

/// Rows get other values; or the sum of them, without the values before.
Results Scatter(Op& op) {
  const std::string x = op.In("x");
  const std::string places = RowPlaces(op);
  const std::string updates = op.In("updates");
  if (op.Bool("overwrite", true)) return {op.Emit("ScatterND", {x, places, updates})};
  const std::string zeros = op.Emit("Expand", {op.Number(0, op.TypeOf("x")), op.ShapeOf(updates)});
  const std::string cleared = op.Emit("ScatterND", {x, places, zeros});
  return {op.Emit("ScatterND", {cleared, places, updates}, {{"reduction", "add"}})};
}

Results ScatterNdAdd(Op& op) {
  return {op.Emit("ScatterND", {op.In("x"), op.InAs("index", kInt64), op.In("updates")},
                  {{"reduction", "add"}})};
}

/// x[indices] = value. The indices are broadcast; one of booleans says where.
Results IndexPut(Op& op) {
  const std::string x = op.In("x");
  const size_t count = op.Count("indices");
  std::string places;
  auto axes = static_cast<int64_t>(count);
  if (op.TypeOf("indices") == kBool) {
    if (count != 1) op.Refuse("a mask among other indices");
    axes = op.RankOf("indices");
    places = op.Transpose(op.Emit("NonZero", {op.In("indices")}), {1, 0});
  } else {
    Names columns;
    for (size_t i = 0; i < count; ++i) {
      std::string index = op.InAs("indices", kInt64, i);
      for (size_t j = 0; j < count; ++j) {
        if (j != i) index = op.Emit("Expand", {index, op.ShapeOf(op.In("indices", j))});
      }
      columns.push_back(op.Unsqueeze(index, {-1}));
    }
    places = op.Concat(columns, -1);
  }
  Names shape = {op.ShapeOf(places, 0, -1)};
  if (axes < op.RankOf("x")) shape.push_back(op.ShapeOf(x, axes));
  const std::string value =
      op.Emit("Expand", {op.InAs("value", op.TypeOf("x")), op.Concat(shape, 0)});
  Attributes attributes;
  if (op.Bool("accumulate")) attributes.emplace_back("reduction", "add");
  return {op.Emit("ScatterND", {x, places, value}, attributes)};
}

// --- Places of values ---

/// The first of the largest, or of the smallest.
template <bool kLargest>
Results ArgExtreme(Op& op) {
  const bool flat = op.Bool("flatten");
  const bool keep = op.Bool("keepdims");
  const int64_t rank = op.RankOf("x");
  std::string x = op.In("x");
  if (flat) x = op.Reshape(x, {-1});
  const int64_t axis = flat ? 0 : op.IntsOf("axis").at(0);
  std::string place =
      op.Emit(kLargest ? "ArgMax" : "ArgMin", {x}, {{"axis", axis}, {"keepdims", keep && !flat}});
  if (flat && keep) place = op.Reshape(place, Ints(static_cast<size_t>(rank), 1));
  const DType dtype = op.TypeAttr("dtype").value_or(kInt64);
  return {dtype == kInt64 ? place : op.Cast(place, dtype)};
}

Results TopK(Op& op) {
  return FromNames(
      op.EmitMany("TopK", {op.In("x"), op.VectorOf("k")}, 2,
                  {{"axis", op.Int("axis", -1)}, {"largest", op.Bool("largest", true)}}));
}

Results ArgSort(Op& op) {
  const int64_t axis = op.Int("axis", -1);
  const std::string x = op.In("x");
  return FromNames(op.EmitMany("TopK", {x, op.SizeOf(x, axis < 0 ? axis + op.RankOf("x") : axis)},
                               2, {{"axis", axis}, {"largest", op.Bool("descending")}}));
}

/// The k-th smallest.
Results KthValue(Op& op) {
  op.CorrectType(1, kInt64);
  const int64_t axis = op.Int("axis", -1);
  const bool keep = op.Bool("keepdim");
  Names smallest = op.EmitMany("TopK", {op.In("x"), op.Vector({op.Int("k", 1)})}, 2,
                               {{"axis", axis}, {"largest", false}});
  for (std::string& value : smallest) {
    value = op.Slice(value, axis, -1, INT64_MAX);
    if (!keep) value = op.Squeeze(value, {axis});
  }
  return FromNames(smallest);
}

/// How many numbers of a sorted row are before each value.
Results SearchSorted(Op& op) {
  const DType dtype = op.TypeOf("row");
  const std::string row = op.Unsqueeze(op.In("row"), {-2});
  const std::string values = op.Unsqueeze(op.InAs("values", dtype), {-1});
  const std::string is_before = op.Emit(op.Bool("right") ? "LessOrEqual" : "Less", {row, values});
  const DType type = op.Bool("out_int32") ? kInt32 : kInt64;
  return {op.Emit("ReduceSum", {op.Cast(is_before, type), op.Vector({-1})}, {{"keepdims", 0}})};
}

Results NonZero(Op& op) { return {op.Transpose(op.Emit("NonZero", {op.In("x")}), {1, 0})}; }

Results Unique(Op& op) {
  if (!op.Bool("is_sorted")) op.Refuse("is_sorted false");
  Attributes attributes = {{"sorted", 1}};
  const Ints axis = op.IntArray("axis");
  if (axis.size() > 1) op.Refuse("several axes");
  if (!axis.empty()) attributes.emplace_back("axis", axis[0]);
  Names results = op.EmitMany("Unique", {op.In("x")}, 4, attributes);
  const DType dtype = op.TypeAttr("dtype").value_or(kInt64);
  op.CorrectType(0, op.TypeOf("x"));
  for (size_t i = 1; i < 4; ++i) {
    op.CorrectType(i, dtype);
    if (dtype != kInt64 && op.HasOutput(i)) results[i] = op.Cast(results[i], dtype);
  }
  return FromNames(results);
}

constexpr Rule kRules[] = {
    {"gather", "x:X index:Index axis:Axis,@axis -> Out", Gather},
    {"gather_nd", "x:X index:Index -> Out", GatherNd},
    {"index_select", "x:X index:Index -> Out", IndexSelect},
    {"index_sample", "x:X index:Index -> Out", IndexSample},
    {"take_along_axis", "x:Input index:Index -> Result", TakeAlongAxis},
    {"embedding|lookup_table_v2", "index:Ids table:W -> Out", Embedding},
    {"|lookup_table", "index:Ids table:W -> Out", LookupTable},
    {"masked_select", "x:X mask:Mask -> Y", MaskedSelect},
    {"masked_fill|", "x: mask: value: -> Out", MaskedFill},
    {"put_along_axis", "x:Input index:Index value:Value -> Result", PutAlongAxis},
    {"scatter", "x:X index:Ids updates:Updates -> Out", Scatter},
    {"scatter_nd_add", "x:X index:Index updates:Updates -> Out", ScatterNdAdd},
    {"index_put", "x:x indices:*indices value:value -> out", IndexPut},
    {"argmax|arg_max", "x:X axis:@axis -> Out", ArgExtreme<true>},
    {"argmin|arg_min", "x:X axis:@axis -> Out", ArgExtreme<false>},
    {"topk|top_k top_k_v2", "x:X k:K,@k -> Out Indices", TopK},
    {"argsort", "x:X -> Out Indices", ArgSort},
    {"kthvalue", "x:X -> Out Indices", KthValue},
    {"searchsorted", "row:SortedSequence values:Values -> Out", SearchSorted},
    {"nonzero|where_index", "x:Condition -> Out", NonZero},
    {"unique", "x:X -> Out Indices Index Counts", Unique},
};

}  // namespace

std::span<const Rule> IndexRules() { return kRules; }

}  // namespace fastdeploy::onnx
