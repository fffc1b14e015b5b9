// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/pptinypose/pptinypose.h"

#include "bindings/model.h"
#include "families.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

using KeyPointModel = vision::keypointdetection::PPTinyPose;
using pipeline::PPTinyPose;
using vision::detection::PaddleDetectionModel;

/// (nanobind tells types apart by their names, even those of anonymous namespaces: `Pipeline` is
/// that of ppocr.cc.)
class PosePipeline : public ModelBase, public Shared<PPTinyPose> {
 public:
  PosePipeline(Shared<PPTinyPose> pipeline, Origin detector, Origin key_points)
      : Shared<PPTinyPose>(std::move(pipeline)),
        detector_(std::move(detector)),
        key_points_(std::move(key_points)) {}

  [[nodiscard]] PosePipeline Clone() const {
    auto clone = Use([](const PPTinyPose& model) { return model.Clone(); });
    return {Shared<PPTinyPose>(std::move(*clone)), detector_, key_points_};
  }
  // The pipeline's own models, under its lock.
  [[nodiscard]] ModelOf<PaddleDetectionModel> Detector() const {
    return {PartOf(&PPTinyPose::GetDetector), detector_};
  }
  [[nodiscard]] ModelOf<KeyPointModel> KeyPoints() const {
    return {PartOf(&PPTinyPose::GetKeyPointModel), key_points_};
  }

 private:
  Origin detector_;
  Origin key_points_;
};

template <typename Model>
void RequireModel(const Model* model, const char* name) {
  if (model == nullptr) {
    throw Error(ErrorKind::kInvalidArgument,
                std::string(name) + ": the pipeline needs this model; found None");
  }
}

void Make(PosePipeline* self, const ModelOf<PaddleDetectionModel>* detector,
          const ModelOf<KeyPointModel>* key_points) {
  RequireModel(detector, "det_model");
  RequireModel(key_points, "pptinypose_model");
  // One after the other, each under the lock of its model only.
  const auto det = detector->Use([](const PaddleDetectionModel& model) { return model.Clone(); });
  const auto pose = key_points->Use([](const KeyPointModel& model) { return model.Clone(); });
  new (self) PosePipeline(Shared<PPTinyPose>(PPTinyPose(*det, *pose)), detector->GetOrigin(),
                          key_points->GetOrigin());
}

PosePipeline LoadFolder(const std::filesystem::path& folder,
                        const std::optional<RuntimeOption>& option) {
  const RuntimeOption chosen = option.value_or(RuntimeOption());
  const auto part = [&](const char* name) {
    return Origin{{(folder / name).string(), "", ""}, chosen, PADDLE};
  };
  return {Shared<PPTinyPose>(WithoutGil([&] { return PPTinyPose::Load(folder.string(), chosen); })),
          part("det"), part("keypoint")};
}

}  // namespace

void families::pptinypose(nb::module_& module) {
  nb::class_<PosePipeline, ModelBase> type(
      module, "PPTinyPosePipeline", nb::dynamic_attr(),
      "The key points of all persons in an image: a detector finds the persons (class 0), and a "
      "top-down model finds the key points of each. The pipeline holds clones of the models it is "
      "constructed from.");
  type.def("__init__", &Make, nb::arg("det_model") = nb::none(),
           nb::arg("pptinypose_model") = nb::none())
      .def_static("load", &LoadFolder, nb::arg("folder"), nb::arg("runtime_option") = nb::none(),
                  "Loads the models from a folder with det/ and keypoint/, each as its exporter "
                  "wrote it. Raises fastdeploy.Error.")
      .def("predict", &Predict<PosePipeline>, nb::arg("input_image"),
           "The key points of all persons in one image: uint8, (height, width, 3), BGR; or a "
           "picture file, or an image of Pillow. Raises "
           "fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<PosePipeline>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.")
      .def("model_name", [](const PosePipeline& self) { return self.Get().ModelName(); })
      .def(
          "clone",
          [](const nb::handle& self) {
            return SameClass(self, nb::cast<const PosePipeline&>(self).Clone());
          },
          nb::sig("def clone(self) -> typing_extensions.Self"),
          "A pipeline for another thread that shares the weights.")
      .def_prop_rw(
          "detection_model_score_threshold",
          [](const PosePipeline& self) {
            return self.Use([](const PPTinyPose& m) { return m.detection_model_score_threshold; });
          },
          [](const PosePipeline& self, float threshold) {
            self.Use([&](PPTinyPose& m) { m.detection_model_score_threshold = threshold; });
          },
          "Persons need a score above this.")
      .def_prop_ro("detector", &PosePipeline::Detector, "The pipeline's own detector.")
      .def_prop_ro("pptinypose_model", &PosePipeline::KeyPoints,
                   "The pipeline's own key-point model.")
      .def_prop_ro("initialized", [](const PosePipeline& self) { return self.Get().Initialized(); })
      .def(
          "__reduce__",
          [](const nb::handle& self) {
            nb::dict settings;
            const char* threshold = "detection_model_score_threshold";
            settings[threshold] = self.attr(threshold);
            return nb::make_tuple(
                nb::module_::import_("fastdeploy._pickle").attr("restore_pipeline"),
                nb::make_tuple(self.type(),
                               nb::make_tuple(self.attr("detector"), self.attr("pptinypose_model")),
                               settings),
                self.attr("__dict__"));
          })
      .def("_pool",
           [](const PosePipeline& self, int workers, int capacity) -> std::unique_ptr<AnyPool> {
             return std::make_unique<PoolOf<PPTinyPose>>(self, workers, capacity);
           });
  RegisterFamily(module, "poses", type.attr("load"));
}

}  // namespace fastdeploy::python
