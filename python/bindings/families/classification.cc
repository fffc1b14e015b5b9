// SPDX-License-Identifier: Apache-2.0
#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "families.h"
#include "fastdeploy/vision/classification/draw.h"
#include "fastdeploy/vision/classification/model.h"

namespace fastdeploy::python {
namespace {

using vision::ClassifyResult;
using vision::classification::PaddleClasModel;
using vision::classification::PaddleClasPostprocessor;
using vision::classification::PaddleClasPreprocessor;
using vision::classification::PPShiTuV2Recognizer;
using vision::classification::PPShiTuV2RecognizerPostprocessor;

void BindResult(nb::module_& module) {
  ResultClass<ClassifyResult>(module, "ClassifyResult",
                              "What a classifier says of one image: the best classes, best first; "
                              "or a feature vector.")
      .Array("label_ids", &ClassifyResult::label_ids, "Numbers of the classes (int32).")
      .Array("scores", &ClassifyResult::scores, "One for every class (float32).")
      .Array("feature", &ClassifyResult::feature, "Feature vector (float32); else empty.");
}

template <typename Post>
std::vector<ResultOf<ClassifyResult>> RunPost(const Shared<Post>& self,
                                              const std::vector<Tensor>& tensors) {
  const std::vector<FDTensor> outputs = BorrowAll(tensors);
  return ToPython(self.Use([&](const Post& stage) { return stage.Process(outputs, {}); }));
}

void BindStages(nb::module_& module) {
  using Pre = PaddleClasPreprocessor;
  PreprocessorClass<Pre>(module, "PaddleClasPreprocessor",
                         "Images to the input of a classifier, as the exporter's YAML says.")
      .FromConfig()
      .Class()
      .def("run", &Tensors<Pre>, nb::arg("input_ims"),
           "N images to one tensor [N, 3, H, W] of float32.");

  using Post = PaddleClasPostprocessor;
  StageClass<Post>(module, "PaddleClasPostprocessor", "Scores to the best classes.")
      .Setting("topk", &Post::GetTopk, &Post::SetTopk, "How many classes a result has at most.")
      .Setting("labels", &Post::GetLabels, &Post::SetLabels,
               "Names of the classes, where the model's YAML lists them.")
      .Class()
      .def(
          "__init__", [](Shared<Post>* self, int topk) { new (self) Shared<Post>(Post(topk)); },
          nb::arg("topk") = 1)
      .def("run", &RunPost<Post>, nb::arg("runtime_results"));

  using ShiTuPost = PPShiTuV2RecognizerPostprocessor;
  StageClass<ShiTuPost>(module, "PPShiTuV2RecognizerPostprocessor", "Feature vectors.")
      .Setting("feature_norm", &ShiTuPost::GetFeatureNorm, &ShiTuPost::SetFeatureNorm,
               "Scale vectors to length 1.")
      .Class()
      .def("__init__", [](Shared<ShiTuPost>* self) { new (self) Shared<ShiTuPost>(ShiTuPost()); })
      .def("run", &RunPost<ShiTuPost>, nb::arg("runtime_results"));
}

/// `topk` holds for this call alone.
ResultOf<ClassifyResult> PredictTopk(const ModelOf<PaddleClasModel>& self, const Image& image,
                                     std::optional<int> topk) {
  const Picture picture(image);
  return ToPython(self.Use([&](PaddleClasModel& model) {
    PaddleClasPostprocessor& post = model.GetPostprocessor();
    const int before = post.GetTopk();
    post.SetTopk(topk.value_or(before));
    const auto restore = [&] { post.SetTopk(before); };
    try {
      ClassifyResult result = model.Predict(picture.Mat());
      restore();
      return result;
    } catch (...) {
      restore();
      throw;
    }
  }));
}

void BindDrawing(nb::module_& module) {
  module.def(
      "vis_classification",
      [](const Image& image, const ResultOf<ClassifyResult>& result,
         const std::vector<std::string>& labels, int top_k, float score_threshold,
         float font_size) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return vision::VisClassification(picture.Mat(), result.Get(), labels, top_k,
                                           score_threshold, font_size);
        }));
      },
      nb::arg("im_data"), nb::arg("classify_result"), nb::arg("labels") = nb::list(),
      nb::arg("top_k") = 5, nb::arg("score_threshold") = 0.0F, nb::arg("font_size") = 0.5F,
      "The best classes drawn into a copy of the image.");
}

}  // namespace

void families::classification(nb::module_& module) {
  BindResult(module);
  BindStages(module);
  auto classifier = ConfiguredModelClass<PaddleClasModel>(
      module, "classification", "PaddleClasModel",
      "Image classification with a model of PaddleClas or of PaddleX.");
  classifier
      .def(
          "predict", &PredictTopk, nb::arg("im"), nb::arg("topk") = nb::none(),
          "The result for one image: uint8, (height, width, 3), BGR. `topk`, if given, is how many "
          "classes this result has at most; else the postprocessor's.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleClasModel>>, nb::arg("images"),
           "The results of several images of any sizes, in their order.");
  auto recognizer = ConfiguredModelClass<PPShiTuV2Recognizer>(
      module, "feature", "PPShiTuV2Recognizer",
      "Feature vectors of images, for retrieval (PP-ShiTuV2).");
  recognizer
      .def("predict", &Predict<ModelOf<PPShiTuV2Recognizer>>, nb::arg("input_image"),
           "The feature vector of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<PPShiTuV2Recognizer>>, nb::arg("images"));
  BindDrawing(module);
}

}  // namespace fastdeploy::python
