// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/multiclass_nms_op.h"

#include <algorithm>
#include <openvino/core/op_extension.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/op.hpp>
#include <openvino/op/util/multiclass_nms_base.hpp>

#include "fastdeploy/runtime/operators/multiclass_nms.h"

namespace fastdeploy {
namespace {

using Theirs = ov::op::util::MulticlassNmsBase;

constexpr size_t kBoxSize = 4;

/// Inputs: boxes [N, boxes, 4] and scores [N, classes, boxes]; or boxes [classes, boxes, 4], scores
/// [classes, boxes] and the number of boxes of each image [N]. Outputs: label, score and corners of
/// the boxes that are kept [kept, 6], their indices [kept, 1], and their number per image [N].
class MulticlassNmsOp : public ov::op::Op {
 public:
  OPENVINO_OP("MulticlassNms", "fastdeploy")

  MulticlassNmsOp() = default;
  MulticlassNmsOp(const ov::OutputVector& inputs, const NmsAttributes& attributes)
      : Op(inputs), attributes_(attributes) {
    constructor_validate_and_infer_types();
  }

  void validate_and_infer_types() override {
    const bool of_images = get_input_size() == 2;
    const ov::PartialShape& first = get_input_partial_shape(of_images ? 0 : 2);
    const ov::Dimension images = first.rank().is_static() ? first[0] : ov::Dimension::dynamic();
    set_output_type(0, ov::element::f32, {ov::Dimension::dynamic(), kBoxSize + 2});
    set_output_type(1, ov::element::i32, {ov::Dimension::dynamic(), 1});
    set_output_type(2, ov::element::i32, {images});
  }

  std::shared_ptr<ov::Node> clone_with_new_inputs(const ov::OutputVector& inputs) const override {
    return std::make_shared<MulticlassNmsOp>(inputs, attributes_);
  }

  // For OpenVINO's cache of compiled models.
  bool visit_attributes(ov::AttributeVisitor& visitor) override {
    visitor.on_attribute("background_label", attributes_.background_label);
    visitor.on_attribute("keep_top_k", attributes_.keep_top_k);
    visitor.on_attribute("nms_eta", attributes_.nms_eta);
    visitor.on_attribute("nms_threshold", attributes_.nms_threshold);
    visitor.on_attribute("nms_top_k", attributes_.nms_top_k);
    visitor.on_attribute("normalized", attributes_.normalized);
    visitor.on_attribute("score_threshold", attributes_.score_threshold);
    return true;
  }

  [[nodiscard]] bool has_evaluate() const override { return true; }

  bool evaluate(ov::TensorVector& outputs, const ov::TensorVector& inputs) const override {
    std::vector<float> rows;
    std::vector<int32_t> places;
    std::vector<int32_t> counts;
    size_t offset = 0;
    for (const NmsInput& image : inputs.size() == 2 ? Images(inputs) : ImagesOfRois(inputs)) {
      const std::vector<NmsSelection> kept = MulticlassNms(image, attributes_);
      for (const NmsSelection& selection : kept) {
        const auto label = static_cast<size_t>(selection.label);
        const float* box = image.Box(selection.box, label);
        rows.insert(rows.end(), {static_cast<float>(selection.label), selection.score});
        rows.insert(rows.end(), box, box + kBoxSize);
        const size_t place =
            image.SharesBoxes() ? selection.box : selection.box * image.classes + label;
        places.push_back(static_cast<int32_t>(offset + place));
      }
      counts.push_back(static_cast<int32_t>(kept.size()));
      offset += image.count * (image.SharesBoxes() ? 1 : image.classes);
    }
    Write(rows, {places.size(), kBoxSize + 2}, &outputs[0]);
    Write(places, {places.size(), 1}, &outputs[1]);
    Write(counts, {counts.size()}, &outputs[2]);
    return true;
  }

 private:
  static std::vector<NmsInput> Images(const ov::TensorVector& inputs) {
    const ov::Shape& shape = inputs[1].get_shape();
    const auto* boxes = inputs[0].data<const float>();
    const auto* scores = inputs[1].data<const float>();
    std::vector<NmsInput> images;
    for (size_t i = 0; i < shape[0]; ++i) {
      images.push_back(NmsInput::OfSharedBoxes(
          boxes + i * shape[2] * kBoxSize, scores + i * shape[1] * shape[2], shape[2], shape[1]));
    }
    return images;
  }

  static std::vector<NmsInput> ImagesOfRois(const ov::TensorVector& inputs) {
    const ov::Shape& shape = inputs[1].get_shape();
    const auto* counts = inputs[2].data<const int32_t>();
    std::vector<NmsInput> images;
    size_t first = 0;
    for (size_t i = 0; i < inputs[2].get_size(); ++i) {
      const auto count = static_cast<size_t>(std::max(counts[i], 0));
      if (first + count > shape[1]) {
        OPENVINO_THROW("the images have more boxes than the ", shape[1], " given");
      }
      images.push_back({.boxes = inputs[0].data<const float>() + first * kBoxSize,
                        .scores = inputs[1].data<const float>() + first,
                        .count = count,
                        .classes = shape[0],
                        .box_size = kBoxSize,
                        .box_step = kBoxSize,
                        .box_class_step = shape[1] * kBoxSize,
                        .score_step = 1,
                        .score_class_step = shape[1]});
      first += count;
    }
    return images;
  }

  template <typename T>
  static void Write(const std::vector<T>& values, const ov::Shape& shape, ov::Tensor* tensor) {
    tensor->set_shape(shape);
    std::copy(values.begin(), values.end(), tensor->data<T>());
  }

  NmsAttributes attributes_;
};

bool IsPaddles(const Theirs::Attributes& attributes) {
  return attributes.sort_result_type == Theirs::SortResultType::CLASSID &&
         !attributes.sort_result_across_batch;
}

NmsAttributes AttributesOf(const Theirs::Attributes& theirs) {
  return {.background_label = theirs.background_class,
          .keep_top_k = theirs.keep_top_k,
          .nms_eta = theirs.nms_eta,
          .nms_threshold = theirs.iou_threshold,
          .nms_top_k = theirs.nms_top_k,
          .normalized = theirs.normalized,
          .score_threshold = theirs.score_threshold};
}

/// The output, converted to `type` if it has another.
ov::Output<ov::Node> As(const ov::element::Type& type, const ov::Output<ov::Node>& output) {
  if (output.get_element_type() == type) return output;
  return std::make_shared<ov::op::v0::Convert>(output, type);
}

}  // namespace

void ReplaceMulticlassNms(const std::shared_ptr<ov::Model>& model) {
  bool replaced = false;
  for (const auto& node : model->get_ordered_ops()) {
    const auto theirs = ov::as_type_ptr<Theirs>(node);
    if (theirs == nullptr || !IsPaddles(theirs->get_attrs())) continue;
    ov::OutputVector inputs;
    for (size_t i = 0; i < theirs->get_input_size(); ++i) {
      inputs.push_back(As(i < 2 ? ov::element::f32 : ov::element::i32, theirs->input_value(i)));
    }
    const auto ours = std::make_shared<MulticlassNmsOp>(inputs, AttributesOf(theirs->get_attrs()));
    ours->set_friendly_name(theirs->get_friendly_name());
    for (size_t i = 0; i < ours->get_output_size(); ++i) {
      ov::Output<ov::Node> before = theirs->output(i);
      const auto after = As(before.get_element_type(), ours->output(i));
      after.get_tensor().add_names(before.get_names());
      before.replace(after);
    }
    replaced = true;
  }
  if (replaced) model->validate_nodes_and_infer_types();
}

std::shared_ptr<ov::Extension> MulticlassNmsExtension() {
  return std::make_shared<ov::OpExtension<MulticlassNmsOp>>();
}

}  // namespace fastdeploy
