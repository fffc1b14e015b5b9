// SPDX-License-Identifier: Apache-2.0
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>

#include "bindings/model.h"
#include "bindings/module.h"
#include "bindings/stage.h"
#include "bindings/tensor.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/recognizer.h"

namespace fastdeploy::python {
namespace {

using namespace vision::ocr;  // NOLINT(google-build-using-namespace)
using vision::OCRResult;

void BindResult(nb::module_& module) {
  ResultClass<OCRResult>(
      module, "OCRResult",
      "The lines of text of one image, in reading order. What belongs to a stage that did not run "
      "is empty; the rest has one entry a line.")
      .Array("boxes", &OCRResult::boxes,
             "Corners x0, y0, ... x3, y3 in pixels: top-left, top-right, bottom-right, bottom-left "
             "of the line as it is read (int32).")
      .Field("text", &OCRResult::text, "What was read.")
      .Array("rec_scores", &OCRResult::rec_scores, "Of the text, 0 to 1 (float32).")
      .Array("cls_scores", &OCRResult::cls_scores, "Of cls_labels, 0 to 1 (float32).")
      .Array("cls_labels", &OCRResult::cls_labels, "1: the line was upside down (int32).");
}

/// What the three preprocessors have in common.
template <typename Pre>
void BindCommon(StageClass<Pre>& type) {
  using Numbers = std::vector<float>;
  type.Setting(
          "_normalize",
          [](const Pre& stage) {
            const auto& [mean, std, scale] = stage.GetNormalize();
            return std::tuple(Numbers(mean.begin(), mean.end()), Numbers(std.begin(), std.end()),
                              scale != 1.0F);
          },
          [](Pre& stage, const std::tuple<Numbers, Numbers, bool>& normalize) {
            const auto& [mean, std, is_scale] = normalize;
            stage.SetNormalize(mean, std, is_scale);
          })
      .Setting(
          "_layout",
          [](const Pre& stage) {
            return std::pair(stage.GetLayout().normalize, stage.GetLayout().chw);
          },
          [](Pre& stage, const std::pair<bool, bool>& layout) {
            if (!layout.first) stage.DisableNormalize();
            if (!layout.second) stage.DisablePermute();
          })
      .Action("set_normalize", &Pre::SetNormalize, nb::arg("mean"), nb::arg("std"),
              nb::arg("is_scale"), "Three numbers each; is_scale: values are divided by 255 first.")
      .Action("disable_normalize", &Pre::DisableNormalize, "Leave values as they are (uint8).")
      .Action("disable_permute", &Pre::DisablePermute, "Leave the channels last.");
  type.Class().def("__init__", [](Shared<Pre>* self) { new (self) Shared<Pre>(Pre()); });
}

/// The tensors of images, and what the postprocessor has to know of them.
template <typename Pre>
auto Process(const Shared<Pre>& self, const std::vector<Image>& images) {
  const std::vector<Picture> pictures = Pictures(images);
  auto [tensors, geometry] = self.Use([&](const Pre& stage) {
    std::vector<FDTensor> outputs;
    typename Pre::Scratch scratch;
    auto about = stage.Process(Mats(pictures), &scratch, &outputs);
    return std::pair(std::move(outputs), std::move(about));
  });
  return std::pair(ToPython(std::move(tensors)), std::move(geometry));
}

void BindPreprocessors(nb::module_& module) {
  StageClass<DBDetectorPreprocessor> detector(module, "DBDetectorPreprocessor",
                                              "Images to the input of a text detector.");
  BindCommon(detector);
  detector
      .Setting("max_side_len", &DBDetectorPreprocessor::GetMaxSideLen,
               &DBDetectorPreprocessor::SetMaxSideLen,
               "The longer side is shrunk to this (pixels).")
      .Setting("static_shape_infer", &DBDetectorPreprocessor::GetStaticShapeInfer,
               &DBDetectorPreprocessor::SetStaticShapeInfer,
               "Every image to exactly det_image_shape.")
      .Setting("det_image_shape", &DBDetectorPreprocessor::GetDetImageShape,
               &DBDetectorPreprocessor::SetDetImageShape, "[channels, height, width]")
      .Class()
      .def("run", &Process<DBDetectorPreprocessor>, nb::arg("input_ims"),
           "The tensors, and of every image its width and height and those it was resized to.");

  StageClass<ClassifierPreprocessor> classifier(module, "ClassifierPreprocessor",
                                                "Lines to the input of the angle classifier.");
  BindCommon(classifier);
  classifier
      .Setting("cls_image_shape", &ClassifierPreprocessor::GetClsImageShape,
               &ClassifierPreprocessor::SetClsImageShape, "[channels, height, width]")
      .Class()
      .def(
          "run",
          [](const Shared<ClassifierPreprocessor>& self, const std::vector<Image>& images) {
            return Process(self, images).first;
          },
          nb::arg("input_ims"));

  StageClass<RecognizerPreprocessor> recognizer(module, "RecognizerPreprocessor",
                                                "Lines to the input of a recogniser.");
  BindCommon(recognizer);
  recognizer
      .Setting("static_shape_infer", &RecognizerPreprocessor::GetStaticShapeInfer,
               &RecognizerPreprocessor::SetStaticShapeInfer,
               "Every tensor exactly as wide as rec_image_shape.")
      .Setting("rec_image_shape", &RecognizerPreprocessor::GetRecImageShape,
               &RecognizerPreprocessor::SetRecImageShape, "[channels, height, width]")
      .Class()
      .def(
          "run",
          [](const Shared<RecognizerPreprocessor>& self, const std::vector<Image>& images) {
            return Process(self, images).first;
          },
          nb::arg("input_ims"));
}

/// The number of images of a batch is the first dimension of the output.
size_t ImagesOf(const std::vector<FDTensor>& outputs) {
  const bool known = !outputs.empty() && !outputs[0].shape.empty();
  return known ? static_cast<size_t>(outputs[0].shape[0]) : 0;
}

void BindPostprocessors(nb::module_& module) {
  using DbPost = DBDetectorPostprocessor;
  StageClass<DbPost>(module, "DBDetectorPostprocessor", "Probability maps to boxes of text.")
      .Setting("det_db_thresh", &DbPost::GetDetDBThresh, &DbPost::SetDetDBThresh,
               "A pixel of the map above this belongs to text.")
      .Setting("det_db_box_thresh", &DbPost::GetDetDBBoxThresh, &DbPost::SetDetDBBoxThresh,
               "A box whose mean is below this is dropped.")
      .Setting("det_db_unclip_ratio", &DbPost::GetDetDBUnclipRatio, &DbPost::SetDetDBUnclipRatio,
               "How far a box grows: area * ratio / perimeter.")
      .Setting("det_db_score_mode", &DbPost::GetDetDBScoreMode, &DbPost::SetDetDBScoreMode,
               "'fast' (mean inside the rectangle) or 'slow' (inside the contour).")
      .Setting("use_dilation", &DbPost::GetUseDilation, &DbPost::SetUseDilation,
               "Thicken the binary map first.")
      .Class()
      .def("__init__", [](Shared<DbPost>* self) { new (self) Shared<DbPost>(DbPost()); })
      .def(
          "run",
          [](const Shared<DbPost>& self, const std::vector<Tensor>& tensors,
             const std::vector<std::array<int, 4>>& infos) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(
                self.Use([&](const DbPost& stage) { return stage.Process(outputs, infos); }));
          },
          nb::arg("runtime_results"), nb::arg("batch_det_img_info"));

  using ClsPost = ClassifierPostprocessor;
  StageClass<ClsPost>(module, "ClassifierPostprocessor", "Scores to labels.")
      .Setting("cls_thresh", &ClsPost::GetClsThresh, &ClsPost::SetClsThresh,
               "A pipeline turns lines whose score is above this.")
      .Class()
      .def("__init__", [](Shared<ClsPost>* self) { new (self) Shared<ClsPost>(ClsPost()); })
      .def(
          "run",
          [](const Shared<ClsPost>& self, const std::vector<Tensor>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use(
                [&](const ClsPost& stage) { return stage.Process(outputs, ImagesOf(outputs)); }));
          },
          nb::arg("runtime_results"));

  using RecPost = RecognizerPostprocessor;
  StageClass<RecPost>(module, "RecognizerPostprocessor", "Probabilities to texts.")
      .Class()
      .def(
          "__init__",
          [](Shared<RecPost>* self, const std::filesystem::path& label_path) {
            new (self) Shared<RecPost>(RecPost(label_path.string()));
          },
          nb::arg("label_path"))
      .def(
          "run",
          [](const Shared<RecPost>& self, const std::vector<Tensor>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use(
                [&](const RecPost& stage) { return stage.Process(outputs, ImagesOf(outputs)); }));
          },
          nb::arg("runtime_results"));
}

/// 1.x's shape of a batch of lines: all results in one.
template <typename Self>
ResultOf<OCRResult> BatchInOne(const Self& model, const std::vector<Image>& images) {
  OCRResult all;
  for (const ResultOf<OCRResult>& one : BatchPredict(model, images)) {
    const auto append = [](auto* to, const auto& from) {
      to->insert(to->end(), from.begin(), from.end());
    };
    append(&all.text, one.Get().text);
    append(&all.rec_scores, one.Get().rec_scores);
    append(&all.cls_labels, one.Get().cls_labels);
    append(&all.cls_scores, one.Get().cls_scores);
  }
  return ToPython(std::move(all));
}

void BindModels(nb::module_& module) {
  auto detector = ModelClass<DBDetector>(module, "DBDetector", "Finds the lines of text.");
  DefineInit(detector, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  detector
      .def("predict", &Predict<ModelOf<DBDetector>>, nb::arg("input_image"),
           "The boxes of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<DBDetector>>, nb::arg("images"));
  auto classifier =
      ModelClass<Classifier>(module, "Classifier", "Tells lines of text that are upside down.");
  DefineInit(classifier, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  classifier
      .def("predict", &Predict<ModelOf<Classifier>>, nb::arg("input_image"),
           "cls_labels and cls_scores of one line: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchInOne<ModelOf<Classifier>>, nb::arg("images"),
           "Of several lines, in one result.");
  auto recognizer = ModelClass<Recognizer>(module, "Recognizer", "Reads lines of text.");
  DefineInit(recognizer, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("label_path") = "");
  recognizer
      .def("predict", &Predict<ModelOf<Recognizer>>, nb::arg("input_image"),
           "text and rec_scores of one line: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchInOne<ModelOf<Recognizer>>, nb::arg("images"),
           "Of several lines, in one result.");
}

}  // namespace

void BindOcr(nb::module_& module) {
  BindResult(module);
  BindPreprocessors(module);
  BindPostprocessors(module);
  BindModels(module);
}

}  // namespace fastdeploy::python
