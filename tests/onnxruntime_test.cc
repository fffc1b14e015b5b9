// SPDX-License-Identifier: Apache-2.0
//
// ONNX Runtime gives OpenVINO's results, and an Error for what it does not support. Clones and
// threads are tested in conformance_test.cc, memory in memory_test.cc, processes in
// weight_sharing_test.cc.

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "fastdeploy/vision.h"
#include "tests/like_openvino.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::TemporaryFolder;
using testing::ThrownBy;
using vision::classification::PaddleClasModel;

class OnnxRuntime : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!IsBackendAvailable(ORT)) GTEST_SKIP() << "not in this build";
    option_.UseOrtBackend();
  }

  RuntimeOption option_;
};

TEST_F(OnnxRuntime, ClassifiesLikeOpenVINO) {
  for (const std::string name : {"pplcnet_x0_25", "resnet50_vd", "doc-orientation"}) {
    SCOPED_TRACE(name);
    testing::ExpectSameClasses(
        [&](const RuntimeOption& option) { return PaddleClasModel::Load(ModelPath(name), option); },
        option_);
  }
}

TEST_F(OnnxRuntime, FindsTheSameObjects) {
  for (const char* name : {"picodet_s_320_nms", "picodet_s_320_raw"}) {
    testing::ExpectSameObjects(name, option_);
  }
}

TEST_F(OnnxRuntime, ReadsTextFromEveryFormat) {
  for (const char* name : {"ppocrv4", "ppocrv5-mobile"}) testing::ExpectSameText(name, option_);
}

TEST_F(OnnxRuntime, TakesModelsFromMemory) {
  option_.SetModelBuffer(testing::ReadBytes(ModelPath("pplcnet_x0_25/inference.pdmodel")),
                         testing::ReadBytes(ModelPath("pplcnet_x0_25/inference.pdiparams")));
  Runtime runtime = Runtime::Load(option_);
  EXPECT_EQ(runtime.GetInputInfo(0).name, "x");
  EXPECT_EQ(runtime.GetInputInfo(0).shape, (std::vector<int>{-1, 3, 224, 224}));
}

TEST_F(OnnxRuntime, ReadsLinksToFilesOfOtherNamesElsewhere) {
  const std::string folder = ModelPath("pplcnet_x0_25");
  const TemporaryFolder files;
  const TemporaryFolder links;
  for (const std::string end : {".pdmodel", ".pdiparams"}) {
    fs::copy_file(folder + "/inference" + end, files.Path("x" + end));
    fs::create_symlink(files.Path("x" + end), links.Path("inference" + end));
  }
  auto linked =
      PaddleClasModel::Load(links.Path("inference.pdmodel"), links.Path("inference.pdiparams"),
                            folder + "/inference_cls.yaml", option_);
  auto model = PaddleClasModel::Load(folder, option_);
  const cv::Mat picture = testing::ReadPicture("chelsea.png");
  EXPECT_EQ(linked.Predict(picture), model.Predict(picture));
}

TEST_F(OnnxRuntime, RefusesOtherShapesThanTheFixedOne) {
  option_.SetInputShape("x", {2, 3, 224, 224});
  option_.SetModelPath(ModelPath("pplcnet_x0_25/inference.pdmodel"));
  Runtime runtime = Runtime::Load(option_);
  FDTensor input("x");
  input.Resize({1, 3, 224, 224}, FP32);
  std::vector<FDTensor> outputs;
  EXPECT_THAT(ThrownBy([&] {
                runtime.Run({&input, 1}, &outputs);
              }).what(),
              HasSubstr("expected shape [2, 3, 224, 224]"));
  option_.SetInputShape("x", {2, 4, 224, 224});
  EXPECT_THAT(ThrownBy([&] { (void)Runtime::Load(option_); }).what(),
              HasSubstr("input 'x' cannot have the shape [2, 4, 224, 224]"));
  option_.input_shapes = {{"y", {1}}};
  EXPECT_THAT(ThrownBy([&] { (void)Runtime::Load(option_); }).what(),
              HasSubstr("'y': no such input"));
}

TEST_F(OnnxRuntime, NamesMissingAndDamagedFiles) {
  const TemporaryFolder folder;
  const std::string onnx = testing::ReadBytes(ModelPath("doc-orientation/inference.onnx"));
  option_.SetModelPath(folder.Write("cut.onnx", onnx.substr(0, onnx.size() / 2)), "", ONNX);
  EXPECT_THAT(ThrownBy([&] { (void)Runtime::Load(option_); }).what(), HasSubstr("cut.onnx"));

  option_.SetModelPath(ModelPath("pplcnet_x0_25/inference.pdmodel"));
  option_.EnableWeightSharing();
  option_.cache_folder = folder.Write("file", "") + "/cache";
  EXPECT_THAT(ThrownBy([&] { (void)Runtime::Load(option_); }).what(),
              HasSubstr("cannot make the cache folder"));
}

TEST_F(OnnxRuntime, MissingDeviceIsAnError) {
  option_.UseGpu();
  option_.SetModelPath(ModelPath("doc-orientation/inference.onnx"), "", ONNX);
  EXPECT_THAT(ThrownBy([&] { (void)Runtime::Load(option_); }).what(),
              HasSubstr("Device::GPU is not in this build"));
}

TEST_F(OnnxRuntime, SeveralThreadsLoadOneModel) {
  std::vector<std::jthread> threads;
  std::vector<vision::ClassifyResult> results(4);
  for (vision::ClassifyResult& result : results) {
    threads.emplace_back([&] {
      auto model = PaddleClasModel::Load(ModelPath("pplcnet_x0_25"), option_);
      result = model.Predict(testing::ReadPicture("coffee.png"));
    });
  }
  threads.clear();
  EXPECT_FALSE(results[0].label_ids.empty());
  for (const auto& result : results) EXPECT_EQ(result, results[0]);
}

TEST(BackendChoice, NamesTheOptionThatABackendLacks) {
  RuntimeOption option;
  option.EnableWeightSharing();
  option.UseOpenVINOBackend();
  option.SetModelPath(ModelPath("doc-orientation/inference.onnx"), "", ONNX);
  EXPECT_THAT(ThrownBy([&] { (void)Runtime::Load(option); }).what(),
              HasSubstr("OpenVINO cannot share weights between processes"));
}

}  // namespace
}  // namespace fastdeploy
