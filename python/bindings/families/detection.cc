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
  ResultClass<Mask>(module, "Mask", "Which pixels of a box belong to its object.")
      .Array("data", &Mask::data,
             "1 for a pixel of the object, else 0 (uint8); height * width values, row by row.")
      .Field("shape", &Mask::shape, "[height, width].");
  ResultClass<DetectionResult>(module, "DetectionResult",
                               "The objects in one image, in the order of the model.")
      .DrawnBy("vis_detection")
      .Array("boxes", &DetectionResult::boxes,
             "[left, top, right, bottom] of each object in pixels (float32); may lie outside the "
             "image.")
      .Array("rotated_boxes", &DetectionResult::rotated_boxes,
             "Corners [x0, y0, ... x3, y3] of each object in pixels (float32), from models that "
             "find rotated boxes.")
      .Array("scores", &DetectionResult::scores, "The score of each object (float32).")
      .Array("label_ids", &DetectionResult::label_ids, "The class number of each object (int32).")
      .Results("masks", &DetectionResult::masks,
               "The mask of each object inside its box, clipped to the image. It starts at pixel "
               "(round(left), round(top)).")
      .Field("contain_masks", &DetectionResult::contain_masks, "Whether there are masks.");
}

void BindOptions(nb::module_& module) {
  Fields<NMSOption>(module, "NMSOption", "Settings of non-maximum suppression.")
      .Field("background_label", &NMSOption::background_label,
             "Number of the background class, which is ignored; -1: no background class.")
      .Field("keep_top_k", &NMSOption::keep_top_k,
             "Maximum number of objects per image; -1: no limit.")
      .Field("nms_eta", &NMSOption::nms_eta,
             "Factor by which nms_threshold shrinks with each object.")
      .Field("nms_threshold", &NMSOption::nms_threshold,
             "Maximum overlap (IoU) of two objects of a class.")
      .Field("nms_top_k", &NMSOption::nms_top_k,
             "Maximum number of candidates per class; -1: no limit.")
      .Field("normalized", &NMSOption::normalized,
             "False: corners are pixels, so that the width of a box is right - left + 1.")
      .Field("score_threshold", &NMSOption::score_threshold, "Candidates need a score above this.");
  nb::class_<NMSRotatedOption, NMSOption>(module, "NMSRotatedOption",
                                          "NMSOption for rotated boxes, with other defaults.")
      .def(nb::init<>());
}

void BindPreprocessor(nb::module_& module) {
  using Pre = PaddleDetPreprocessor;
  PreprocessorClass<Pre>(module, "PaddleDetPreprocessor",
                         "Turns images into the input tensors of a PaddleDetection model, as the "
                         "exporter's YAML specifies.")
      .FromConfig()
      .Class()
      .def("run", &Tensors<Pre>, nb::arg("input_ims"),
           "Turns N images (uint8, (height, width, 3), BGR) into float32 FDTensors: image "
           "[N, 3, H, W], scale_factor [N, 2] (y, x) and im_shape [N, 2] (height, width). The "
           "preprocessor of a model returns only those that its network takes. Raises "
           "fastdeploy.Error.");
}

void BindPostprocessor(nb::module_& module) {
  using Post = PaddleDetPostprocessor;
  StageClass<Post>(module, "PaddleDetPostprocessor",
                   "Turns the outputs of a detector into objects.")
      .Setting("labels", &Post::GetLabels, &Post::SetLabels,
               "Names of the classes, if the model's YAML lists them.")
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
          "The YAML's minimum score of objects to draw.")
      .def(
          "apply_nms",
          [](const Shared<Post>& self, const std::optional<NMSOption>& option) {
            if (option) self.Use([&](Post& stage) { stage.SetNMSOption(*option); });
          },
          nb::arg("option") = nb::none(),
          "Kept for 1.x: only sets the option, if there is one. The form of the outputs shows "
          "whether suppression is needed.")
      .def(
          "set_nms_option",
          [](const Shared<Post>& self, const std::optional<NMSOption>& option) {
            self.Use([&](Post& stage) { stage.SetNMSOption(option.value_or(NMSOption())); });
          },
          nb::arg("nms_option") = nb::none(),
          "Sets the non-maximum suppression, in place of the YAML's settings; None: its defaults.")
      .def(
          "set_nms_rotated_option",
          [](const Shared<Post>& self, const NMSRotatedOption& option) {
            self.Use([&](Post& stage) { stage.SetNMSRotatedOption(option); });
          },
          nb::arg("nms_rotated_option"), "The same for rotated boxes.")
      .def(
          "set_scale_factor",
          [](const Shared<Post>& self, const std::vector<float>& factor) {
            self.Use([&](Post& stage) { stage.SetScaleFactor(factor); });
          },
          nb::arg("scale_factor"),
          "Sets the factors [y, x] by which the images were scaled. Used by run only.")
      .def(
          "run",
          [](const Shared<Post>& self, const std::vector<TensorArgument>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const Post& stage) { return stage.Process(outputs); }));
          },
          nb::arg("runtime_results"),
          "Turns the network's outputs (a list of FDTensor) for N images into N results. Divides "
          "boxes by the factors of set_scale_factor. Raises fastdeploy.Error.");
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
      "Draws the objects with a score of at least score_threshold into a copy of the image (uint8, "
      "(height, width, 3), BGR): boxes in the colours of their classes, masks, class names and "
      "scores. Classes without a name in labels are shown by their number. line_size is in "
      "pixels, font_color is BGR. Raises fastdeploy.Error.");
}

}  // namespace

void families::detection(nb::module_& module) {
  BindResults(module);
  BindOptions(module);
  BindPreprocessor(module);
  BindPostprocessor(module);
  auto detector = ConfiguredModelClass<PaddleDetectionModel>(
      module, "detection", "PaddleDetectionModel",
      "Object detection and instance segmentation with a model from PaddleDetection or PaddleX.");
  detector
      .def("predict", &Predict<ModelOf<PaddleDetectionModel>>, nb::arg("im"),
           "The objects in one image: uint8, (height, width, 3), BGR; or a picture file, or an "
           "image of Pillow. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleDetectionModel>>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.");
  BindDrawing(module);
}

}  // namespace fastdeploy::python
