// SPDX-License-Identifier: Apache-2.0
//
// Paddle Inference gives OpenVINO's results, and an Error for what it does not support. Its library
// is optional: FASTDEPLOY_PADDLE_LIBRARY names it for these tests (`./dev test` does).

#include <cstdlib>
#include <thread>

#include "fastdeploy/vision.h"
#include "tests/like_openvino.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ThrownBy;
using vision::classification::PaddleClasModel;
using vision::segmentation::PaddleSegModel;

class PaddleInference : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!IsBackendAvailable(PDINFER)) GTEST_SKIP() << "Paddle's library is not installed";
    option_.UsePaddleInferBackend();
  }

  RuntimeOption option_;
};

TEST_F(PaddleInference, ClassifiesLikeOpenVINO) {
  const std::string folder = ModelPath("resnet50_vd/");
  for (const std::string file : {"inference.pdmodel", "inference.json"}) {
    SCOPED_TRACE(file);
    testing::ExpectSameClasses(
        [&](const RuntimeOption& option) {
          return PaddleClasModel::Load(folder + file, folder + "inference.pdiparams",
                                       folder + "inference_cls.yaml", option);
        },
        option_);
  }
}

TEST_F(PaddleInference, FindsTheSameObjects) {
  for (const char* name : {"picodet_s_320_nms", "ppyoloe_plus_s_nms", "mask_rcnn_r18"}) {
    testing::ExpectSameObjects(name, option_);
  }
}

TEST_F(PaddleInference, SegmentsTheSame) {
  const cv::Mat picture = testing::ReadPicture("chelsea.png");
  const auto ours = PaddleSegModel::Load(ModelPath("ppliteseg"), option_).Predict(picture);
  const auto expected = PaddleSegModel::Load(ModelPath("ppliteseg")).Predict(picture);
  ASSERT_EQ(ours.shape, expected.shape);
  size_t differ = 0;
  for (size_t i = 0; i < expected.label_map.size(); ++i) {
    differ += ours.label_map[i] != expected.label_map[i] ? 1 : 0;
  }
  EXPECT_LT(differ, expected.label_map.size() / 1000);
}

TEST_F(PaddleInference, ReadsText) { testing::ExpectSameText("ppocrv5-mobile", option_); }

TEST_F(PaddleInference, TakesModelsFromMemory) {
  const std::string params = testing::ReadBytes(ModelPath("pplcnet_x0_25/inference.pdiparams"));
  option_.SetModelBuffer(testing::ReadBytes(ModelPath("pplcnet_x0_25/inference.pdmodel")), params);
  Runtime runtime = Runtime::Load(option_);
  EXPECT_EQ(runtime.GetInputInfo(0).name, "x");
  EXPECT_EQ(runtime.GetInputInfo(0).shape, (std::vector<int>{-1, 3, 224, 224}));
  option_.SetModelBuffer(testing::ReadBytes(ModelPath("pplcnet_x0_25/inference.json")), params);
  EXPECT_THAT(ThrownBy([&] { Runtime::Load(option_); }).what(), HasSubstr("from files only"));
}

TEST_F(PaddleInference, ClonesInThreadsGiveTheSameBits) {
  const PaddleClasModel model = PaddleClasModel::Load(ModelPath("pplcnet_x0_25"), option_);
  std::vector<cv::Mat> pictures;
  std::vector<vision::ClassifyResult> expected;
  auto alone = model.Clone();
  for (int i = 0; i < 8; ++i) {
    pictures.push_back(testing::MakePicture(100 + 13 * i, 90 + 17 * i));
    expected.push_back(alone->Predict(pictures.back()));
  }
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        const auto clone = model.Clone();
        for (size_t i = 0; i < pictures.size(); ++i) {
          EXPECT_EQ(clone->Predict(pictures[i]), expected[i]);
        }
      }
    });
  }
}

TEST_F(PaddleInference, RefusesWhatItCannotDo) {
  option_.SetModelPath(ModelPath("pplcnet_x0_25/inference.pdmodel"));
  option_.EnableWeightSharing();
  EXPECT_THAT(ThrownBy([&] { Runtime::Load(option_); }).what(),
              HasSubstr("Paddle Inference cannot share weights"));
  option_.DisableWeightSharing();
  Runtime runtime = Runtime::Load(option_);
  std::vector<FDTensor> inputs(1, FDTensor("x"));
  inputs[0].Resize({1, 3, 10, 10}, FP32);
  std::vector<FDTensor> outputs;
  EXPECT_THAT(ThrownBy([&] { runtime.Run(inputs, &outputs); }).what(), HasSubstr("'x'"));
}

/// Version 3 would run it, with wrong results.
TEST_F(PaddleInference, RefusesOldProgramsThatVersion3ComputesWrongly) {
  const auto& model = testing::OperatorCases()["set_value_one_place"]["pdmodel"];
  option_.SetModelBuffer(testing::DecodeBase64(model["program"]), "");
  try {
    (void)Runtime::Load(option_);
    GTEST_SKIP() << "Paddle 2";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("computes the operator set_value of a .pdmodel wrongly"));
  }
}

/// A library that is not there is like a backend that is not in the build.
TEST(PaddleInferenceAbsent, IsReplacedOrAnError) {
  if (IsBackendAvailable(PDINFER)) GTEST_SKIP() << "Paddle's library is installed";
  RuntimeOption option;
  option.SetModelPath(ModelPath("pplcnet_x0_25/inference.pdmodel"));
  option.UsePaddleInferBackend();
  EXPECT_NE(Runtime::Load(option).option.backend, PDINFER);
  option.EnableValidBackendCheck();
  EXPECT_THAT(ThrownBy([&] { Runtime::Load(option); }).what(),
              HasSubstr("pip install paddlepaddle"));
}

}  // namespace
}  // namespace fastdeploy
