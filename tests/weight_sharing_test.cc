// SPDX-License-Identifier: Apache-2.0
//
// RuntimeOption::EnableWeightSharing: processes share one copy of the weights. The processes are
// this program, started again to run the test `Child` alone.

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "fastdeploy/runtime/formats/onnx/translate.h"
#include "fastdeploy/runtime/model_tools.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::TemporaryFolder;
using testing::ThrownBy;
using vision::ClassifyResult;
using vision::classification::PaddleClasModel;

// The settings of a child: its model, its cache folder, and a file that it writes when it is ready.
constexpr const char* kModel = "WEIGHT_SHARING_MODEL";
constexpr const char* kCache = "WEIGHT_SHARING_CACHE";
constexpr const char* kReady = "WEIGHT_SHARING_READY";

PaddleClasModel Load(const std::string& name, const std::string& cache) {
  RuntimeOption option;
  option.EnableWeightSharing(cache);
  return PaddleClasModel::Load(ModelPath(name), option);
}

ClassifyResult Predict(PaddleClasModel* model) {
  return model->Predict(testing::ReadPicture("coffee.png"));
}

/// Loads, predicts, writes the result to a file and waits until the file is deleted.
TEST(WeightSharingProcess, DISABLED_Child) {
  auto model = Load(std::getenv(kModel), std::getenv(kCache));
  const std::string text = Predict(&model).Str();
  const std::string ready = std::getenv(kReady);
  std::ofstream(ready + ".part") << text;
  fs::rename(ready + ".part", ready);
  while (fs::exists(ready)) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

class Child {
 public:
  Child(const std::string& model, const std::string& cache, std::string ready)
      : ready_(std::move(ready)) {
    std::vector<std::string> environment = {std::string(kModel) + "=" + model,
                                            std::string(kCache) + "=" + cache,
                                            std::string(kReady) + "=" + ready_};
    for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
    std::vector<std::string> words = {"child", "--gtest_filter=WeightSharingProcess.DISABLED_Child",
                                      "--gtest_also_run_disabled_tests", "--gtest_brief=1"};
    const auto pointers = [](std::vector<std::string>* texts) {
      std::vector<char*> found;
      for (std::string& text : *texts) found.push_back(text.data());
      found.push_back(nullptr);
      return found;
    };
    const int failed = posix_spawn(&pid_, "/proc/self/exe", nullptr, nullptr,
                                   pointers(&words).data(), pointers(&environment).data());
    if (failed != 0) throw std::runtime_error("cannot start a child");
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) End();
  }

  /// Waits for its result.
  std::string Result() const {
    int status = 0;
    while (!fs::exists(ready_) && waitpid(pid_, &status, WNOHANG) == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return fs::exists(ready_) ? testing::ReadBytes(ready_) : "no result";
  }

  /// Memory in megabytes: pages shared with other processes, and pages of its own.
  struct Memory {
    double shared = 0;
    double own = 0;
  };
  [[nodiscard]] Memory Uses() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/smaps_rollup");
    Memory memory;
    for (std::string line; std::getline(file, line);) {
      const double kilobytes =
          line.find("kB") == std::string::npos ? 0 : std::stod(line.substr(line.find(':') + 1));
      if (line.starts_with("Shared_")) memory.shared += kilobytes / 1024;
      if (line.starts_with("Private_") && !line.starts_with("Private_Hugetlb")) {
        memory.own += kilobytes / 1024;
      }
    }
    return memory;
  }

  void Kill() {
    kill(pid_, SIGKILL);
    waitpid(std::exchange(pid_, 0), nullptr, 0);
  }

  int End() {
    fs::remove(ready_);
    int status = 0;
    waitpid(std::exchange(pid_, 0), &status, 0);
    return status;
  }

 private:
  std::string ready_;
  pid_t pid_ = 0;
};

class WeightSharing : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!IsBackendAvailable(ORT)) GTEST_SKIP() << "not in this build";
  }

  /// The folders of the cache that contain a model.
  [[nodiscard]] std::vector<fs::path> Kept() const {
    std::vector<fs::path> kept;
    for (const auto& entry : fs::directory_iterator(cache_)) {
      if (entry.is_directory()) kept.push_back(entry.path());
    }
    return kept;
  }

  TemporaryFolder folder_;
  std::string cache_ = folder_.Path("cache");
  std::string name_ = "pplcnet_x0_25";
};

TEST_F(WeightSharing, GivesTheSameBitsAsWithoutSharing) {
  RuntimeOption option;
  option.UseOrtBackend();
  auto alone = PaddleClasModel::Load(ModelPath(name_), option);
  const ClassifyResult expected = Predict(&alone);
  for (int round = 0; round < 2; ++round) {  // the cache is written, then read
    auto shared = Load(name_, cache_);
    EXPECT_EQ(shared.GetRuntimeOption().backend, ORT);
    EXPECT_EQ(Predict(&shared), expected);
    EXPECT_EQ(Predict(shared.Clone().get()), expected);
  }
  EXPECT_EQ(Kept().size(), 1U);
}

TEST_F(WeightSharing, ReplacesDamagedFiles) {
  auto first = Load(name_, cache_);
  const ClassifyResult expected = Predict(&first);
  const fs::path kept = Kept().at(0);
  const auto damage = [&](const std::string& file, const std::string& bytes) {
    SCOPED_TRACE(file);
    // As a new file, so that what others have mapped does not change.
    fs::remove(kept / file);
    if (!bytes.empty()) std::ofstream(kept / file, std::ios::binary) << bytes;
    auto again = Load(name_, cache_);
    EXPECT_EQ(Predict(&again), expected);
    EXPECT_EQ(Kept().size(), 1U);
  };
  const std::string weights = testing::ReadBytes(kept / "weights.bin");
  damage("weights.bin", weights.substr(0, weights.size() / 2));
  std::string flipped = weights;
  flipped[flipped.size() / 3] = static_cast<char>(flipped[flipped.size() / 3] ^ 1);
  damage("weights.bin", flipped);
  damage("weights.bin", "");
  damage("model.onnx", "no model");
  damage("manifest.json", "{}");
  damage("manifest.json", "not JSON");
  damage("manifest.json", "");
  EXPECT_EQ(Predict(&first), expected) << "the model loaded before the damage";
}

TEST_F(WeightSharing, SurvivesProcessesKilledWhileWriting) {
  auto alone = Load(name_, folder_.Path("other"));
  const std::string expected = Predict(&alone).Str();
  for (int round = 0; round < 12; ++round) {
    Child child(name_, cache_, folder_.Path("ready"));
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + 25 * round));
    child.Kill();
    fs::remove(folder_.Path("ready"));
  }
  auto model = Load(name_, cache_);
  EXPECT_EQ(Predict(&model).Str(), expected);
  EXPECT_EQ(Kept().size(), 1U);
}

TEST_F(WeightSharing, ProcessesStartedTogetherWriteOneCopy) {
  std::vector<std::unique_ptr<Child>> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(
        std::make_unique<Child>(name_, cache_, folder_.Path("ready" + std::to_string(i))));
  }
  const std::string expected = children[0]->Result();
  EXPECT_THAT(expected, HasSubstr("ClassifyResult"));
  for (const auto& child : children) EXPECT_EQ(child->Result(), expected);
  for (const auto& child : children) EXPECT_EQ(child->End(), 0);
  EXPECT_EQ(Kept().size(), 1U);
}

TEST_F(WeightSharing, DifferentSettingsHaveCopiesOfTheirOwn) {
  auto model = Load(name_, cache_);
  RuntimeOption option;
  option.EnableWeightSharing(cache_);
  option.ort_option.graph_optimization_level = 1;
  auto other = PaddleClasModel::Load(ModelPath(name_), option);
  EXPECT_EQ(Kept().size(), 2U);
  const ClassifyResult result = Predict(&other);
  EXPECT_EQ(result.label_ids, Predict(&model).label_ids);
  EXPECT_NEAR(result.scores[0], Predict(&model).scores[0], 1e-4);
}

TEST_F(WeightSharing, UnwritableFolderIsAnError) {
  EXPECT_THAT(ThrownBy([&] { (void)Load(name_, "/proc/fastdeploy"); }).what(),
              HasSubstr("cannot make the cache folder '/proc/fastdeploy'"));
  if (getuid() == 0) return;  // root can write to every folder
  const fs::perms all = fs::perms::owner_all;
  auto model = Load(name_, cache_);
  fs::permissions(cache_, fs::perms::owner_read | fs::perms::owner_exec);
  auto again = Load(name_, cache_);  // the copy exists, so nothing is written
  EXPECT_EQ(Predict(&again), Predict(&model));
  EXPECT_THAT(ThrownBy([&] { (void)Load("doc-orientation", cache_); }).what(),
              HasSubstr("cannot write shared weights"));
  fs::permissions(cache_, all);
}

/// An ONNX model with its weights in a file of its own, and an input for it.
struct OnnxFolder {
  std::string model;
  std::string weights;
};

OnnxFolder ConvertInto(const std::string& name, const std::string& folder) {
  RuntimeOption option;
  const std::string model = ModelPath(name) + "/inference";
  option.SetModelPath(model + ".pdmodel", model + ".pdiparams");
  const ConvertedModel made =
      ConvertModel(option, folder + "/model.onnx", {.external_weights = true});
  return {.model = made.files.at(0), .weights = made.files.at(1)};
}

std::vector<float> Infer(const OnnxFolder& folder, const std::string& cache) {
  RuntimeOption option;
  option.SetModelPath(folder.model);
  option.UseOrtBackend();
  if (!cache.empty()) option.EnableWeightSharing(cache);
  Runtime runtime = Runtime::Load(option);
  std::vector<FDTensor> inputs(1);
  inputs[0].Resize({1, 3, 224, 224}, FP32, runtime.GetInputInfo(0).name);
  std::ranges::fill(inputs[0].As<float>(), 0.5F);
  std::vector<FDTensor> outputs;
  if (!runtime.Infer(inputs, &outputs)) throw std::runtime_error("the model did not run");
  const auto values = outputs.at(0).As<float>();
  return {values.begin(), values.end()};
}

TEST_F(WeightSharing, TellsModelsApartByWeightsInFilesOfTheirOwn) {
  const OnnxFolder first = ConvertInto(name_, folder_.Path("first"));
  const OnnxFolder second = ConvertInto(name_, folder_.Path("second"));
  std::string bytes = testing::ReadBytes(second.weights);
  for (size_t i = bytes.size() / 2; i + 3 < bytes.size(); i += 4) bytes[i + 3] ^= '\x80';  // signs
  std::ofstream(second.weights, std::ios::binary) << bytes;
  ASSERT_EQ(testing::ReadBytes(first.model), testing::ReadBytes(second.model));
  ASSERT_NE(Infer(first, ""), Infer(second, ""));
  EXPECT_EQ(Infer(first, cache_), Infer(first, ""));
  EXPECT_EQ(Infer(second, cache_), Infer(second, ""));
  EXPECT_EQ(Kept().size(), 2U);
}

TEST_F(WeightSharing, NamesAMissingFileOfWeights) {
  const OnnxFolder model = ConvertInto(name_, folder_.Path("first"));
  fs::remove(model.weights);
  EXPECT_THAT(ThrownBy([&] { (void)Infer(model, ""); }).what(), HasSubstr(model.weights));
}

/// ONNX Runtime keeps weights of fewer than 1024 bytes in the model file.
TEST_F(WeightSharing, KeepsModelsWithoutAFileOfWeights) {
  paddle::Program program;
  program.inputs = {{.name = "x", .value = "x"}};
  program.outputs = {{.name = "y", .value = "y"}};
  program.types["x"] = {.dtype = kFloat32, .dims = {1, 3, 224, 224}};
  program.types["y"] = program.types["x"];
  paddle::Operator op;
  op.type = "relu";
  op.inputs = {{.slot = "X", .values = {"x"}}};
  op.outputs = {{.slot = "Out", .values = {"y"}}};
  program.blocks.push_back({.arguments = {}, .operators = {op}});
  const OnnxFolder model = {
      .model = folder_.Write("relu.onnx", TranslateToOnnx(program, "", WeightPlace::kInside).bytes),
      .weights = ""};
  (void)Infer(model, cache_);
  ASSERT_EQ(Kept().size(), 1U);
  const auto written = fs::last_write_time(Kept()[0] / "model.onnx");
  (void)Infer(model, cache_);
  EXPECT_EQ(fs::last_write_time(Kept()[0] / "model.onnx"), written) << "it was written again";
}

/// A suite of its own, which sanitizers leave out: their own memory would count.
class WeightSharingMemory : public WeightSharing {};

TEST_F(WeightSharingMemory, ThreeProcessesTakeLittleMoreThanOne) {
  (void)Load("resnet50_vd", cache_);
  std::vector<std::unique_ptr<Child>> children;
  for (int i = 0; i < 3; ++i) {
    children.push_back(
        std::make_unique<Child>("resnet50_vd", cache_, folder_.Path("ready" + std::to_string(i))));
  }
  for (const auto& child : children) EXPECT_THAT(child->Result(), HasSubstr("label_ids"));
  // Shared pages count once. (The sum of PSS would be too low, since this process has the same
  // libraries mapped. The benchmark measures processes alone: docs/tables.md.)
  const Child::Memory memory = children[0]->Uses();
  const double one = memory.shared + memory.own;
  double three = memory.shared;
  for (const auto& child : children) three += child->Uses().own;
  std::cout << "MiB: one process " << one << ", three " << three << '\n';
  EXPECT_GT(one, 100);
  EXPECT_LT(three, 1.4 * one);
}

}  // namespace
}  // namespace fastdeploy
