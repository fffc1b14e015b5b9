// SPDX-License-Identifier: Apache-2.0
#include "bindings/model.h"
#include "bindings/stage.h"
#include "families.h"
#include "fastdeploy/vision/tracking/draw.h"
#include "fastdeploy/vision/tracking/model.h"

namespace fastdeploy::python {
namespace {

using vision::MOTResult;
using vision::tracking::PPTracking;
using vision::tracking::PPTrackingPostprocessor;
using vision::tracking::TrailRecorder;

void BindResults(nb::module_& module) {
  ResultClass<MOTResult>(module, "MOTResult", "The tracked objects in one image of a sequence.")
      .DrawnBy("vis_mot")
      .Array("boxes", &MOTResult::boxes,
             "[left, top, right, bottom] of each object in whole pixels (int32).")
      .Array("ids", &MOTResult::ids,
             "The number of each object, the same in all images (int32); each class counts its "
             "objects from 1.")
      .Array("scores", &MOTResult::scores, "The score of each object (float32).")
      .Array("class_ids", &MOTResult::class_ids, "The class number of each object (int32).");
  nb::class_<TrailRecorder>(module, "TrailRecorder",
                            "Where objects have been: the middles of their boxes by id.")
      .def(nb::init<>())
      .def(
          "add",
          [](TrailRecorder& self, int id, const std::array<int, 2>& at) { self.Add(id, at); },
          nb::arg("id"), nb::arg("record"), "Adds a point [x, y].")
      .def_prop_ro("records", &TrailRecorder::Records,
                   "A copy of the points by id: {id: [[x, y], ...]}.");
}

void BindPostprocessor(nb::module_& module) {
  using Post = PPTrackingPostprocessor;
  StageClass<Post>(module, "PPTrackingPostprocessor",
                   "Turns objects and their embeddings into tracks.")
      .Setting(
          "score_threshold", [](const Post& stage) { return stage.score_threshold; },
          [](Post& stage, float threshold) { stage.score_threshold = threshold; },
          "Tracks with a lower score are not in the results.")
      .Setting(
          "min_box_area", [](const Post& stage) { return stage.min_box_area; },
          [](Post& stage, float area) { stage.min_box_area = area; },
          "Tracks with an area up to this (square pixels) are not in the results.")
      .Setting(
          "vertical_ratio", [](const Post& stage) { return stage.vertical_ratio; },
          [](Post& stage, float ratio) { stage.vertical_ratio = ratio; },
          "Tracks with a width of more heights than this are not in the results; 0: all are.")
      .Setting(
          "max_time_lost", [](const Post& stage) { return stage.tracker.max_time_lost; },
          [](Post& stage, int images) { stage.tracker.max_time_lost = images; },
          "The number of images after which a lost object is given up. A change affects sequences "
          "that begin after it.");
}

void BindModel(nb::module_& module) {
  using Self = ModelOf<PPTracking>;
  auto model = ConfiguredModelClass<PPTracking>(
      module, "tracking", "PPTracking",
      "Follows objects through the images of a sequence, with a JDE or FairMOT model of "
      "PaddleDetection. Each call of predict continues the sequence. A clone starts a sequence of "
      "its own, with no recorder; so does a model that was pickled. A fastdeploy.Pool of several "
      "workers refuses such a model.");
  model
      .def("predict", &Predict<Self>, nb::arg("input_image"),
           "The tracked objects in the next image of the sequence: uint8, (height, width, 3), BGR; "
           "or a picture file, or an image of Pillow. "
           "Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<Self>, nb::arg("images"),
           "The results for a list of images, which follow one another.")
      .def(
          "bind_recorder",
          [](const Self& self, TrailRecorder& recorder) {
            self.Use([&](PPTracking& tracking) { tracking.BindRecorder(&recorder); });
          },
          nb::arg("recorder"), nb::keep_alive<1, 2>(),
          "From now on, adds the middle of each box to the recorder.")
      .def(
          "unbind_recorder",
          [](const Self& self) {
            self.Use([](PPTracking& tracking) { tracking.UnbindRecorder(); });
          },
          "Records no longer, and clears what was recorded.")
      .def(
          "reset",
          [](const Self& self) { self.Use([](PPTracking& tracking) { tracking.Reset(); }); },
          "The next image begins a new sequence.");
}

}  // namespace

void families::tracking(nb::module_& module) {
  BindResults(module);
  BindPostprocessor(module);
  BindModel(module);
  module.def(
      "vis_mot",
      [](const Image& image, const ResultOf<MOTResult>& result, float score_threshold,
         const TrailRecorder* records) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil(
            [&] { return vision::VisMOT(picture.Mat(), result.Get(), score_threshold, records); }));
      },
      nb::arg("im_data"), nb::arg("mot_result"), nb::arg("score_threshold") = 0.0F,
      nb::arg("records") = nb::none(),
      "Draws the objects with a score of at least score_threshold into a copy of the image (uint8, "
      "(height, width, 3), BGR): box, id and score, and with a recorder where they have been. "
      "Raises fastdeploy.Error.");
}

}  // namespace fastdeploy::python
