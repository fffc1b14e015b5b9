// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/own_operator.h"

#include <cstring>
#include <nlohmann/json.hpp>
#include <openvino/core/op_extension.hpp>
#include <openvino/frontend/onnx/extension/conversion.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/deformable_convolution.hpp>
#include <openvino/op/inverse.hpp>
#include <openvino/op/op.hpp>
#include <openvino/op/util/multiclass_nms_base.hpp>

#include "fastdeploy/runtime/backends/openvino/data_type.h"
#include "fastdeploy/runtime/formats/onnx/graph.h"
#include "fastdeploy/runtime/operators/internal/operator.h"

namespace fastdeploy {
namespace {

const OperatorRow& RowOf(const std::string& name) {
  for (const OperatorRow& row : OperatorRows()) {
    if (name == row.name) return row;
  }
  OPENVINO_THROW("the domain fastdeploy has no operator '", name, "'");
}

class Outputs : public KernelOutputs {
 public:
  explicit Outputs(ov::TensorVector* tensors) : tensors_(tensors) {}

 private:
  void* MakeBytes(size_t index, const std::vector<int64_t>& dims) override {
    ov::Tensor& tensor = tensors_->at(index);
    tensor.set_shape(ov::Shape(dims.begin(), dims.end()));
    return tensor.data();
  }

  ov::TensorVector* tensors_;
};

/// Any operator of our own: which one, and with which attributes, are attributes of it.
class OwnOperator : public ov::op::Op {
 public:
  OPENVINO_OP("OwnOperator", "fastdeploy")

  OwnOperator() = default;
  OwnOperator(const ov::OutputVector& inputs, std::string name, std::string attributes)
      : Op(inputs), name_(std::move(name)), attributes_(std::move(attributes)) {
    constructor_validate_and_infer_types();
  }

  void validate_and_infer_types() override {
    const OperatorRow& row = RowOf(name_);
    for (size_t i = 0; i < get_input_size(); ++i) {
      const ov::element::Type expected = ToOpenVINO(static_cast<FDDataType>(row.inputs[i].dtype));
      OPENVINO_ASSERT(get_input_element_type(i).compatible(expected), row.name, ": input ", i,
                      " has the type ", get_input_element_type(i), ", expected ", expected);
    }
    for (size_t i = 0; i < row.outputs.size(); ++i) {
      set_output_type(i, ToOpenVINO(static_cast<FDDataType>(row.outputs[i].dtype)),
                      ov::PartialShape::dynamic(static_cast<int64_t>(row.outputs[i].rank)));
    }
    kernel_ = MakeKernel(row, attributes_);
  }

  std::shared_ptr<ov::Node> clone_with_new_inputs(const ov::OutputVector& inputs) const override {
    return std::make_shared<OwnOperator>(inputs, name_, attributes_);
  }

  // For OpenVINO's cache of compiled models.
  bool visit_attributes(ov::AttributeVisitor& visitor) override {
    visitor.on_attribute("operator", name_);
    visitor.on_attribute("attributes", attributes_);
    return true;
  }

  [[nodiscard]] bool has_evaluate() const override { return true; }

  bool evaluate(ov::TensorVector& outputs, const ov::TensorVector& inputs) const override {
    std::vector<KernelInput> views;
    for (const ov::Tensor& input : inputs) {
      const ov::Shape& shape = input.get_shape();
      views.push_back(
          {.dtype = static_cast<DType>(FromOpenVINO(input.get_element_type())),
           .dims = {shape.begin(), shape.end()},
           // An empty tensor may have no memory; a null pointer means that there is no tensor.
           .data = input.get_size() == 0 ? static_cast<const void*>(this) : input.data()});
    }
    Outputs results(&outputs);
    kernel_->Run(views, &results);
    return true;
  }

 private:
  std::string name_;
  std::string attributes_;
  std::shared_ptr<const Kernel> kernel_;
};

using Context = ov::frontend::NodeContext;

ov::OutputVector InputsOf(const Context& context) {
  ov::OutputVector inputs;
  for (size_t i = 0; i < context.get_input_size(); ++i) {
    inputs.push_back(context.get_input(static_cast<int>(i)));
  }
  return inputs;
}

/// Offsets and masks of modulated deformable convolution, without a bias.
ov::OutputVector DeformableConvolution(const Context& context) {
  const auto ints = [&](const char* name) {
    return context.get_attribute<std::vector<int64_t>>(name);
  };
  const std::vector<int64_t> strides = ints("strides");
  const std::vector<int64_t> pads = ints("pads");
  const std::vector<int64_t> dilations = ints("dilations");
  ov::OutputVector inputs = {context.get_input(0), context.get_input(2), context.get_input(1)};
  if (context.get_input_size() > 4) inputs.push_back(context.get_input(4));
  const auto half = static_cast<std::ptrdiff_t>(pads.size() / 2);
  const auto convolution = std::make_shared<ov::op::v8::DeformableConvolution>();
  convolution->set_arguments(inputs);
  convolution->set_strides({strides.begin(), strides.end()});
  convolution->set_pads_begin({pads.begin(), pads.begin() + half});
  convolution->set_pads_end({pads.begin() + half, pads.end()});
  convolution->set_dilations({dilations.begin(), dilations.end()});
  convolution->set_group(context.get_attribute<int64_t>("group", 1));
  convolution->set_deformable_group(context.get_attribute<int64_t>("offset_group", 1));
  convolution->set_bilinear_interpolation_pad(true);
  convolution->validate_and_infer_types();
  return convolution->outputs();
}

ov::OutputVector Inverse(const Context& context) {
  return std::make_shared<ov::op::v14::Inverse>(context.get_input(0), false)->outputs();
}

// --- MulticlassNms of IR files ---

using Theirs = ov::op::util::MulticlassNmsBase;

bool IsPaddles(const Theirs::Attributes& attributes) {
  return attributes.sort_result_type == Theirs::SortResultType::CLASSID &&
         !attributes.sort_result_across_batch;
}

std::string AttributesOf(const Theirs::Attributes& theirs) {
  return nlohmann::json{{"background_label", theirs.background_class},
                        {"keep_top_k", theirs.keep_top_k},
                        {"nms_eta", theirs.nms_eta},
                        {"nms_threshold", theirs.iou_threshold},
                        {"nms_top_k", theirs.nms_top_k},
                        {"normalized", theirs.normalized},
                        {"score_threshold", theirs.score_threshold}}
      .dump();
}

/// The output, converted to `type` if it has another.
ov::Output<ov::Node> As(const ov::element::Type& type, const ov::Output<ov::Node>& output) {
  if (output.get_element_type() == type) return output;
  return std::make_shared<ov::op::v0::Convert>(output, type);
}

}  // namespace

std::vector<std::shared_ptr<ov::Extension>> OperatorExtensions() {
  using Conversion = ov::frontend::onnx::ConversionExtension;
  std::vector<std::shared_ptr<ov::Extension>> extensions = {
      std::make_shared<ov::OpExtension<OwnOperator>>(),
      std::make_shared<Conversion>("DeformConv", DeformableConvolution),
      std::make_shared<Conversion>("Inverse", "com.microsoft", Inverse)};
  for (const OperatorRow& row : OperatorRows()) {
    extensions.push_back(std::make_shared<Conversion>(
        row.name, onnx::kOwnDomain, [name = row.name](const Context& context) {
          return std::make_shared<OwnOperator>(InputsOf(context), name,
                                               context.get_attribute<std::string>("attributes"))
              ->outputs();
        }));
  }
  return extensions;
}

std::shared_ptr<ov::Extension> WeightExtension(std::string_view params) {
  return std::make_shared<ov::frontend::onnx::ConversionExtension>(
      onnx::kWeightOperator, onnx::kOwnDomain, [params](const Context& context) {
        const auto type = context.get_attribute<ov::element::Type>("dtype");
        const auto dims = context.get_attribute<std::vector<int64_t>>("dims");
        const auto offset = static_cast<size_t>(context.get_attribute<int64_t>("offset"));
        const auto size = static_cast<size_t>(context.get_attribute<int64_t>("size"));
        const auto constant =
            std::make_shared<ov::op::v0::Constant>(type, ov::Shape(dims.begin(), dims.end()));
        OPENVINO_ASSERT(offset <= params.size() && size <= params.size() - offset &&
                            size == constant->get_byte_size(),
                        "a weight outside of the parameters");
        std::memcpy(const_cast<void*>(constant->get_data_ptr()), params.data() + offset, size);
        return constant->outputs();
      });
}

void ReplaceMulticlassNms(const std::shared_ptr<ov::Model>& model) {
  bool replaced = false;
  for (const auto& node : model->get_ordered_ops()) {
    const auto theirs = ov::as_type_ptr<Theirs>(node);
    if (theirs == nullptr || !IsPaddles(theirs->get_attrs())) continue;
    ov::OutputVector inputs;
    for (size_t i = 0; i < theirs->get_input_size(); ++i) {
      inputs.push_back(As(i < 2 ? ov::element::f32 : ov::element::i32, theirs->input_value(i)));
    }
    const auto ours =
        std::make_shared<OwnOperator>(inputs, "MulticlassNms", AttributesOf(theirs->get_attrs()));
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

}  // namespace fastdeploy
