// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/runtime.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <thread>

#include "tests/testing/environment.h"

namespace fastdeploy {
namespace {

using testing::ModelPath;

RuntimeOption SmallModel() {
  RuntimeOption option;
  option.SetModelPath(ModelPath("ppocrv4/cls/inference.pdmodel"));
  return option;
}

FDTensor Input(float value) {
  FDTensor input("x");
  input.Resize({1, 3, 48, 192}, FP32);
  std::ranges::fill(input.As<float>(), value);
  return input;
}

TEST(Runtime, RunsClonesAndKeepsOutputs) {
  Runtime runtime;
  ASSERT_TRUE(runtime.Init(SmallModel()));
  EXPECT_EQ(runtime.NumInputs(), 1);
  EXPECT_EQ(runtime.option.backend, OPENVINO);
  std::ostringstream info;
  info << runtime.GetInputInfo(0);
  EXPECT_EQ(info.str(), "TensorInfo(name: x, shape: [-1, 3, -1, -1], dtype: FDDataType::FP32)");
  std::vector<FDTensor> inputs = {Input(0.1F)};
  std::vector<FDTensor> outputs;
  ASSERT_TRUE(runtime.Infer(inputs, &outputs));
  EXPECT_FALSE(outputs[0].IsShared());

  const std::unique_ptr<Runtime> clone(runtime.Clone());
  std::vector<FDTensor> others;
  ASSERT_TRUE(clone->Infer(inputs, &others));
  EXPECT_TRUE(std::ranges::equal(outputs[0].As<float>(), others[0].As<float>()));
}

TEST(Runtime, RunsInTwoParts) {
  Runtime runtime = Runtime::Load(SmallModel());
  std::vector<FDTensor> expected;
  std::vector<FDTensor> inputs = {Input(0.1F)};
  ASSERT_TRUE(runtime.Infer(inputs, &expected));
  const std::vector<FDTensor> other_inputs = {Input(0.7F)};
  Runtime other = runtime;
  other.Start(other_inputs);
  runtime.Start(inputs);
  std::vector<FDTensor> outputs;
  EXPECT_THAT(testing::ThrownBy([&] { runtime.Start(inputs); }).what(),
              ::testing::HasSubstr("running already"));
  EXPECT_THAT(testing::ThrownBy([&] { runtime.Run(inputs, &outputs); }).what(),
              ::testing::HasSubstr("running already"));
  Runtime copy = runtime;  // of a runtime that is running
  EXPECT_THAT(testing::ThrownBy([&] { copy.Finish(&outputs); }).what(),
              ::testing::HasSubstr("nothing to finish"));
  runtime.Finish(&outputs);
  EXPECT_TRUE(std::ranges::equal(outputs[0].As<float>(), expected[0].As<float>()));
  std::vector<FDTensor> other_outputs;
  other.Finish(&other_outputs);
  EXPECT_FALSE(std::ranges::equal(other_outputs[0].As<float>(), expected[0].As<float>()));
  EXPECT_GE(runtime.ParallelRuns(), 1);
  other.Start(inputs);  // and is dropped while it runs
}

TEST(Runtime, ShowsItsInputs) {
  RuntimeOption option = SmallModel();
  std::vector<std::string> seen;
  bool refuse = false;
  option.input_observer = [&](const std::string& file, std::span<const FDTensor> inputs) {
    if (refuse) throw Error(ErrorKind::kRuntime, "no more");
    seen.push_back(std::filesystem::path(file).filename().string() + " " + inputs[0].name + " " +
                   std::to_string(inputs[0].As<float>()[0]));
  };
  Runtime runtime = Runtime::Load(option);
  std::vector<FDTensor> outputs;
  runtime.Run(std::vector<FDTensor>{Input(0.5F)}, &outputs);
  Runtime clone = runtime;
  const std::vector<FDTensor> inputs = {Input(0.25F)};
  clone.Start(inputs);
  clone.Finish(&outputs);
  EXPECT_THROW(clone.Run(std::vector<FDTensor>{}, &outputs), Error);  // which is not run
  EXPECT_THAT(
      seen, ::testing::ElementsAre("inference.pdmodel x 0.500000", "inference.pdmodel x 0.250000"));
  refuse = true;
  EXPECT_EQ(testing::ThrownBy([&] { clone.Start(inputs); }).what(), std::string("no more"));
  refuse = false;
  clone.Run(inputs, &outputs);  // it did not start
}

TEST(Runtime, CopiesRunOverTheSameWeights) {
  std::vector<FDTensor> inputs = {Input(0.1F)};
  std::vector<FDTensor> expected;
  Runtime copy;
  Runtime assigned;
  {
    Runtime runtime = Runtime::Load(SmallModel());
    ASSERT_TRUE(runtime.Infer(inputs, &expected));
    copy = runtime;
    assigned = Runtime(copy);
    EXPECT_EQ(&copy.GetInputInfos(), &runtime.GetInputInfos()) << "one engine";
    EXPECT_EQ(copy.option.model_file, runtime.option.model_file);
  }  // the original is gone, its weights are not
  for (Runtime* runtime : {&copy, &assigned}) {
    std::vector<FDTensor> outputs;
    runtime->Run(inputs, &outputs);
    EXPECT_TRUE(std::ranges::equal(outputs[0].As<float>(), expected[0].As<float>()));
  }
  Runtime& itself = copy;
  copy = itself;
  EXPECT_TRUE(copy.Infer(inputs, &expected));
}

TEST(Runtime, ACopyOfNoneIsNone) {
  const Runtime none;
  EXPECT_FALSE(Runtime(none).Initialized());
  EXPECT_FALSE(std::unique_ptr<Runtime>(none.Clone())->Initialized());
  Runtime runtime = Runtime::Load(SmallModel());
  runtime = none;
  EXPECT_FALSE(runtime.Initialized());
  EXPECT_THROW((void)runtime.NumInputs(), Error);
}

TEST(Runtime, BoundTensors) {
  Runtime runtime = Runtime::Load(SmallModel());
  FDTensor input = Input(0.1F);
  FDTensor output;
  runtime.BindInputTensor("x", input);
  const std::string name = runtime.GetOutputInfo(0).name;
  runtime.BindOutputTensor(name, output);
  ASSERT_TRUE(runtime.Infer());
  const std::vector<float> first(output.As<float>().begin(), output.As<float>().end());
  std::ranges::fill(input.As<float>(), 0.9F);  // borrowed, so the next run sees it
  ASSERT_TRUE(runtime.Infer());
  EXPECT_NE(first[0], output.As<float>()[0]);
  EXPECT_NE(runtime.GetOutputTensor(name), nullptr);
  EXPECT_EQ(runtime.GetOutputTensor("none"), nullptr);
}

TEST(Runtime, OptionsChangeHowButNotWhat) {
  std::vector<FDTensor> inputs = {Input(0.3F)};
  std::vector<std::vector<float>> results;
  for (const int streams : {0, 1, 2, -1}) {
    RuntimeOption option = SmallModel();
    option.SetOpenVINOStreams(streams);
    option.SetInputShape("x", {1, 3, 48, 192});
    Runtime runtime = Runtime::Load(option);
    EXPECT_EQ(runtime.GetInputInfo(0).shape, (std::vector<int>{1, 3, 48, 192}));
    std::vector<FDTensor> outputs;
    runtime.Run(inputs, &outputs);
    results.emplace_back(outputs[0].As<float>().begin(), outputs[0].As<float>().end());
  }
  for (const auto& result : results) EXPECT_NEAR(result[0], results[0][0], 1e-5);
  for (const char* hint : {"LATENCY", "THROUGHPUT"}) {
    RuntimeOption option = SmallModel();
    option.openvino_option.SetPerformanceHint(hint);
    EXPECT_NO_THROW(Runtime::Load(option));
  }
}

std::vector<float> Scores(const RuntimeOption& option) {
  Runtime runtime = Runtime::Load(option);
  std::vector<FDTensor> inputs = {Input(0.3F)};
  std::vector<FDTensor> outputs;
  runtime.Run(inputs, &outputs);
  return {outputs[0].As<float>().begin(), outputs[0].As<float>().end()};
}

TEST(Runtime, ThreadsLoadTheSameModelFromTheCache) {
  const std::vector<float> expected = Scores(SmallModel());
  const testing::CompiledCache cache;
  for (int round = 0; round < 2; ++round) {  // it is written, then read
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { EXPECT_EQ(Scores(SmallModel()), expected); });
    }
  }
  EXPECT_EQ(cache.Entries().size(), 1U);
}

TEST(Runtime, OpenVINOsOwnCacheKeepsModels) {
  const testing::TemporaryFolder folder;
  RuntimeOption option = SmallModel();
  option.openvino_option.SetCacheDir(folder.Path("cache"));
  const std::vector<float> first = Scores(option);
  EXPECT_EQ(Scores(option), first);
  EXPECT_FALSE(std::filesystem::is_empty(folder.Path("cache")));
}

TEST(Runtime, AnOnnxModelMayHaveAnyName) {
  const testing::TemporaryFolder folder;
  const std::string model = testing::ModelPath("doc-orientation/inference.onnx");
  RuntimeOption option;
  option.SetModelPath(model, "", ONNX);
  Runtime expected;
  ASSERT_TRUE(expected.Init(option));
  for (const char* name : {"inference.pdmodel", "model.bin", "model"}) {
    SCOPED_TRACE(name);
    std::filesystem::copy_file(model, folder.Path(name));
    option.SetModelPath(folder.Path(name), "", ONNX);
    Runtime runtime;
    ASSERT_TRUE(runtime.Init(option));
    ASSERT_EQ(runtime.NumInputs(), expected.NumInputs());
    EXPECT_EQ(runtime.GetInputInfo(0).name, expected.GetInputInfo(0).name);
    EXPECT_EQ(runtime.GetOutputInfo(0).shape, expected.GetOutputInfo(0).shape);
  }
}

TEST(Enums, PrintAs1x) {
  EXPECT_EQ(Str(OPENVINO), "Backend::OPENVINO");
  EXPECT_EQ(Str(LITE), "Backend::PDLITE");
  EXPECT_EQ(Str(PADDLE), "ModelFormat::PADDLE");
  EXPECT_THAT(GetAvailableBackends(), ::testing::Contains(OPENVINO));
}

}  // namespace
}  // namespace fastdeploy
