// SPDX-License-Identifier: Apache-2.0
//
// infer SERIES MODEL_FOLDER IMAGE CHOICE: of the shape of 1.x's example programs. CHOICE is 0 for
// the CPU, 1 for the GPU, 2 for TensorRT; SERIES is ppcls, ppdet, ppseg, ppocr, table or layout.
// MODEL_FOLDER of a table has the folders of the three models; its dictionary is in the current
// one.

#include "fastdeploy/vision.h"

namespace {

namespace vision = fastdeploy::vision;

fastdeploy::RuntimeOption OptionOf(const std::string& choice) {
  fastdeploy::RuntimeOption option;
  if (choice == "0") {
    option.UseCpu();
    option.UsePaddleBackend();
  } else if (choice == "1") {
    option.UseGpu();
    option.UsePaddleInferBackend();
  } else {
    option.UseGpu();
    option.UseTrtBackend();
    option.trt_option.SetShape("x", {1, 3, 224, 224});
  }
  return option;
}

template <typename Model, typename Result>
int Infer(Model* model, const std::string& image_file, Result* result,
          const std::function<cv::Mat(const cv::Mat&)>& draw) {
  if (!model->Initialized()) {
    std::cerr << "Failed to initialize." << std::endl;
    return -1;
  }
  auto im = cv::imread(image_file);
  if (!model->Predict(im, result)) {
    std::cerr << "Failed to predict." << std::endl;
    return -1;
  }
  std::cout << result->Str() << std::endl;
  cv::imwrite("vis_result.jpg", draw(im));
  std::cout << "Visualized result saved in ./vis_result.jpg" << std::endl;
  return 0;
}

int Classify(const std::string& folder, const std::string& image,
             const fastdeploy::RuntimeOption& option) {
  auto model = vision::classification::PaddleClasModel(folder + "/inference.pdmodel",
                                                       folder + "/inference.pdiparams",
                                                       folder + "/inference_cls.yaml", option);
  vision::ClassifyResult result;
  return Infer(&model, image, &result,
               [&](const cv::Mat& im) { return vision::VisClassification(im, result); });
}

int Detect(const std::string& folder, const std::string& image,
           const fastdeploy::RuntimeOption& option) {
  auto model = vision::detection::PPYOLOE(folder + "/model.pdmodel", folder + "/model.pdiparams",
                                          folder + "/infer_cfg.yml", option);
  vision::DetectionResult result;
  return Infer(&model, image, &result,
               [&](const cv::Mat& im) { return vision::VisDetection(im, result, 0.5); });
}

int Segment(const std::string& folder, const std::string& image,
            const fastdeploy::RuntimeOption& option) {
  auto model = vision::segmentation::PaddleSegModel(
      folder + "/model.pdmodel", folder + "/model.pdiparams", folder + "/deploy.yaml", option);
  vision::SegmentationResult result;
  return Infer(&model, image, &result,
               [&](const cv::Mat& im) { return vision::VisSegmentation(im, result, 0.5); });
}

int Read(const std::string& folder, const std::string& image,
         const fastdeploy::RuntimeOption& option) {
  auto det_option = option;
  auto cls_option = option;
  auto rec_option = option;
  det_option.trt_option.SetShape("x", {1, 3, 64, 64}, {1, 3, 640, 640}, {1, 3, 960, 960});
  const auto part = [&](const std::string& name) { return folder + "/" + name + "/inference"; };
  auto det =
      vision::ocr::DBDetector(part("det") + ".pdmodel", part("det") + ".pdiparams", det_option);
  auto cls =
      vision::ocr::Classifier(part("cls") + ".pdmodel", part("cls") + ".pdiparams", cls_option);
  auto rec = vision::ocr::Recognizer(part("rec") + ".pdmodel", part("rec") + ".pdiparams",
                                     folder + "/rec/ppocr_keys_v1.txt", rec_option);
  auto model = fastdeploy::pipeline::PPOCRv4(&det, &cls, &rec);
  model.SetClsBatchSize(1);
  model.SetRecBatchSize(6);
  vision::OCRResult result;
  return Infer(&model, image, &result,
               [&](const cv::Mat& im) { return vision::VisOcr(im, result); });
}

int ReadTable(const std::string& folder, const std::string& image,
              const fastdeploy::RuntimeOption& option) {
  auto table_option = option;
  table_option.SetTrtInputShape("x", {1, 3, 488, 488}, {1, 3, 488, 488}, {1, 3, 488, 488});
  table_option.SetTrtCacheFile(folder + "/table_trt_cache.trt");
  const std::string det_folder = folder + "/ppocrv4/det/";
  const std::string rec_folder = folder + "/ppocrv4/rec/";
  const std::string table_folder = folder + "/slanet_plus/";
  auto det_model = vision::ocr::DBDetector(det_folder + "inference.pdmodel",
                                           det_folder + "inference.pdiparams", option);
  auto rec_model =
      vision::ocr::Recognizer(rec_folder + "inference.pdmodel", rec_folder + "inference.pdiparams",
                              rec_folder + "ppocr_keys_v1.txt", option);
  auto table_model = vision::ocr::StructureV2Table(table_folder + "inference.pdmodel",
                                                   table_folder + "inference.pdiparams",
                                                   "table_structure_dict_ch.txt", table_option);
  det_model.GetPreprocessor().SetMaxSideLen(960);
  det_model.GetPostprocessor().SetDetDBScoreMode("fast");
  auto model = fastdeploy::pipeline::PPStructureV2Table(&det_model, &rec_model, &table_model);
  model.SetRecBatchSize(1);
  vision::OCRResult result;
  return Infer(&model, image, &result,
               [&](const cv::Mat& im) { return vision::VisOcr(im, result); });
}

int FindRegions(const std::string& folder, const std::string& image,
                const fastdeploy::RuntimeOption& option) {
  auto model = vision::ocr::StructureV2Layout(folder + "/inference.onnx", "", option,
                                              fastdeploy::ModelFormat::ONNX);
  model.GetPostprocessor().SetNumClass(10);
  const std::vector<std::string> labels = {"text",      "title",         "figure", "figure_caption",
                                           "table",     "table_caption", "header", "footer",
                                           "reference", "equation"};
  vision::DetectionResult result;
  return Infer(&model, image, &result, [&](const cv::Mat& im) {
    return vision::VisDetection(im, result, labels, 0.3, 2, .5f, {255, 0, 0}, 2);
  });
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 5) return -1;
  const std::map<std::string,
                 int (*)(const std::string&, const std::string&, const fastdeploy::RuntimeOption&)>
      series = {{"ppcls", Classify}, {"ppdet", Detect},    {"ppseg", Segment},
                {"ppocr", Read},     {"table", ReadTable}, {"layout", FindRegions}};
  return series.at(argv[1])(argv[2], argv[3], OptionOf(argv[4]));
}
