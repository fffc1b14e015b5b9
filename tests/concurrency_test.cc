// SPDX-License-Identifier: Apache-2.0
//
// The library's concurrency, tested with an engine in plain C++, which ThreadSanitizer sees in
// full; it cannot see into prebuilt backends. The engine doubles its input after a varying delay.

#include <atomic>
#include <chrono>
#include <thread>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using vision::ClassifyResult;
using vision::classification::PaddleClasModel;

class DoublingEngine : public Engine {
 public:
  static inline std::atomic<int> alive = 0;

  DoublingEngine() { ++alive; }
  ~DoublingEngine() override { --alive; }

  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const override { return outputs_; }
  [[nodiscard]] std::unique_ptr<Session> OpenSession() const override {
    return std::make_unique<DoublingSession>(*this);
  }

 private:
  class DoublingSession : public Session {
   public:
    explicit DoublingSession(const DoublingEngine& engine) : factor_(engine.factor_) {}

    void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) override {
      const auto values = inputs[0].As<float>();
      std::this_thread::sleep_for(std::chrono::microseconds(runs_++ % 5 * 20));
      if (values[0] > 250) throw Error(ErrorKind::kRuntime, "doubling: too bright");
      scratch_.resize(3);
      for (size_t c = 0; c < 3; ++c) scratch_[c] = values[c * values.size() / 3] * factor_;
      outputs->resize(1);
      (*outputs)[0].name = "out";
      (*outputs)[0].SetExternalData({1, 3}, FP32, scratch_.data());
    }

   private:
    const float& factor_;  // the engine's "weights"
    std::vector<float> scratch_;
    int runs_ = 0;
  };

  float factor_ = 2;
  std::vector<TensorInfo> inputs_ = {{"in", {1, 3, -1, -1}, FP32}};
  std::vector<TensorInfo> outputs_ = {{"out", {1, 3}, FP32}};
};

PaddleClasModel MakeModel() {
  const testing::TemporaryFolder folder;
  const std::string config = folder.Write(
      "cls.yaml",
      "PreProcess: {transform_ops: [{ResizeImage: {size: [8, 6]}}, {NormalizeImage: {scale: 1, "
      "mean: [0, 0, 0], std: [1, 1, 1], order: ''}}, {ToCHWImage: null}]}");
  return {vision::classification::PaddleClasPreprocessor(config),
          Runtime(std::make_shared<DoublingEngine>()),
          vision::classification::PaddleClasPostprocessor(3)};
}

/// Blue, green and red of 10 + i, 20 + i, 30 + i: the model must return 2, 1, 0 with twice these
/// values.
cv::Mat Coloured(int i, int width) {
  return {10, width, CV_8UC3, cv::Scalar(10 + i, 20 + i, 30 + i)};
}

bool IsRight(const ClassifyResult& result, int i) {
  return result.label_ids == std::vector<int32_t>{0, 1, 2} &&
         result.scores ==
             std::vector<float>{float(60 + 2 * i), float(40 + 2 * i), float(20 + 2 * i)};
}

TEST(Concurrent, ClonesOfClonesInShortLivedThreads) {
  std::atomic<int> wrong = 0;
  {
    auto original = std::make_unique<PaddleClasModel>(MakeModel());
    std::vector<std::jthread> threads;
    std::atomic<int> cloned = 0;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        auto clone = original->Clone();
        ++cloned;
        for (int i = 0; i < 100; ++i) {
          if (i % 10 == 0) clone = clone->Clone();
          const int n = (t * 31 + i) % 200;
          wrong += IsRight(clone->Predict(Coloured(n, 5 + n % 40)), n) ? 0 : 1;
        }
      });
    }
    while (cloned < 8) std::this_thread::yield();
    original.reset();  // while its clones are running
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(DoublingEngine::alive, 0);
}

TEST(Concurrent, OneFailingImageLeavesOthersAlone) {
  const PaddleClasModel model = MakeModel();
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      const auto clone = model.Clone();
      for (int i = 0; i < 100; ++i) {
        ClassifyResult result;
        const bool bright = i % 7 == 3;
        const cv::Mat image =
            bright ? cv::Mat(9, 9, CV_8UC3, cv::Scalar::all(255)) : Coloured(i, 9);
        const bool done = clone->Predict(image, &result);
        wrong += done == !bright && (bright || IsRight(result, i)) ? 0 : 1;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(Concurrent, CloneKeepsItsSettingsWhileTheOriginalChanges) {
  PaddleClasModel model = MakeModel();
  const auto clone = model.Clone();
  std::jthread other([&] {
    for (int i = 0; i < 200; ++i) EXPECT_EQ(clone->Predict(Coloured(1, 9)).scores.size(), 3U);
  });
  for (int i = 0; i < 200; ++i) {
    model.GetPostprocessor().SetTopk(1 + i % 2);
    EXPECT_EQ(model.Predict(Coloured(2, 11)).scores.size(), 1U + i % 2);
  }
}

TEST(Concurrent, LoggingFromThreads) {
  SetLogger(false, false);
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 100; ++i) {
        LogInfo("quiet");
        SetLogger(false, i % 2 == 0);
      }
    });
  }
  threads.clear();
  SetLogger();
}

}  // namespace
}  // namespace fastdeploy
