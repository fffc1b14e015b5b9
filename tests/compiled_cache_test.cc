// SPDX-License-Identifier: Apache-2.0
//
// The cache of compiled models: results are the same bits with and without it, and nothing that
// happens to its folder is an error. The processes are this program, started again to run the test
// `Child` alone.

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "fastdeploy/core/internal/resident_bytes.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/compiled_cache.h"
#include "tests/conformance_rows.h"
#include "tests/testing/environment.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using conformance::PaddleClasModel;
using testing::CompiledCache;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::TemporaryFolder;
using testing::WithVariable;
using vision::ClassifyResult;

constexpr const char* kVariable = "FASTDEPLOY_COMPILED_CACHE";

// --- results ---

template <typename Row>
class CachedResults : public ::testing::Test {
 protected:
  using Model = typename Row::Model;

  /// Of a few pictures, by the model and by a clone of it.
  static auto Predict() {
    Model model = Row::Load();
    const auto clone = model.Clone();
    std::vector<cv::Mat> pictures = Row::Pictures();
    pictures.resize(std::min<size_t>(pictures.size(), 3));
    std::vector<typename Model::Result> results;
    for (const cv::Mat& picture : pictures) {
      results.push_back(model.Predict(picture));
      results.push_back(clone->Predict(picture));
    }
    return results;
  }
};

struct RowName {
  template <typename Row>
  static std::string GetName(int /*index*/) {
    const std::string name = ::testing::internal::GetTypeName<Row>();
    return name.substr(name.rfind(':') + 1);
  }
};

TYPED_TEST_SUITE(CachedResults, conformance::Rows, RowName);

TYPED_TEST(CachedResults, AreTheSameBits) {
  const auto expected = this->Predict();
  const CompiledCache cache;
  EXPECT_EQ(this->Predict(), expected) << "while it is written";
  const std::vector<std::string> written = cache.Entries();
  EXPECT_FALSE(written.empty());
  EXPECT_EQ(this->Predict(), expected) << "from the cache";
  EXPECT_EQ(cache.Entries(), written);
}

// --- the folder ---

PaddleClasModel Load(const RuntimeOption& option = {}) {
  return PaddleClasModel::Load(ModelPath("pplcnet_x0_25"), option);
}

ClassifyResult Predict(const RuntimeOption& option = {}) {
  auto model = Load(option);
  return model.Predict(testing::MakePicture(300, 400));
}

/// What is written to standard error meanwhile.
std::string Logged(const std::function<void()>& call) {
  ::testing::internal::CaptureStderr();
  call();
  return ::testing::internal::GetCapturedStderr();
}

class CompiledModels : public ::testing::Test {
 protected:
  /// The result without the cache: the first test asks before its cache_ is there.
  static const ClassifyResult& Expected() {
    static const ClassifyResult expected = Predict();
    return expected;
  }

  const ClassifyResult& expected_ = Expected();
  CompiledCache cache_;
};

TEST_F(CompiledModels, AreReadAgain) {
  EXPECT_EQ(Predict(), expected_);
  ASSERT_EQ(cache_.Entries().size(), 1U);
  const fs::path blob = fs::path(cache_.Entries()[0]) / "model.blob";
  const auto written = fs::last_write_time(blob);
  EXPECT_EQ(Predict(), expected_);
  EXPECT_EQ(cache_.Entries().size(), 1U);
  EXPECT_EQ(fs::last_write_time(blob), written);
}

TEST_F(CompiledModels, OutliveTheirFiles) {
  (void)Predict();
  auto model = Load();
  fs::remove_all(cache_.Path());
  EXPECT_EQ(model.Predict(testing::MakePicture(300, 400)), expected_);
  EXPECT_EQ(model.Clone()->Predict(testing::MakePicture(300, 400)), expected_);
}

TEST_F(CompiledModels, AreMadeAgainWhenDamaged) {
  (void)Predict();
  const fs::path entry = cache_.Entries().at(0);
  for (const char* file : {"model.blob", "notes.json", "manifest.json"}) {
    const std::string bytes = testing::ReadBytes(entry / file);
    for (size_t i = 0; i < 6; ++i) {
      const size_t place = i * (bytes.size() - 1) / 5;
      std::string damaged = bytes;
      damaged[place] = static_cast<char>(damaged[place] ^ 4);
      if (i % 2 == 0) damaged.resize(place);
      fs::remove(entry / file);
      std::ofstream(entry / file, std::ios::binary) << damaged;
      EXPECT_THAT(Logged([&] { EXPECT_EQ(Predict(), expected_); }), HasSubstr("is damaged"))
          << file << ", byte " << place;
      EXPECT_THAT(Logged([&] { EXPECT_EQ(Predict(), expected_); }), "");
      EXPECT_EQ(cache_.Entries().size(), 1U);
    }
  }
}

/// A blob that is whole, but that OpenVINO cannot open.
TEST_F(CompiledModels, AreCompiledWhereTheirFilesCannotBeOpened) {
  (void)Predict();
  const KeptFolder folder(cache_.Path(), fs::path(cache_.Entries().at(0)).filename());
  const std::string notes = testing::ReadBytes(folder.Path() / "notes.json");
  fs::remove_all(folder.Path());
  folder.Make("notes.json", 0, [&](const fs::path& made) {
    std::ofstream(made / "notes.json") << notes;
    std::ofstream(made / "model.blob") << std::string(1000, 'x');
  });
  EXPECT_THAT(Logged([&] { EXPECT_EQ(Predict(), expected_); }),
              HasSubstr("cannot open the compiled '" + folder.Path().string()));
}

TEST_F(CompiledModels, AreKeptForEverySettingApart) {
  std::vector<std::function<void(RuntimeOption*)>> settings = {
      [](RuntimeOption* /*default*/) {},
      [](RuntimeOption* o) { o->cpu_thread_num = 1; },
      [](RuntimeOption* o) { o->openvino_option.num_streams = 3; },
      [](RuntimeOption* o) { o->openvino_option.inference_precision = "bf16"; },
      [](RuntimeOption* o) { o->openvino_option.hint = "LATENCY"; },
      [](RuntimeOption* o) { o->openvino_option.affinity = "YES"; },
      [](RuntimeOption* o) { o->usual_parallel_runs = true; },
      [](RuntimeOption* o) {
        o->input_shapes[""] = {2, 3, 224, 224};
      },
      [](RuntimeOption* o) {
        o->openvino_option.shape_infos["x"] = {4, 3, 224, 224};
      }};
  size_t count = 0;
  for (const auto& set : settings) {
    RuntimeOption option;
    set(&option);
    (void)Load(option);
    EXPECT_EQ(cache_.Entries().size(), ++count);
    (void)Load(option);
    EXPECT_EQ(cache_.Entries().size(), count);
  }
  SetMaxThreads(1);
  EXPECT_EQ(Predict(), expected_);
  SetMaxThreads(0);
  EXPECT_EQ(cache_.Entries().size(), ++count);
}

TEST_F(CompiledModels, AreKeptForEveryFileApart) {
  const TemporaryFolder folder;
  const std::string params = testing::ReadBytes(ModelPath("pplcnet_x0_25/inference.pdiparams"));
  RuntimeOption option;
  option.SetModelPath(ModelPath("pplcnet_x0_25/inference.pdmodel"), folder.Write("a", params));
  (void)Runtime::Load(option);
  std::string other = params;
  other[other.size() - 5] = static_cast<char>(other[other.size() - 5] ^ 1);
  option.params_file = folder.Write("b", other);
  (void)Runtime::Load(option);
  EXPECT_EQ(cache_.Entries().size(), 2U);
  option.params_file = folder.Write("c", params);  // the same under another name
  (void)Runtime::Load(option);
  EXPECT_EQ(cache_.Entries().size(), 2U);
}

TEST_F(CompiledModels, AreNotKeptWhereTheOptionSaysSo) {
  RuntimeOption option;
  option.DisableCompiledCache();
  EXPECT_EQ(Predict(option), expected_);
  EXPECT_EQ(cache_.Entries().size(), 0U);
}

TEST_F(CompiledModels, AreNotKeptWhereTheVariableSaysSo) {
  const TemporaryFolder folder;
  const WithVariable off(kVariable, "off");
  RuntimeOption option;
  option.EnableCompiledCache(folder.Path("cache"));
  EXPECT_EQ(Predict(option), expected_);
  EXPECT_FALSE(fs::exists(folder.Path("cache")));
}

TEST_F(CompiledModels, AreKeptInTheChosenFolder) {
  const TemporaryFolder folder;
  RuntimeOption option;
  option.EnableCompiledCache(folder.Path("cache"));
  EXPECT_EQ(Predict(option), expected_);
  EXPECT_EQ(Predict(option), expected_);
  EXPECT_TRUE(fs::is_directory(folder.Path("cache/compiled")));
  EXPECT_EQ(cache_.Entries().size(), 0U);
}

TEST_F(CompiledModels, AreKeptInTheUsersCache) {
  const TemporaryFolder folder;
  const WithVariable models("FASTDEPLOY_MODELS", ModelPath(""));
  const WithVariable none(kVariable, nullptr);
  const WithVariable cache("XDG_CACHE_HOME", folder.Path());
  EXPECT_EQ(Predict(), expected_);
  EXPECT_EQ(Predict(), expected_);
  EXPECT_TRUE(fs::is_directory(folder.Path("fastdeploy/compiled")));
  EXPECT_EQ(cache_.Entries().size(), 0U);
}

/// It may have been decrypted.
TEST_F(CompiledModels, FromMemoryAreNeverKept) {
  const std::string model = ModelPath("pplcnet_x0_25") + "/inference";
  RuntimeOption option;
  option.SetModelBuffer(testing::ReadBytes(model + ".pdmodel"),
                        testing::ReadBytes(model + ".pdiparams"));
  (void)Runtime::Load(option);
  option = {};
  option.SetModelPath(model + ".pdmodel");
  (void)Runtime::Load(option);
  EXPECT_EQ(cache_.Entries().size(), 1U);
}

// --- folders that cannot be used: in processes of their own, since only the first one is told ---

using NoCacheDeathTest = CompiledModels;

/// Ends the process with 0 if the model works and one line is logged.
[[noreturn]] void PredictWithOneWarning(const ClassifyResult& expected, const std::string& text) {
  bool right = true;
  const std::string logged = Logged([&] {
    for (int i = 0; i < 2; ++i) right = right && Predict() == expected;
  });
  const auto lines = std::ranges::count(logged, '\n');
  std::cerr << logged;
  std::_Exit(right && lines == 1 && logged.find(text) != std::string::npos ? 0 : 1);
}

TEST_F(NoCacheDeathTest, WithoutAFolder) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const char* path : {"/proc/none", "/dev/null/none"}) {
    EXPECT_EXIT(
        {
          const WithVariable folder(kVariable, path);
          PredictWithOneWarning(expected_, "cannot make the cache folder");
        },
        ::testing::ExitedWithCode(0), "compiled models are not kept");
  }
}

TEST_F(NoCacheDeathTest, InAFolderThatCannotBeWritten) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const WithVariable folder(kVariable, "/sys");
        PredictWithOneWarning(expected_, "cannot make a folder");
      },
      ::testing::ExitedWithCode(0), "compiled models are not kept");
}

/// From now on, no file of this process can have more than 100 kB.
void LimitFiles() {
  (void)signal(SIGXFSZ, SIG_IGN);
  rlimit limit = {};
  limit.rlim_cur = limit.rlim_max = 100'000;
  setrlimit(RLIMIT_FSIZE, &limit);
}

TEST_F(NoCacheDeathTest, OnAFullDisk) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        LimitFiles();
        PredictWithOneWarning(expected_, "cannot write");
      },
      ::testing::ExitedWithCode(0), "compiled models are not kept");
}

// --- processes ---

constexpr const char* kResult = "COMPILED_CACHE_RESULT";

/// Writes what it has predicted to a file.
TEST(CompiledModelsProcess, DISABLED_Child) {
  std::ofstream(std::getenv(kResult)) << Predict().Str();
}

/// Starts a child, which inherits the variables.
pid_t StartChild(const std::string& result, const std::string& test = "Child") {
  const WithVariable place(kResult, result);
  std::vector<std::string> words = {"child",
                                    "--gtest_filter=CompiledModelsProcess.DISABLED_" + test,
                                    "--gtest_also_run_disabled_tests", "--gtest_brief=1"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed =
      posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ);
  if (failed != 0) throw std::runtime_error("cannot start a child");
  return child;
}

/// What a child has written.
std::string ResultOf(pid_t child, const std::string& result) {
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  return testing::ReadBytes(result);
}

TEST_F(CompiledModels, AreMadeByProcessesThatStartTogether) {
  const TemporaryFolder folder;
  for (int round = 0; round < 2; ++round) {  // they write, then read
    std::vector<pid_t> children;
    for (int i = 0; i < 3; ++i) children.push_back(StartChild(folder.Path(std::to_string(i))));
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(ResultOf(children[static_cast<size_t>(i)], folder.Path(std::to_string(i))),
                expected_.Str());
    }
    EXPECT_EQ(cache_.Entries().size(), 1U);
  }
}

TEST_F(CompiledModels, AreMadeByTheNextWhereAProcessIsKilled) {
  const TemporaryFolder folder;
  for (int round = 0; round < 8; ++round) {
    const pid_t child = StartChild(folder.Path("result"));
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + 40 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  EXPECT_EQ(Predict(), expected_);
  EXPECT_EQ(Predict(), expected_);
}

// --- memory: a suite of its own, which sanitizers leave out ---

/// Writes the memory, in MB, that ResNet50_vd and two clones take to have predicted.
TEST(CompiledModelsProcess, DISABLED_Memory) {
  auto model = PaddleClasModel::Load(ModelPath("resnet50_vd"));
  const cv::Mat picture = testing::MakePicture(300, 400);
  const ClassifyResult expected = model.Predict(picture);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(model.Clone()->Predict(picture), expected);
  std::ofstream(std::getenv(kResult)) << ResidentBytes() / 1e6;
}

TEST(CompiledModelsMemory, HasTheWeightsOnce) {
  constexpr double kWeights = 102.5;  // MB, as float32
  const TemporaryFolder folder;
  const auto megabytes = [&] {
    return std::stod(ResultOf(StartChild(folder.Path("result"), "Memory"), folder.Path("result")));
  };
  const double usual = megabytes();  // without the cache
  const CompiledCache cache;
  const double first = megabytes();
  const double second = megabytes();
  std::cout << "MB: " << usual << " without the cache, " << first << " while it is written, "
            << second << " from it\n";
  EXPECT_GT(second, kWeights);
  EXPECT_LT(first, usual - 0.7 * kWeights);
  EXPECT_LT(second, usual - 0.7 * kWeights);
}

}  // namespace
}  // namespace fastdeploy
