// SPDX-License-Identifier: Apache-2.0

#include <functional>

#include "check.h"
#include "fastdeploy/vision.h"

namespace {

namespace vision = fastdeploy::vision;
using vision::classification::PaddleClasModel;
using vision::detection::PicoDet;
using vision::detection::PPDetBase;

cv::Mat Picture() { return cv::imread(InModels("images/coffee.png")); }

PaddleClasModel LcNet() {
  const std::string folder = InModels("pplcnet_x0_25/");
  return PaddleClasModel(folder + "inference.pdmodel", folder + "inference.pdiparams",
                         folder + "inference_cls.yaml");
}

PicoDet Detector() {
  const std::string folder = InModels("picodet_s_320_nms/");
  return PicoDet(folder + "model.pdmodel", folder + "model.pdiparams", folder + "infer_cfg.yml");
}

std::string Read(PaddleClasModel* model) {
  vision::ClassifyResult result;
  Check(model->Predict(Picture(), &result));
  return result.Str();
}

void PredictInThread(PPDetBase* model, vision::DetectionResult* result) {
  model->Predict(Picture(), result);
}

std::string NameOf(PicoDet* /*model*/) { return "PicoDet"; }
std::string NameOf(vision::detection::PPYOLOE* /*model*/) { return "PPYOLOE"; }
std::string NameOf(vision::detection::PaddleDetectionModel* /*model*/) { return "any"; }
std::string NameOf(PPDetBase* /*model*/) { return "base"; }

class Own : public PaddleClasModel {
 public:
  using PaddleClasModel::PaddleClasModel;
  std::string ModelName() const override { return "Own"; }
};

struct Models {
  std::unique_ptr<PaddleClasModel> classifier;
  std::unique_ptr<PPDetBase> detector;
  std::unique_ptr<fastdeploy::pipeline::PPOCRv4> ocr;
};

std::string AnyName(fastdeploy::FastDeployModel& model) { return model.ModelName(); }

}  // namespace

void AddClasses(std::map<std::string, std::function<void()>>* programs) {
  auto& add = *programs;
  add["base pointer Infer noargs"] = [] {
    PaddleClasModel model = LcNet();
    fastdeploy::FastDeployModel* base = &model;
    Read(&model);
    Check(base->Infer());
    base->ReleaseReusedBuffer();
    Check(!base->Infer());
  };
  add["clone as PPDetBase"] = [] {
    PicoDet model = Detector();
    std::unique_ptr<PPDetBase> clone = model.Clone();
    vision::DetectionResult original;
    vision::DetectionResult result;
    Check(model.Predict(Picture(), &original) && clone->Predict(Picture(), &result));
    Check(original.Str() == result.Str() && clone->ModelName() == "PicoDet");
    Check(dynamic_cast<PicoDet*>(clone.get()) != nullptr);
  };
  add["clone vector decltype"] = [] {
    PaddleClasModel model = LcNet();
    std::vector<decltype(model.Clone())> clones;
    for (int i = 0; i < 3; ++i) clones.emplace_back(model.Clone());
    for (auto& clone : clones) Check(Read(clone.get()) == Read(&model));
  };
  add["delete base pointer"] = [] {
    fastdeploy::FastDeployModel* model = new PaddleClasModel(LcNet());
    Check(model->Initialized());
    delete model;
  };
  add["derive from PaddleClasModel"] = [] {
    Own model(InModels("pplcnet_x0_25/inference.pdmodel"),
              InModels("pplcnet_x0_25/inference.pdiparams"),
              InModels("pplcnet_x0_25/inference_cls.yaml"));
    PaddleClasModel reference = LcNet();
    Check(model.ModelName() == "Own" && Read(&model) == Read(&reference));
  };
  add["h7 unique ptr base"] = [] {
    std::unique_ptr<fastdeploy::FastDeployModel> model(new PicoDet(Detector()));
    std::vector<std::shared_ptr<fastdeploy::FastDeployModel>> models;
    models.push_back(std::make_shared<PaddleClasModel>(LcNet()));
    Check(model->Initialized() && models[0]->Clone()->Initialized());
  };
  add["model copy"] = [] {
    PaddleClasModel model = LcNet();
    PaddleClasModel copy = model;
    Check(Read(&copy) == Read(&model));
    copy = LcNet();
    Check(Read(&copy) == Read(&model));
  };
  add["model in vector push back copy"] = [] {
    std::vector<PaddleClasModel> models;
    PaddleClasModel model = LcNet();
    models.push_back(model);
    models.push_back(model);
    Check(Read(&models[0]) == Read(&models[1]));
  };
  add["overloads detection subclass"] = [] {
    PicoDet picodet;
    vision::detection::PPYOLOE ppyoloe;
    vision::detection::SSD ssd;
    Check(NameOf(&picodet) == "PicoDet" && NameOf(&ppyoloe) == "PPYOLOE");
    Check(NameOf(&ssd) == "base");
  };
  add["pipeline ModelName"] = [] {
    fastdeploy::pipeline::PPOCRv4 model;
    Check(model.ModelName() == "PPOCRv4");
    Check(fastdeploy::application::ocrsystem::PPOCRSystemv3().ModelName() == "PPOCRv3");
  };
  add["pipeline is FastDeployModel"] = [] {
    const std::string folder = InModels("ppocrv4");
    auto model = fastdeploy::pipeline::PPOCRv4::Load(folder);
    fastdeploy::FastDeployModel& base = model;
    Check(base.Initialized() && AnyName(model) == "PPOCRv4");
    std::unique_ptr<fastdeploy::pipeline::PPOCRv4> clone = model.Clone();
    Check(clone->Initialized());
  };
  add["runtime option of model"] = [] {
    PaddleClasModel model = LcNet();
    Check(model.runtime_option.device == fastdeploy::Device::CPU);
    Check(!model.valid_cpu_backends.empty());
    std::cout << model.runtime_option.backend << std::endl;
  };
  add["struct of unique ptrs"] = [] {
    Models models;
    models.classifier = LcNet().Clone();
    models.detector.reset(new PicoDet(Detector()));
    models.ocr.reset(new fastdeploy::pipeline::PPOCRv4());
    Check(models.classifier->Initialized() && models.detector->Initialized());
  };
  add["thread fn PPDetBase ptr"] = [] {
    PicoDet model = Detector();
    std::vector<std::unique_ptr<PPDetBase>> clones;
    std::vector<vision::DetectionResult> results(2);
    std::vector<std::thread> threads;
    for (auto& result : results) {
      clones.push_back(model.Clone());
      threads.emplace_back(PredictInThread, clones.back().get(), &result);
    }
    for (auto& thread : threads) thread.join();
    Check(results[0].Str() == results[1].Str() && !results[0].boxes.empty());
  };
}
