// SPDX-License-Identifier: Apache-2.0
#include "bindings/model.h"
#include "bindings/stage.h"
#include "families.h"
#include "fastdeploy/vision/keypoint/draw.h"
#include "fastdeploy/vision/keypoint/model.h"

namespace fastdeploy::python {
namespace {

using vision::DetectionResult;
using vision::KeyPointDetectionResult;
using vision::keypointdetection::PPTinyPose;
using vision::keypointdetection::PPTinyPosePostprocessor;

void BindResult(nb::module_& module) {
  ResultClass<KeyPointDetectionResult>(module, "KeyPointDetectionResult",
                                       "The key points of the persons in an image: num_joints of "
                                       "the first person, then those of the next.")
      .DrawnBy("vis_keypoint_detection")
      .Array("keypoints", &KeyPointDetectionResult::keypoints,
             "[x, y] of each point in pixels (float32); may lie outside the image.")
      .Array("scores", &KeyPointDetectionResult::scores,
             "The score of each point: the maximum of its heatmap (float32).")
      .Field("num_joints", &KeyPointDetectionResult::num_joints,
             "The number of points of a person; -1: there is no person.");
}

void BindModel(nb::module_& module) {
  using Self = ModelOf<PPTinyPose>;
  StageClass<PPTinyPosePostprocessor>(module, "PPTinyPosePostprocessor",
                                      "Turns heatmaps into key points.")
      .Setting(
          "use_dark", [](const PPTinyPosePostprocessor& stage) { return stage.use_dark; },
          [](PPTinyPosePostprocessor& stage, bool use) { stage.use_dark = use; },
          "Refine points by the second derivatives of the heatmap (DARK), not by a quarter pixel.");
  auto model = ConfiguredModelClass<PPTinyPose>(
      module, "key points", "PPTinyPose",
      "The key points of persons, with a top-down model of PaddleDetection: PP-TinyPose, HRNet.");
  model
      .def(
          "predict",
          [](const Self& self, const Image& image, const ResultOf<DetectionResult>* persons) {
            if (persons == nullptr) return Predict(self, image);
            const Picture picture(image);
            return ToPython(self.Use(
                [&](PPTinyPose& pose) { return pose.Predict(picture.Mat(), persons->Get()); }));
          },
          nb::arg("input_image"), nb::arg("detection_result") = nb::none(),
          "The key points of one image: uint8, (height, width, 3), BGR; or a picture file, or an "
          "image of Pillow. Of all persons (class 0) "
          "of the detection result; without one, of a person who fills the image. Raises "
          "fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<Self>, nb::arg("images"),
           "The results for a list of images that a person fills, in order. Sizes may differ.")
      .def_prop_rw(
          "use_dark",
          [](const Self& self) {
            return self.Use([](const PPTinyPose& pose) { return pose.use_dark; });
          },
          [](const Self& self, bool use) {
            self.Use([&](PPTinyPose& pose) { pose.use_dark = use; });
          },
          "The postprocessor's use_dark.")
      .def(
          "disable_normalize",
          [](const Self& self) { self.Use([](PPTinyPose& pose) { pose.DisableNormalize(); }); },
          "The preprocessor's disable_normalize.")
      .def(
          "disable_permute",
          [](const Self& self) { self.Use([](PPTinyPose& pose) { pose.DisablePermute(); }); },
          "The preprocessor's disable_permute.");
}

}  // namespace

void families::keypoint(nb::module_& module) {
  BindResult(module);
  BindModel(module);
  module.def(
      "vis_keypoint_detection",
      [](const Image& image, const ResultOf<KeyPointDetectionResult>& result,
         float conf_threshold) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return vision::VisKeypointDetection(picture.Mat(), result.Get(), conf_threshold);
        }));
      },
      nb::arg("im_data"), nb::arg("keypoint_det_result"), nb::arg("conf_threshold") = 0.5F,
      "Draws the points with a score of at least conf_threshold into a copy of the image (uint8, "
      "(height, width, 3), BGR), with lines between them for persons of 17 points. Raises "
      "fastdeploy.Error.");
}

}  // namespace fastdeploy::python
