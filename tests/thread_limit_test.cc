// SPDX-License-Identifier: Apache-2.0
//
// SetMaxThreads reaches every library: the threads of the process are counted while it predicts.
// Each suite runs in a process of its own.

#include <atomic>
#include <filesystem>
#include <thread>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/pool.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using pipeline::PPOCR;
using testing::ModelPath;

int Threads() {
  int count = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", error)) {
    (void)entry;
    ++count;
  }
  return count;
}

/// The most threads of the process while `call` runs, without the one that counts.
template <typename Call>
int MostThreadsDuring(const Call& call) {
  std::atomic<bool> done = false;
  int most = 0;
  std::jthread counter([&] {
    while (!done) {
      most = std::max(most, Threads() - 1);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  call();
  done = true;
  counter.join();
  return most;
}

constexpr int kModels = 3;

/// Loads a pipeline and reads a page with it, in a pool of more workers than are allowed.
void Read(Backend backend) {
  RuntimeOption option;
  option.backend = backend;
  option.cpu_thread_num = 8;
  const PPOCR ocr = PPOCR::Load(ModelPath("ppocrv6-small"), option);
  Pool<PPOCR> pool(ocr, 8);
  EXPECT_EQ(pool.Workers(), GetMaxThreads());
  const cv::Mat page = testing::ReadPicture("page.png");
  std::vector<std::future<vision::OCRResult>> results;
  for (int i = 0; i < 4; ++i) results.push_back(pool.Submit(page));
  for (auto& result : results) EXPECT_FALSE(result.get().text.empty());
}

void ExpectWithin(int limit, Backend backend) {
  if (!IsBackendAvailable(backend)) GTEST_SKIP() << "not in this build";
  SetMaxThreads(limit);
  const int before = Threads();
  const int most = MostThreadsDuring([&] { Read(backend); });
  // OpenVINO: the threads of TBB, two for each model, which wait, and one while a model is loaded.
  // ONNX Runtime: those of each model.
  const int of_engine = backend == OPENVINO ? limit - 1 + 2 * kModels + 1 : (limit - 1) * kModels;
  ::testing::Test::RecordProperty("threads", most - before);
  EXPECT_LE(most - before, limit + of_engine);  // the workers of the pool, and the engine's
  EXPECT_LE(cv::getNumThreads(), limit);
}

TEST(OneThreadOfOpenVINO, IsTheLimit) { ExpectWithin(1, OPENVINO); }
TEST(TwoThreadsOfOpenVINO, AreTheLimit) { ExpectWithin(2, OPENVINO); }
TEST(OneThreadOfOrt, IsTheLimit) { ExpectWithin(1, ORT); }
TEST(TwoThreadsOfOrt, AreTheLimit) { ExpectWithin(2, ORT); }

}  // namespace
}  // namespace fastdeploy
