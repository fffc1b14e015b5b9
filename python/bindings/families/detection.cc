// SPDX-License-Identifier: Apache-2.0
#include "bindings/fields.h"
#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "families.h"
#include "fastdeploy/vision/detection/draw.h"
#include "fastdeploy/vision/detection/model.h"

namespace fastdeploy::python {
namespace {

using vision::DetectionResult;
using vision::Mask;
using vision::detection::NMSOption;
using vision::detection::NMSRotatedOption;
using vision::detection::PaddleDetectionModel;
using vision::detection::PaddleDetPostprocessor;
using vision::detection::PaddleDetPreprocessor;

void BindResults(nb::module_& module) {
  ResultClass<Mask>(module, "Mask", "Which pixels of its box belong to an object, row by row.")
      .Array("data", &Mask::data, "1 or 0 (uint8), height * width.")
      .Field("shape", &Mask::shape, "[height, width].");
  ResultClass<DetectionResult>(module, "DetectionResult",
                               "The objects of one image, in the order of the model.")
      .Array("boxes", &DetectionResult::boxes, "[left, top, right, bottom] in pixels (float32).")
      .Array("rotated_boxes", &DetectionResult::rotated_boxes,
             "[x0, y0, ... x3, y3] in pixels (float32), of models that find rotated boxes.")
      .Array("scores", &DetectionResult::scores, "One for every object (float32).")
      .Array("label_ids", &DetectionResult::label_ids, "Numbers of the classes (int32).")
      .Results("masks", &DetectionResult::masks,
               "The part of each object's mask from pixel (round(left), round(top)) on.")
      .Field("contain_masks", &DetectionResult::contain_masks, "Whether there are masks.");
}

void BindOptions(nb::module_& module) {
  Fields<NMSOption>(module, "NMSOption", "Settings of non-maximum suppression.")
      .Field("background_label", &NMSOption::background_label,
             "Number of the background class; -1: there is none.")
      .Field("keep_top_k", &NMSOption::keep_top_k,
             "Largest number of objects of an image; -1: no limit.")
      .Field("nms_eta", &NMSOption::nms_eta,
             "Factor that nms_threshold shrinks by with each object.")
      .Field("nms_threshold", &NMSOption::nms_threshold,
             "Largest overlap (IoU) of two objects of a class.")
      .Field("nms_top_k", &NMSOption::nms_top_k,
             "Largest number of candidates of a class; -1: no limit.")
      .Field("normalized", &NMSOption::normalized,
             "Off: boxes are of whole pixels, one wider than their corners are apart.")
      .Field("score_threshold", &NMSOption::score_threshold, "Candidates score more than this.");
  nb::class_<NMSRotatedOption, NMSOption>(module, "NMSRotatedOption",
                                          "The same for rotated boxes, with other defaults.")
      .def(nb::init<>());
}

void BindPreprocessor(nb::module_& module) {
  using Pre = PaddleDetPreprocessor;
  PreprocessorClass<Pre>(module, "PaddleDetPreprocessor",
                         "Images to the inputs of a detector, as the exporter's YAML says.")
      .FromConfig()
      .Class()
      .def("run", &Tensors<Pre>, nb::arg("input_ims"),
           "N images to image [N, 3, H, W], scale_factor [N, 2] (y, x) and im_shape [N, 2] "
           "(height, width), float32. The preprocessor of a model gives those that its network "
           "takes.");
}

void BindPostprocessor(nb::module_& module) {
  using Post = PaddleDetPostprocessor;
  StageClass<Post>(module, "PaddleDetPostprocessor", "Outputs of a detector to objects.")
      .Setting("labels", &Post::GetLabels, &Post::SetLabels,
               "Names of the classes, where the model's YAML lists them.")
      .Setting(
          "_nms", [](const Post& stage) { return stage.GetNMSOption(); },
          [](Post& stage, const std::optional<NMSOption>& option) {
            if (option) stage.SetNMSOption(*option);
          })
      .Setting("_nms_rotated", &Post::GetNMSRotatedOption, &Post::SetNMSRotatedOption)
      .Class()
      .def("__init__", [](Shared<Post>* self) { new (self) Shared<Post>(Post()); })
      .def_prop_ro(
          "draw_threshold",
          [](const Shared<Post>& self) {
            return self.Use([](const Post& stage) { return stage.GetDrawThreshold(); });
          },
          "Lowest score of the objects that are drawn, as the YAML says.")
      .def(
          "apply_nms",
          [](const Shared<Post>& self, const std::optional<NMSOption>& option) {
            if (option) self.Use([&](Post& stage) { stage.SetNMSOption(*option); });
          },
          nb::arg("option") = nb::none(),
          "1.x's call; the outputs show whether there is anything left to suppress.")
      .def(
          "set_nms_option",
          [](const Shared<Post>& self, const NMSOption& option) {
            self.Use([&](Post& stage) { stage.SetNMSOption(option); });
          },
          nb::arg("nms_option"),
          "Settings of non-maximum suppression, in place of those of the YAML.")
      .def(
          "set_nms_rotated_option",
          [](const Shared<Post>& self, const NMSRotatedOption& option) {
            self.Use([&](Post& stage) { stage.SetNMSRotatedOption(option); });
          },
          nb::arg("nms_rotated_option"))
      .def(
          "set_scale_factor",
          [](const Shared<Post>& self, const std::vector<float>& factor) {
            self.Use([&](Post& stage) { stage.SetScaleFactor(factor); });
          },
          nb::arg("scale_factor"), "For run: [y, x], the factors by which images were scaled.")
      .def(
          "run",
          [](const Shared<Post>& self, const std::vector<Tensor>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const Post& stage) { return stage.Process(outputs); }));
          },
          nb::arg("runtime_results"));
}

void BindDrawing(nb::module_& module) {
  module.def(
      "vis_detection",
      [](const Image& image, const ResultOf<DetectionResult>& result,
         const std::vector<std::string>& labels, float score_threshold, int line_size,
         float font_size, const std::vector<int>& font_color, int font_thickness) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return vision::VisDetection(picture.Mat(), result.Get(), labels, score_threshold,
                                      line_size, font_size, font_color, font_thickness);
        }));
      },
      nb::arg("im_data"), nb::arg("det_result"), nb::arg("labels") = nb::list(),
      nb::arg("score_threshold") = 0.0F, nb::arg("line_size") = 1, nb::arg("font_size") = 0.5F,
      nb::arg("font_color") = std::vector<int>{255, 255, 255}, nb::arg("font_thickness") = 1,
      "The objects as boxes in the colours of their classes, masks blended in, over a copy of the "
      "image; those with a score below score_threshold are left out.");
}

}  // namespace

void families::detection(nb::module_& module) {
  BindResults(module);
  BindOptions(module);
  BindPreprocessor(module);
  BindPostprocessor(module);
  auto detector = ConfiguredModelClass<PaddleDetectionModel>(
      module, "detection", "PaddleDetectionModel",
      "Objects, boxes and masks, with a model of PaddleDetection or PaddleX.");
  detector
      .def("predict", &Predict<ModelOf<PaddleDetectionModel>>, nb::arg("im"),
           "The objects of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleDetectionModel>>, nb::arg("images"),
           "The results of several images of any sizes, in their order.");
  BindDrawing(module);
}

}  // namespace fastdeploy::python
