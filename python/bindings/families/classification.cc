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
using vision::classification::PPShiTuV2RecognizerPreprocessor;

void BindResult(nb::module_& module) {
  ResultClass<ClassifyResult>(module, "ClassifyResult",
                              "The result of a classifier for one image: the best classes, best "
                              "first; or a feature vector.")
      .DrawnBy("vis_classification")
      .Array("label_ids", &ClassifyResult::label_ids, "Class numbers (int32), best first.")
      .Array("scores", &ClassifyResult::scores, "The score of each class (float32).")
      .Array("feature", &ClassifyResult::feature,
             "The feature vector (float32); empty if the model is a classifier.");
}

template <typename Post>
std::vector<ResultOf<ClassifyResult>> RunPost(const Shared<Post>& self,
                                              const std::vector<TensorArgument>& tensors) {
  const std::vector<FDTensor> outputs = BorrowAll(tensors);
  return ToPython(self.Use([&](const Post& stage) { return stage.Process(outputs, {}); }));
}

void BindStages(nb::module_& module) {
  using Pre = PaddleClasPreprocessor;
  PreprocessorClass<Pre>(module, "PaddleClasPreprocessor",
                         "Turns images into the input tensor of a PaddleClas model, as the "
                         "exporter's YAML specifies.")
      .FromConfig()
      .Class()
      .def("run", &Tensors<Pre>, nb::arg("input_ims"),
           "Turns N images (uint8, (height, width, 3), BGR) into a list of one float32 FDTensor "
           "of shape [N, 3, H, W]. Raises fastdeploy.Error.");

  using ShiTuPre = PPShiTuV2RecognizerPreprocessor;
  PreprocessorClass<ShiTuPre>(module, "PPShiTuV2RecognizerPreprocessor",
                              "The same for PP-ShiTuV2's models, whose YAML has the section "
                              "RecPreProcess.")
      .FromConfig()
      .Class()
      .def("run", &Tensors<ShiTuPre>, nb::arg("input_ims"), "See PaddleClasPreprocessor.run.");

  using Post = PaddleClasPostprocessor;
  StageClass<Post>(module, "PaddleClasPostprocessor",
                   "Turns scores into the best classes, best first.")
      .Setting("topk", &Post::GetTopk, &Post::SetTopk, "Maximum number of classes in a result.")
      .Setting("labels", &Post::GetLabels, &Post::SetLabels,
               "Names of the classes, if the model's YAML lists them.")
      .Class()
      .def(
          "__init__", [](Shared<Post>* self, int topk) { new (self) Shared<Post>(Post(topk)); },
          nb::arg("topk") = 1)
      .def("run", &RunPost<Post>, nb::arg("runtime_results"),
           "Turns a list of one float32 FDTensor of shape [N, classes] into N results. Raises "
           "fastdeploy.Error.");

  using ShiTuPost = PPShiTuV2RecognizerPostprocessor;
  StageClass<ShiTuPost>(module, "PPShiTuV2RecognizerPostprocessor",
                        "Turns the network's output into feature vectors.")
      .Setting("feature_norm", &ShiTuPost::GetFeatureNorm, &ShiTuPost::SetFeatureNorm,
               "Whether vectors are scaled to length 1.")
      .Class()
      .def("__init__", [](Shared<ShiTuPost>* self) { new (self) Shared<ShiTuPost>(ShiTuPost()); })
      .def("run", &RunPost<ShiTuPost>, nb::arg("runtime_results"),
           "Turns a list of one float32 FDTensor of shape [N, D] into N results. Raises "
           "fastdeploy.Error.");
}

/// `topk` applies only to this call.
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
      "Draws the best classes as a panel in the top-left corner of a copy of the image (uint8, "
      "(height, width, 3), BGR): at most top_k, with a score of at least score_threshold. "
      "Classes without a name in labels are shown by their number. Raises fastdeploy.Error.");
}

}  // namespace

void families::classification(nb::module_& module) {
  BindResult(module);
  BindStages(module);
  auto classifier = ConfiguredModelClass<PaddleClasModel>(
      module, "classification", "PaddleClasModel",
      "Image classification with a model from PaddleClas or PaddleX.");
  classifier
      .def("predict", &PredictTopk, nb::arg("im"), nb::arg("topk") = nb::none(),
           "Classifies one image: uint8, (height, width, 3), BGR; or a picture file, or an image "
           "of Pillow. topk is the maximum number of "
           "classes in this result; None: the postprocessor's topk. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleClasModel>>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.");
  auto recognizer = ConfiguredModelClass<PPShiTuV2Recognizer>(
      module, "feature", "PPShiTuV2Recognizer",
      "Feature vectors of images, for retrieval (PP-ShiTuV2).");
  recognizer
      .def("predict", &Predict<ModelOf<PPShiTuV2Recognizer>>, nb::arg("input_image"),
           "The feature vector of one image: uint8, (height, width, 3), BGR; or a picture file, or "
           "an image of Pillow. Raises "
           "fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<PPShiTuV2Recognizer>>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.");
  BindDrawing(module);
}

}  // namespace fastdeploy::python
