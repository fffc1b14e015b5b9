// SPDX-License-Identifier: Apache-2.0

#include <functional>

#include "check.h"
#include "fastdeploy/vision.h"

namespace {

namespace vision = fastdeploy::vision;
using fastdeploy::FDTensor;

cv::Mat Picture() { return cv::imread(InModels("images/chelsea.png")); }

/// Runs a model's network on the tensors of its preprocessor.
std::vector<FDTensor> Outputs(fastdeploy::FastDeployModel* model, std::vector<FDTensor>* inputs) {
  for (size_t i = 0; i < inputs->size(); ++i) {
    (*inputs)[i].name = model->InputInfoOfRuntime(static_cast<int>(i)).name;
  }
  std::vector<FDTensor> outputs;
  Check(model->Infer(*inputs, &outputs));
  return outputs;
}

/// A preprocessor of a program's own.
class Own : public vision::ProcessorManager {
 public:
  bool Apply(vision::FDMatBatch* batch, std::vector<FDTensor>* outputs) override {
    for (vision::FDMat& mat : *batch->mats) {
      vision::Resize resize(32, 24);
      if (!resize(&mat)) return false;
      vision::BGR2RGB::Run(&mat);
      vision::NormalizeAndPermute::Run(&mat, {0.5F, 0.5F, 0.5F}, {0.5F, 0.5F, 0.5F});
    }
    outputs->resize(1);
    (*outputs)[0] = *batch->Tensor();
    return true;
  }
};

}  // namespace

void AddStages(std::map<std::string, std::function<void()>>* programs) {
  auto& add = *programs;
  add["FDMat class"] = [] {
    vision::FDMat mat = vision::WrapMat(Picture());
    Check(mat.Height() == Picture().rows && mat.Width() == Picture().cols && mat.Channels() == 3);
    Check(mat.Type() == fastdeploy::FDDataType::UINT8 && mat.layout == vision::Layout::HWC);
    mat.PrintInfo("picture");
    FDTensor tensor;
    mat.CopyToTensor(&tensor);
    Check(tensor.Shape()[2] == 3);
    vision::HWC2CHW::Run(&mat);
    mat.ShareWithTensor(&tensor);
    Check(tensor.Shape()[0] == 3 && tensor.Shape()[1] == mat.Height());
    vision::FDMat made = vision::FDMat::Create(tensor, vision::Layout::CHW);
    Check(made.Width() == mat.Width() && made.Data() == mat.Data());
  };
  add["Mat ctor GetOpenCVMat"] = [] {
    cv::Mat image = Picture();
    vision::Mat mat(image);
    cv::Mat* same = mat.GetOpenCVMat();
    Check(same->data == image.data && same->rows == image.rows);
  };
  add["det preprocessor Run"] = [] {
    vision::ocr::DBDetector model(InModels("ppocrv4/det/inference.pdmodel"),
                                  InModels("ppocrv4/det/inference.pdiparams"));
    std::vector<vision::FDMat> images = {vision::WrapMat(cv::imread(InModels("images/page.png")))};
    std::vector<FDTensor> inputs;
    auto& preprocessor = model.GetPreprocessor();
    Check(preprocessor.Run(&images, &inputs));
    auto* infos = preprocessor.GetBatchImgInfo();
    std::vector<FDTensor> outputs = Outputs(&model, &inputs);
    std::vector<std::vector<std::array<int, 8>>> boxes;
    Check(model.GetPostprocessor().Run(outputs, &boxes, *infos) && !boxes[0].empty());
  };
  add["preprocessor Run"] = [] {
    vision::classification::PaddleClasPreprocessor preprocessor(
        InModels("pplcnet_x0_25/inference_cls.yaml"));
    std::vector<vision::FDMat> images = vision::WrapMat(std::vector<cv::Mat>{Picture(), Picture()});
    std::vector<FDTensor> outputs;
    Check(preprocessor.Run(&images, &outputs));
    Check(outputs[0].Shape() == std::vector<int64_t>({2, 3, 224, 224}));
    Own own;
    Check(own.Run(&images, &outputs));
    Check(outputs[0].Shape() == std::vector<int64_t>({2, 3, 24, 32}));
  };
  add["processors Resize Run"] = [] {
    vision::FDMat mat(Picture());
    Check(vision::Resize::Run(&mat, 100, 80) && mat.Width() == 100 && mat.Height() == 80);
    Check(vision::ResizeByShort::Run(&mat, 64, 1, false) && mat.Height() == 64);
    Check(vision::LimitByStride::Run(&mat, 32) && mat.Width() == 64);
    Check(vision::LimitShort::Run(&mat, 48) && mat.Width() == 48);
    Check(vision::Pad::Run(&mat, 1, 1, 2, 2, {0, 0, 0}) && mat.Width() == 52);
    Check(vision::PadToSize::Run(&mat, 60, 60, {1, 2, 3}) && mat.Height() == 60);
    Check(vision::StridePad::Run(&mat, 32) && mat.Height() == 64);
    Check(vision::CenterCrop::Run(&mat, 40, 40) && vision::Crop::Run(&mat, 1, 2, 20, 10));
    Check(!vision::CenterCrop::Run(&mat, 400, 400));
    Check(vision::RGB2BGR::Run(&mat) && vision::Cast::Run(&mat, "float"));
    Check(vision::Convert::Run(&mat, {2, 2, 2}, {1, 1, 1}));
    const float value = mat.GetOpenCVMat()->at<cv::Vec3f>(0, 0)[0];
    Check(vision::Normalize::Run(&mat, {0.5F, 0.5F, 0.5F}, {0.5F, 0.5F, 0.5F}, false));
    const float after = mat.GetOpenCVMat()->at<cv::Vec3f>(0, 0)[0];
    Check(std::abs(after - (value - 0.5F) / 0.5F) < 1e-3F);
    Check(vision::HWC2CHW::Run(&mat) && mat.layout == vision::Layout::CHW && mat.Width() == 20);
  };
  add["rec post Run"] = [] {
    const std::string folder = InModels("ppocrv4/rec/");
    vision::ocr::Recognizer model(folder + "inference.pdmodel", folder + "inference.pdiparams",
                                  folder + "ppocr_keys_v1.txt");
    const cv::Mat page = cv::imread(InModels("images/page.png"));
    std::vector<vision::FDMat> lines = {vision::WrapMat(page(cv::Rect(5, 10, 286, 24)))};
    std::vector<FDTensor> inputs;
    Check(model.GetPreprocessor().Run(&lines, &inputs, 0, 1, {0}));
    std::vector<FDTensor> outputs = Outputs(&model, &inputs);
    std::vector<std::string> texts;
    std::vector<float> scores;
    Check(model.GetPostprocessor().Run(outputs, &texts, &scores) && !texts[0].empty());
    Check(model.GetPostprocessor().Run(outputs, &texts, &scores, 0, 3, {2}) && !texts[2].empty());
  };
  add["seg pre Run"] = [] {
    const std::string folder = InModels("pphumanseg_lite/");
    vision::segmentation::PaddleSegModel model(folder + "model.pdmodel", folder + "model.pdiparams",
                                               folder + "deploy.yaml");
    std::map<std::string, std::vector<std::array<int, 2>>> sizes;
    std::vector<vision::FDMat> images = {vision::WrapMat(Picture())};
    std::vector<FDTensor> inputs;
    model.GetPreprocessor().SetImgsInfo(&sizes);
    Check(model.GetPreprocessor().Run(&images, &inputs));
    std::vector<FDTensor> outputs = Outputs(&model, &inputs);
    std::vector<vision::SegmentationResult> results;
    Check(model.GetPostprocessor().Run(outputs, &results, sizes));
    Check(results[0].label_map.size() == Picture().total());
  };
}
