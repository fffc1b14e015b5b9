// SPDX-License-Identifier: Apache-2.0
//
// Clones share one copy of the weights and cost next to nothing.

#include <opencv2/imgproc.hpp>
#include <thread>

#include "fastdeploy/core/internal/resident_bytes.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using testing::ModelPath;
using vision::classification::PaddleClasModel;

double ResidentMegabytes() { return ResidentBytes() / 1e6; }

PaddleClasModel LoadFile(const std::string& model = "inference.pdmodel",
                         const RuntimeOption& option = {}) {
  return PaddleClasModel::Load(ModelPath("resnet50_vd/" + model),
                               ModelPath("resnet50_vd/inference.pdiparams"),
                               ModelPath("resnet50_vd/inference_cls.yaml"), option);
}

class CloneMemoryOf : public ::testing::TestWithParam<Backend> {};

TEST_P(CloneMemoryOf, CloneOfResNet50vdTakesLessThanTwoMegabytes) {
  if (!IsBackendAvailable(GetParam())) GTEST_SKIP() << "not in this build";
  RuntimeOption option;
  option.backend = GetParam();
  const auto load = [&] { return LoadFile("inference.pdmodel", option); };
  constexpr double kWeights = 102.5;  // MB, as float32
  const cv::Mat picture = testing::MakePicture(300, 400);
  const double before = ResidentMegabytes();
  PaddleClasModel model = load();
  const double loaded = ResidentMegabytes();
  EXPECT_GT(loaded - before, kWeights);  // or the figures below mean nothing

  std::vector<std::unique_ptr<PaddleClasModel>> clones;
  for (int i = 0; i < 3; ++i) clones.push_back(model.Clone());
  EXPECT_LT((ResidentMegabytes() - loaded) / 3, 2);

  const auto expected = model.Predict(picture);
  // Paddle takes memory in its first runs, four on some CPUs.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(model.Predict(picture), expected);
  const double used = ResidentMegabytes();
  for (const auto& clone : clones) {
    std::jthread([&] { EXPECT_EQ(clone->Predict(picture), expected); }).join();
  }
  EXPECT_LT((ResidentMegabytes() - used) / 3, 6);

  const PaddleClasModel separate = load();
  EXPECT_GT(ResidentMegabytes() - used, kWeights);  // the memory that a clone saves
}

TEST(CloneMemory, Paddle3FormatTakesNoMore) {
  (void)LoadFile();  // to load what all formats share
  const double before = ResidentMegabytes();
  double old = 0;
  {
    const PaddleClasModel model = LoadFile();
    old = ResidentMegabytes() - before;
  }
  const double again = ResidentMegabytes();
  PaddleClasModel model = LoadFile("inference.json");
  const double loaded = ResidentMegabytes();
  EXPECT_LT(loaded - again, old + 10);
  std::vector<std::unique_ptr<PaddleClasModel>> clones;
  for (int i = 0; i < 3; ++i) clones.push_back(model.Clone());
  EXPECT_LT((ResidentMegabytes() - loaded) / 3, 2);
}

TEST_P(CloneMemoryOf, LastCloneFreesTheWeights) {
  if (!IsBackendAvailable(GetParam())) GTEST_SKIP() << "not in this build";
  RuntimeOption option;
  option.backend = GetParam();
  auto model = std::make_unique<PaddleClasModel>(LoadFile("inference.pdmodel", option));
  auto clone = model->Clone();
  const double both = ResidentMegabytes();
  model.reset();
  EXPECT_GT(ResidentMegabytes(), both - 20);
  clone.reset();
  EXPECT_LT(ResidentMegabytes(), both - 100);
}

/// What a model needs, in MB: before an exceptionally large picture, for it, and after it.
struct Needs {
  double before = 0;
  double most = 0;
  double after = 0;
};

/// The highest resident memory since the last call, in MB.
double PeakMegabytes() {
  std::ifstream file("/proc/self/status");
  std::string word;
  double kilobytes = 0;
  while (file >> word && word != "VmHWM:") {
  }
  file >> kilobytes;
  std::ofstream("/proc/self/clear_refs") << 5;  // starts again from now
  return kilobytes * 1024 / 1e6;
}

template <typename Model>
Needs NeedsOf(Model& model, cv::Size large) {
  const cv::Mat small = testing::ReadPicture("page.png");
  for (int i = 0; i < 3; ++i) (void)model.Predict(small);
  const auto expected = model.Predict(small);
  Needs needs = {.before = ResidentMegabytes()};
  (void)PeakMegabytes();
  {
    cv::Mat picture;
    cv::resize(small, picture, large);
    (void)model.Predict(picture);
  }
  needs.most = PeakMegabytes();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(model.Predict(small), expected);
  needs.after = ResidentMegabytes();
  for (const auto& [name, value] :
       {std::pair("before", needs.before), {"most", needs.most}, {"after", needs.after}}) {
    ::testing::Test::RecordProperty(name, std::to_string(value));
  }
  return needs;
}

class LargePicture : public ::testing::TestWithParam<Backend> {};

TEST_P(LargePicture, OfOcrIsGivenBack) {
  if (!IsBackendAvailable(GetParam())) GTEST_SKIP() << "not in this build";
  RuntimeOption option;
  option.backend = GetParam();
  auto detector = vision::ocr::DBDetector::Load(ModelPath("ppocrv6-small/det"), option);
  const Needs needs = NeedsOf(detector, {2000, 2000});
  EXPECT_GT(needs.most, needs.before + 400);  // or the next figure means nothing
  EXPECT_LT(needs.after, needs.before + 100);
}

TEST_P(LargePicture, OfSegmentationIsGivenBack) {
  if (!IsBackendAvailable(GetParam())) GTEST_SKIP() << "not in this build";
  RuntimeOption option;
  option.backend = GetParam();
  auto model = vision::segmentation::PaddleSegModel::Load(
      ModelPath("pphumanseg_lite_softmax/model.pdmodel"),
      ModelPath("pphumanseg_lite_softmax/model.pdiparams"),
      ModelPath("pphumanseg_lite_softmax/deploy.yaml"), option);
  const Needs needs = NeedsOf(model, {10000, 10000});
  EXPECT_GT(needs.most, needs.before + 400);
  EXPECT_LT(needs.after, needs.before + 100);
}

TEST_P(LargePicture, OfOneCloneLeavesTheOthersAlone) {
  if (!IsBackendAvailable(GetParam())) GTEST_SKIP() << "not in this build";
  RuntimeOption option;
  option.backend = GetParam();
  auto detector = vision::ocr::DBDetector::Load(ModelPath("ppocrv6-small/det"), option);
  const cv::Mat small = testing::ReadPicture("page.png");
  const auto expected = detector.Predict(small);
  std::jthread other([&, clone = std::shared_ptr(detector.Clone())](const std::stop_token& stop) {
    while (!stop.stop_requested()) EXPECT_EQ(clone->Predict(small), expected);
  });
  cv::Mat large;
  cv::resize(small, large, {1760, 1760});
  (void)detector.Predict(large);
  for (int i = 0; i < 12; ++i) EXPECT_EQ(detector.Predict(small), expected);
}

INSTANTIATE_TEST_SUITE_P(Backends, LargePicture, ::testing::Values(OPENVINO, ORT),
                         [](const auto& row) { return Str(row.param).substr(9); });

INSTANTIATE_TEST_SUITE_P(Backends, CloneMemoryOf, ::testing::Values(OPENVINO, ORT, PDINFER),
                         [](const auto& row) { return Str(row.param).substr(9); });

}  // namespace
}  // namespace fastdeploy
