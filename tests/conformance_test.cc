// SPDX-License-Identifier: Apache-2.0
//
// What the clones of every model guarantee. Each family has at least one row.

#include <atomic>
#include <barrier>
#include <cmath>
#include <optional>
#include <set>
#include <thread>

#include "tests/conformance_rows.h"

namespace fastdeploy {
namespace {

using namespace conformance;

/// The model is loaded once for the tests of a row. Each test works on a clone of it, so that none
/// sees what another has changed.
template <typename Row>
class CloneConformance : public ::testing::Test {
 protected:
  using Model = typename Row::Model;
  using Result = typename Model::Result;

  static void SetUpTestSuite() {
    pictures = Row::Pictures();
    original.emplace(Row::Load());
    expected = PredictAll(&*original);
  }
  static void TearDownTestSuite() {
    original.reset();
    pictures.clear();
    expected.clear();
  }

  static std::vector<Result> PredictAll(Model* model) {
    std::vector<Result> results;
    for (const cv::Mat& picture : pictures) results.push_back(model->Predict(picture));
    return results;
  }

  static inline std::optional<Model> original;
  static inline std::vector<cv::Mat> pictures;
  static inline std::vector<Result> expected;
  std::unique_ptr<Model> model_ = original.value().Clone();
};

/// Suites are named after their rows.
struct RowName {
  template <typename Row>
  static std::string GetName(int /*index*/) {
    const std::string name = ::testing::internal::GetTypeName<Row>();
    return name.substr(name.rfind(':') + 1);
  }
};

TYPED_TEST_SUITE(CloneConformance, Rows, RowName);

template <typename... Row>
std::set<std::string> FamiliesOf(::testing::Types<Row...> /*rows*/) {
  return {Row::kFamily...};
}

TEST(CloneConformanceRows, CoverEveryFamily) {
  std::set<std::string> families;
  for (const vision::Family& family : vision::Families()) families.insert(family.name);
  EXPECT_EQ(FamiliesOf(Rows()), families);
}

TYPED_TEST(CloneConformance, ImagesGiveDifferentResults) {
  // Otherwise the other tests would prove nothing.
  size_t different = 0;
  for (size_t i = 1; i < this->expected.size(); ++i) {
    different += this->expected[i] == this->expected[0] ? 0 : 1;
  }
  EXPECT_GT(different, this->expected.size() / 2);
}

TYPED_TEST(CloneConformance, CloneOfACloneGivesEqualResults) {
  const auto clone = this->model_->Clone();
  const auto grandchild = clone->Clone();
  EXPECT_EQ(this->PredictAll(clone.get()), this->expected);
  EXPECT_EQ(this->PredictAll(grandchild.get()), this->expected);
}

TYPED_TEST(CloneConformance, CloneOutlivesItsOriginal) {
  // Loaded here, since the shared original would keep the weights alive.
  auto own = std::make_unique<typename TypeParam::Model>(TypeParam::Load());
  const auto clone = own->Clone();
  own.reset();
  EXPECT_EQ(this->PredictAll(clone.get()), this->expected);
}

TYPED_TEST(CloneConformance, CloneHasItsOwnSettings) {
  const auto clone = this->model_->Clone();
  TypeParam::ChangeSetting(clone.get());
  EXPECT_NE(this->PredictAll(clone.get()), this->expected);
  EXPECT_EQ(this->PredictAll(this->model_.get()), this->expected);
}

TYPED_TEST(CloneConformance, BatchEqualsSingleImages) {
  const auto few = std::span<const cv::Mat>(this->pictures).first(4);
  if constexpr (std::is_same_v<TypeParam, Reading>) {
    // As in the reference, a batch of lines is padded to the widest: only equal widths compare.
    const std::vector<cv::Mat> same(3, this->pictures[0]);
    for (const auto& result : this->model_->BatchPredict(std::span<const cv::Mat>(same))) {
      EXPECT_EQ(result.text, this->expected[0].text);
    }
  } else {
    const auto results = this->model_->BatchPredict(few);
    ASSERT_EQ(results.size(), few.size());
    for (size_t i = 0; i < few.size(); ++i) EXPECT_EQ(results[i], this->expected[i]);
  }
  EXPECT_TRUE(this->model_->BatchPredict(std::span<const cv::Mat>()).empty());
}

TYPED_TEST(CloneConformance, EightThreadsEqualOne) {
  constexpr size_t kThreads = 8;
  std::barrier start(kThreads);
  std::vector<std::vector<typename TypeParam::Model::Result>> results(kThreads);
  std::vector<std::jthread> threads;
  for (size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      start.arrive_and_wait();
      const auto clone = this->model_->Clone();  // from several threads at once
      results[t] = this->PredictAll(clone.get());
    });
  }
  threads.clear();
  for (const auto& result : results) EXPECT_EQ(result, this->expected);
}

TYPED_TEST(CloneConformance, PoolEqualsOneThread) {
  int workers = 3;
  if constexpr (requires { this->model_->RemembersImages(); }) {
    if (this->model_->RemembersImages()) {  // clones cannot share the images of a sequence
      EXPECT_THROW(Pool<typename TypeParam::Model>(*this->model_, workers), Error);
      workers = 1;
    }
  }
  Pool<typename TypeParam::Model> pool(*this->model_, workers);
  std::vector<std::future<typename TypeParam::Model::Result>> futures;
  for (const cv::Mat& picture : this->pictures) futures.push_back(pool.Submit(picture));
  for (size_t i = 0; i < futures.size(); ++i) EXPECT_EQ(futures[i].get(), this->expected[i]);
}

TYPED_TEST(CloneConformance, ModelIsUsableAfterAFailedPredict) {
  EXPECT_THROW((void)this->model_->Predict(cv::Mat()), Error);
  typename TypeParam::Model::Result result;
  EXPECT_FALSE(this->model_->Predict(cv::Mat(3, 3, CV_8UC1), &result));
  EXPECT_EQ(this->model_->Predict(this->pictures[0]), this->expected[0]);
}

TEST(CloneRace, PreprocessorsOfTwoClonesInTwoThreads) {
  // 1.x aborts here, because its clones share a resize operator that every image modifies.
  const Recognizer original = LoadRecognizer();
  const auto clone = original.Clone();
  const auto other = original.Clone();
  constexpr int kRounds = 8000;
  std::atomic<int> wrong = 0;
  const auto work = [&](Recognizer* model, int seed) {
    for (int round = 0; round < kRounds; ++round) {
      const int width = 40 + (round * 37 + seed) % 90;
      std::vector<vision::FDMat> images(2,
                                        cv::Mat(20, width, CV_8UC3, cv::Scalar::all(round % 256)));
      std::vector<FDTensor> tensors;
      const bool done = model->GetPreprocessor().Run(&images, &tensors);
      const float expected = (float(round % 256) * (1.0F / 255.0F) - 0.5F) / 0.5F;
      wrong += done && std::abs(tensors[0].As<float>()[0] - expected) < 1e-5F ? 0 : 1;
    }
  };
  std::jthread first(work, clone.get(), 0);
  std::jthread second(work, other.get(), 11);
  first.join();
  second.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace fastdeploy
