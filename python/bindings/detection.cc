// SPDX-License-Identifier: Apache-2.0
#include <nanobind/stl/pair.h>

#include "bindings/fields.h"
#include "bindings/model.h"
#include "bindings/module.h"
#include "bindings/stage.h"
#include "bindings/tensor.h"
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
             "[x0, y0, ... x3, y3] in pixels (float32), of models that find turned boxes.")
      .Array("scores", &DetectionResult::scores, "One for every object (float32).")
      .Array("label_ids", &DetectionResult::label_ids, "Numbers of the classes (int32).")
      .Results("masks", &DetectionResult::masks,
               "The part of each object's mask from pixel (round(left), round(top)) on.")
      .Field("contain_masks", &DetectionResult::contain_masks, "Whether there are masks.");
}

void BindOptions(nb::module_& module) {
  Fields<NMSOption>(module, "NMSOption", "What boxes are suppressed by.")
      .Field("background_label", &NMSOption::background_label, "A class that is none; -1: none.")
      .Field("keep_top_k", &NMSOption::keep_top_k, "Most objects of an image; -1: no limit.")
      .Field("nms_eta", &NMSOption::nms_eta, "What nms_threshold shrinks by with each object.")
      .Field("nms_threshold", &NMSOption::nms_threshold, "Most overlap (IoU) of two of a class.")
      .Field("nms_top_k", &NMSOption::nms_top_k, "Most candidates of a class; -1: no limit.")
      .Field("normalized", &NMSOption::normalized, "Off: a box is one wider than its corners say.")
      .Field("score_threshold", &NMSOption::score_threshold, "Candidates score more than this.");
  nb::class_<NMSRotatedOption, NMSOption>(module, "NMSRotatedOption",
                                          "The same of turned boxes, with other defaults.")
      .def(nb::init<>());
}

void BindPreprocessor(nb::module_& module) {
  using Pre = PaddleDetPreprocessor;
  StageClass<Pre>(module, "PaddleDetPreprocessor",
                  "Images to the inputs of a detector, as the exporter's YAML says.")
      .Setting(
          "_layout",
          [](const Pre& stage) {
            const vision::Layout& layout = stage.GetConfig().layout;
            return std::pair(layout.normalize, layout.chw);
          },
          [](Pre& stage, const std::pair<bool, bool>& layout) {
            if (!layout.first) stage.DisableNormalize();
            if (!layout.second) stage.DisablePermute();
          })
      .Action("disable_normalize", &Pre::DisableNormalize, "Leave values as they are (uint8).")
      .Action("disable_permute", &Pre::DisablePermute, "Leave the channels last.")
      .Class()
      .def(
          "__init__",
          [](Shared<Pre>* self, const std::filesystem::path& config_file) {
            new (self) Shared<Pre>(Pre(config_file.string()));
          },
          nb::arg("config_file"))
      .def(
          "run",
          [](const Shared<Pre>& self, const std::vector<Image>& images) {
            const std::vector<Picture> pictures = Pictures(images);
            return ToPython(self.Use([&](const Pre& stage) {
              std::vector<FDTensor> outputs;
              Pre::Scratch scratch;
              (void)stage.Process(Mats(pictures), &scratch, &outputs);
              return outputs;
            }));
          },
          nb::arg("input_ims"),
          "N images to image [N, 3, H, W], scale_factor [N, 2] (y, x) and im_shape [N, 2] (height, "
          "width), float32; of a model's preprocessor, those that its network takes.");
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
          "The score from which on the YAML would have objects drawn.")
      .def(
          "apply_nms",
          [](const Shared<Post>& self, const std::optional<NMSOption>& option) {
            if (option) self.Use([&](Post& stage) { stage.SetNMSOption(*option); });
          },
          nb::arg("option") = nb::none(),
          "1.x's; the outputs tell whether suppression is left to do.")
      .def(
          "set_nms_option",
          [](const Shared<Post>& self, const NMSOption& option) {
            self.Use([&](Post& stage) { stage.SetNMSOption(option); });
          },
          nb::arg("nms_option"), "What to suppress by, in place of what the YAML says.")
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
          nb::arg("scale_factor"), "Of run: [y, x], prepared pixels to one of the image.")
      .def(
          "run",
          [](const Shared<Post>& self, const std::vector<Tensor>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const Post& stage) { return stage.Process(outputs); }));
          },
          nb::arg("runtime_results"));
}

}  // namespace

void BindDetection(nb::module_& module) {
  BindResults(module);
  BindOptions(module);
  BindPreprocessor(module);
  BindPostprocessor(module);
  auto detector = ModelClass<PaddleDetectionModel>(
      module, "PaddleDetectionModel",
      "Objects, boxes and masks, with a model of PaddleDetection or PaddleX.");
  DefineInit(detector, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("config_file") = "");
  detector
      .def("predict", &Predict<ModelOf<PaddleDetectionModel>>, nb::arg("im"),
           "The objects of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleDetectionModel>>, nb::arg("images"),
           "The results of several images of any sizes, in their order.");
}

}  // namespace fastdeploy::python
