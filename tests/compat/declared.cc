// SPDX-License-Identifier: Apache-2.0
//
// Classes that are declared before their headers are included, as programs do in headers of their
// own.

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace fastdeploy {
namespace pipeline {
class PPOCRv3;
}  // namespace pipeline
namespace vision {
namespace classification {
class PaddleClasModel;
}  // namespace classification
namespace detection {
class PPDetBase;
class PPYOLOE;
}  // namespace detection
}  // namespace vision
}  // namespace fastdeploy

namespace {

struct Models {
  std::shared_ptr<fastdeploy::pipeline::PPOCRv3> ocr;
  std::shared_ptr<fastdeploy::vision::classification::PaddleClasModel> classifier;
  std::shared_ptr<fastdeploy::vision::detection::PPYOLOE> detector;
  fastdeploy::vision::detection::PPDetBase* base = nullptr;
};

}  // namespace

#include "check.h"
#include "fastdeploy/vision.h"

void AddDeclared(std::map<std::string, std::function<void()>>* programs) {
  (*programs)["forward declare PPOCRv3"] = [] {
    Models models;
    models.ocr = std::make_shared<fastdeploy::pipeline::PPOCRv3>();
    Check(!models.ocr->Initialized() && models.ocr->ModelName() == "PPOCRv3");
  };
  (*programs)["forward declare PPYOLOE"] = [] {
    const std::string folder = InModels("ppyoloe_plus_s_nms/");
    Models models;
    models.detector = std::make_shared<fastdeploy::vision::detection::PPYOLOE>(
        folder + "model.pdmodel", folder + "model.pdiparams", folder + "infer_cfg.yml");
    models.base = models.detector.get();
    Check(models.base->Initialized() && models.base->ModelName() == "PPYOLOE");
  };
  (*programs)["forward declare PaddleClasModel"] = [] {
    Models models;
    models.classifier = std::make_shared<fastdeploy::vision::classification::PaddleClasModel>(
        "nothing.pdmodel", "", "");
    Check(!models.classifier->Initialized());
  };
}
