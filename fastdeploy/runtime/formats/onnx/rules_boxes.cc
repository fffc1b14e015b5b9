// SPDX-License-Identifier: Apache-2.0
//
// Coordinates of boxes, from and to a network's numbers. Those of a box, x1, y1, x2, y2, are often
// taken as two corners.

#include <fmt/format.h>

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

std::string Floats(Op& op, const std::vector<double>& values, Ints dims) {
  return op.Constant(Array::Floats(values, std::move(dims)));
}

std::string Number(Op& op, double value) { return op.Number(value, kFloat32); }

std::string Float32(Op& op, std::string_view operand) {
  const DType dtype = op.TypeOf(operand);
  if (dtype != kFloat32) op.Refuse(fmt::format("'{}' of {}", operand, DTypeName(dtype)));
  return op.In(operand);
}

/// The first or the second corner, [..., 2].
std::string Corner(Op& op, const std::string& boxes, int64_t which) {
  return op.Slice(boxes, -1, 2 * which, 2 * which + 2);
}

/// Adds 1 where corners are pixels.
std::string PlusPixel(Op& op, const std::string& size, bool pixels) {
  return pixels ? op.Emit("Add", {size, Number(op, 1)}) : size;
}

/// Widths and heights, [..., 2].
std::string SizesOf(Op& op, const std::string& boxes, bool pixels) {
  return PlusPixel(op, op.Emit("Sub", {Corner(op, boxes, 1), Corner(op, boxes, 0)}), pixels);
}

std::string Half(Op& op, const std::string& value) {
  return op.Emit("Mul", {value, Number(op, 0.5)});
}

/// Boxes relative to prior ones: of all with all (encoding), or back, prior boxes along an axis.
Results BoxCoder(Op& op) {
  const std::string code = op.String("code_type", "encode_center_size");
  const bool encodes = code == "encode_center_size";
  if (!encodes && code != "decode_center_size") op.Refuse("code_type " + code);
  const bool pixels = !op.Bool("box_normalized|normalized", true);
  const Ints around = {encodes ? 0 : op.Int("axis", 0)};
  const std::string prior = op.Unsqueeze(Float32(op, "prior"), around);
  std::string variances;
  if (op.Has("variances")) {
    variances = op.Unsqueeze(Float32(op, "variances"), around);
  } else if (const std::vector<double> numbers = op.FloatArray("variance"); !numbers.empty()) {
    if (numbers.size() != 4) op.Refuse("other than four variances");
    variances = Floats(op, numbers, {4});
  }
  const std::string size = SizesOf(op, prior, pixels);
  const std::string centre = op.Emit("Add", {Corner(op, prior, 0), Half(op, size)});
  std::string target = Float32(op, "target");
  if (encodes) {
    target = op.Unsqueeze(target, {1});
    const std::string middle =
        Half(op, op.Emit("Add", {Corner(op, target, 1), Corner(op, target, 0)}));
    const std::string place = op.Emit("Div", {op.Emit("Sub", {middle, centre}), size});
    const std::string growth = op.Emit("Div", {SizesOf(op, target, pixels), size});
    const std::string result = op.Concat({place, op.Emit("Log", {op.Emit("Abs", {growth})})}, -1);
    return {variances.empty() ? result : op.Emit("Div", {result, variances})};
  }
  if (!variances.empty()) target = op.Emit("Mul", {variances, target});
  const std::string place = op.Emit("Add", {op.Emit("Mul", {Corner(op, target, 0), size}), centre});
  const std::string half =
      Half(op, op.Emit("Mul", {op.Emit("Exp", {Corner(op, target, 1)}), size}));
  const std::string end = op.Emit("Add", {place, half});
  return {op.Concat(
      {op.Emit("Sub", {place, half}), pixels ? op.Emit("Sub", {end, Number(op, 1)}) : end}, -1)};
}

/// Into the image: height, width and scale of the network's picture. The images that boxes are of
/// are told by LoD: there must be one.
Results BoxClip(Op& op) {
  const std::string image = op.Reshape(Float32(op, "image"), {3});
  const auto part = [&](int64_t i) { return op.Slice(image, 0, i, i + 1); };
  const auto last = [&](const std::string& size) {
    const std::string real = op.Emit("Div", {size, part(2)});
    const std::string rounded = op.Emit("Floor", {op.Emit("Add", {real, Number(op, 0.5)})});
    return op.Emit("Sub", {rounded, Number(op, 1)});
  };
  const std::string x = last(part(1));
  const std::string y = last(part(0));
  const std::string low = op.Emit("Min", {Float32(op, "x"), op.Concat({x, y, x, y}, 0)});
  return {op.Emit("Max", {low, Number(op, 0)})};
}

/// Intersection over union of all with all.
Results IouSimilarity(Op& op) {
  const bool pixels = !op.Bool("box_normalized", true);
  const std::string x = op.Unsqueeze(Float32(op, "x"), {1});
  const std::string y = op.Unsqueeze(Float32(op, "y"), {0});
  const auto area = [&](const std::string& sizes) {
    return op.Emit("ReduceProd", {sizes, op.Vector({-1})}, {{"keepdims", 0}});
  };
  const std::string begin = op.Emit("Max", {Corner(op, x, 0), Corner(op, y, 0)});
  const std::string end = op.Emit("Min", {Corner(op, x, 1), Corner(op, y, 1)});
  const std::string common = PlusPixel(op, op.Emit("Sub", {end, begin}), pixels);
  const std::string both = area(op.Emit("Max", {common, Number(op, 0)}));
  const std::string sum =
      op.Emit("Add", {area(SizesOf(op, x, pixels)), area(SizesOf(op, y, pixels))});
  const std::string all = op.Emit("Add", {op.Emit("Sub", {sum, both}), Number(op, 1e-10)});
  return {op.Emit("Div", {both, all})};
}

/// Boxes and scores of YOLOv3's head: for each anchor of a cell, its place, size, confidence and
/// classes. `iou_aware` heads begin with a channel for each anchor: the overlap they expect.
Results YoloBox(Op& op) {
  const Ints anchors = op.IntArray("anchors");
  const auto count = static_cast<int64_t>(anchors.size() / 2);
  const int64_t classes = op.Int("class_num");
  const bool iou_aware = op.Bool("iou_aware");
  const std::string map = Float32(op, "x");
  const std::string cells = iou_aware ? op.Slice(map, 1, count, INT64_MAX) : map;
  const std::string x = op.Reshape(cells, {0, count, 5 + classes, -1});  // [N, anchors, ., H W]
  const auto part = [&](int64_t i) { return op.Squeeze(op.Slice(x, 2, i, i + 1), {2}); };

  const std::string image = op.InAs("image", kFloat32);  // [N, 2]: height, width
  const std::string columns = op.ScalarSizeOf(map, 3);
  const std::string rows = op.ScalarSizeOf(map, 2);
  const std::string cell = op.Range(op.Emit("Mul", {rows, columns}));
  const double scale = op.Float("scale_x_y", 1);
  const auto ratio = static_cast<double>(op.Int("downsample_ratio"));
  // One coordinate: where boxes begin and end along an axis of the image.
  const auto edges = [&](int64_t i) {
    const std::string size = op.Cast(i == 0 ? columns : rows, kFloat32);
    const std::string place = op.Cast(op.Emit(i == 0 ? "Mod" : "Div", {cell, columns}), kFloat32);
    const std::string limit = op.Unsqueeze(op.Slice(image, 1, 1 - i, 2 - i), {2});
    std::string middle = op.Emit("Sigmoid", {part(i)});
    if (scale != 1) {
      middle = op.Emit(
          "Add", {op.Emit("Mul", {middle, Number(op, scale)}), Number(op, -0.5 * (scale - 1))});
    }
    middle = op.Emit("Div", {op.Emit("Mul", {op.Emit("Add", {middle, place}), limit}), size});
    std::vector<double> lengths;
    for (int64_t j = 0; j < count; ++j) {
      lengths.push_back(static_cast<double>(anchors.at(static_cast<size_t>(2 * j + i))));
    }
    const std::string grown =
        op.Emit("Mul", {op.Emit("Exp", {part(2 + i)}), Floats(op, lengths, {1, count, 1})});
    const std::string input = op.Emit("Mul", {size, Number(op, ratio)});
    const std::string half = Half(op, op.Emit("Div", {op.Emit("Mul", {grown, limit}), input}));
    std::string begin = op.Emit("Sub", {middle, half});
    std::string end = op.Emit("Add", {middle, half});
    if (op.Bool("clip_bbox", true)) {
      begin = op.Emit("Max", {begin, Number(op, 0)});
      end = op.Emit("Min", {end, op.Emit("Sub", {limit, Number(op, 1)})});
    }
    return std::pair(op.Unsqueeze(begin, {3}), op.Unsqueeze(end, {3}));
  };
  const auto [left, right] = edges(0);
  const auto [top, bottom] = edges(1);
  const std::string boxes = op.Concat({left, top, right, bottom}, 3);

  std::string confidence = op.Emit("Sigmoid", {part(4)});
  if (iou_aware) {
    const double factor = op.Float("iou_aware_factor");
    const std::string overlap = op.Reshape(op.Slice(map, 1, 0, count), {0, count, -1});
    confidence =
        op.Emit("Mul", {op.Emit("Pow", {confidence, Number(op, 1 - factor)}),
                        op.Emit("Pow", {op.Emit("Sigmoid", {overlap}), Number(op, factor)})});
  }
  confidence = op.Unsqueeze(confidence, {3});
  const std::string classes_first = op.Emit("Sigmoid", {op.Slice(x, 2, 5, INT64_MAX)});
  const std::string scores =
      op.Emit("Mul", {op.Transpose(classes_first, {0, 1, 3, 2}), confidence});
  // Where the confidence is too small, all is zero.
  const std::string small = op.Emit("Less", {confidence, Number(op, op.Float("conf_thresh"))});
  const auto masked = [&](const std::string& value, int64_t last) {
    return op.Reshape(op.Emit("Where", {small, Number(op, 0), value}), {0, -1, last});
  };
  return {masked(boxes, 4), masked(scores, classes)};
}

constexpr Rule kRules[] = {
    {"box_coder", "prior:PriorBox variances:PriorBoxVar target:TargetBox -> OutputBox", BoxCoder},
    {"box_clip", "x:Input image:ImInfo -> Output", BoxClip},
    {"|iou_similarity", "x:X y:Y -> Out", IouSimilarity},
    {"yolo_box", "x:X image:ImgSize -> Boxes Scores", YoloBox},
};

}  // namespace

std::span<const Rule> BoxRules() { return kRules; }

}  // namespace fastdeploy::onnx
