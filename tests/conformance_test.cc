// SPDX-License-Identifier: Apache-2.0
//
// What the clones of every model guarantee. Each family has at least one row.

#include <atomic>
#include <barrier>
#include <cmath>
#include <optional>
#include <set>
#include <thread>

#include "fastdeploy/pool.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using testing::MixedPictures;
using testing::ModelPath;
using vision::classification::PaddleClasModel;
using vision::classification::PPShiTuV2Recognizer;
using vision::detection::PPDetBase;
using vision::ocr::Classifier;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;
using vision::segmentation::PaddleSegModel;

DBDetector LoadDetector() {
  return DBDetector::Load(ModelPath("ppocrv4/det/inference.pdmodel"),
                          ModelPath("ppocrv4/det/inference.pdiparams"));
}

Classifier LoadAngle() {
  return Classifier::Load(ModelPath("ppocrv4/cls/inference.pdmodel"),
                          ModelPath("ppocrv4/cls/inference.pdiparams"));
}

Recognizer LoadRecognizer() {
  return Recognizer::Load(ModelPath("ppocrv4/rec/inference.pdmodel"),
                          ModelPath("ppocrv4/rec/inference.pdiparams"),
                          ModelPath("ppocrv4/rec/ppocr_keys_v1.txt"));
}

// A row: its family, how the model is loaded, the images it is tried on, and a setting whose change
// shows in the results.
struct PaddleClas {
  using Model = PaddleClasModel;
  static constexpr const char* kFamily = "classification";
  static Model Load() {
    return Model::Load(ModelPath("pplcnet_x0_25/inference.pdmodel"),
                       ModelPath("pplcnet_x0_25/inference.pdiparams"),
                       ModelPath("pplcnet_x0_25/inference_cls.yaml"));
  }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(50); }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetTopk(3); }
};

struct ShiTu {
  using Model = PPShiTuV2Recognizer;
  static constexpr const char* kFamily = "feature";
  static Model Load() {
    const testing::TemporaryFolder folder;
    std::string yaml = testing::ReadBytes(ModelPath("pplcnet_x0_25/inference_cls.yaml"));
    yaml.replace(yaml.find("PreProcess"), 10, "RecPreProcess");
    return Model::Load(ModelPath("pplcnet_x0_25/inference.pdmodel"),
                       ModelPath("pplcnet_x0_25/inference.pdiparams"),
                       folder.Write("inference_cls.yaml", yaml));
  }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(50); }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetFeatureNorm(false); }
};

/// The same network in Paddle 3's format.
struct PaddleClasPir : PaddleClas {
  static Model Load() {
    return Model::Load(ModelPath("pplcnet_x0_25/inference.json"), "",
                       ModelPath("pplcnet_x0_25/inference_cls.yaml"));
  }
};

/// On ONNX Runtime. (In builds without it these rows repeat others.)
RuntimeOption OnnxRuntime() {
  RuntimeOption option;
  if (IsBackendAvailable(ORT)) option.UseOrtBackend();
  return option;
}

struct PaddleClasOrt : PaddleClas {
  static Model Load() { return Model::Load(ModelPath("pplcnet_x0_25"), OnnxRuntime()); }
};

/// Strips of mixed sizes cut from the page: images with text.
std::vector<cv::Mat> Strips(size_t count) {
  const cv::Mat page = testing::ReadPicture("page.png");
  std::vector<cv::Mat> strips;
  for (size_t i = 0; i < count; ++i) {
    const int n = static_cast<int>(i);
    const int width = 100 + n * 61 % (page.cols - 100);
    const int height = 30 + n * 23 % 60;
    strips.push_back(page(
        cv::Rect(n * 7 % (page.cols - width + 1), n * 11 % (page.rows - height), width, height)));
  }
  return strips;
}

struct Detector {
  using Model = DBDetector;
  static constexpr const char* kFamily = "text detection";
  static Model Load() { return LoadDetector(); }
  static std::vector<cv::Mat> Pictures() { return Strips(50); }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetDetDBThresh(0.99999); }
};

struct Angle {
  using Model = Classifier;
  static constexpr const char* kFamily = "text orientation";
  static Model Load() { return LoadAngle(); }
  static std::vector<cv::Mat> Pictures() { return Strips(50); }
  static void ChangeSetting(Model* model) {
    model->GetPreprocessor().SetNormalize({0, 0, 0}, {1, 1, 1}, true);
  }
};

struct Reading {
  using Model = Recognizer;
  static constexpr const char* kFamily = "text recognition";
  static Model Load() { return LoadRecognizer(); }
  static std::vector<cv::Mat> Pictures() { return Strips(50); }
  static void ChangeSetting(Model* model) {
    model->GetPreprocessor().SetNormalize({0, 0, 0}, {1, 1, 1}, true);
  }
};

struct Ocr {
  using Model = pipeline::PPOCR;
  static constexpr const char* kFamily = "OCR";
  static Model Load() { return {LoadDetector(), LoadAngle(), LoadRecognizer()}; }
  static std::vector<cv::Mat> Pictures() { return Strips(50); }
  static void ChangeSetting(Model* model) {
    model->GetDetector().GetPostprocessor().SetDetDBThresh(0.99999);
  }
};

struct TableStructure {
  using Model = vision::ocr::StructureV2Table;
  static constexpr const char* kFamily = "table structure";
  static Model Load() { return Model::Load(ModelPath("slanet_plus")); }
  /// Parts of a table, down to each of its rows.
  static std::vector<cv::Mat> Pictures() {
    const cv::Mat picture = cv::imread(ModelPath("tables/ruled.png"));
    std::vector<cv::Mat> parts;
    for (int i = 0; i < 12; ++i) parts.push_back(picture({0, 0, 640, 116 + 12 * i}).clone());
    return parts;
  }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetBoxShape("ori"); }
};

struct PageLayout {
  using Model = vision::ocr::StructureV2Layout;
  static constexpr const char* kFamily = "page layout";
  static Model Load() { return Model::Load(ModelPath("layout-cdla")); }
  /// Parts of a page.
  static std::vector<cv::Mat> Pictures() {
    const cv::Mat page = testing::ReadPicture("linn.png");
    std::vector<cv::Mat> parts;
    for (int i = 0; i < 6; ++i) parts.push_back(page({0, 0, 2550, 1800 + 250 * i}).clone());
    return parts;
  }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetScoreThreshold(0.9F); }
};

struct Tables {
  using Model = pipeline::PPStructureV2Table;
  static constexpr const char* kFamily = "table";
  static Model Load() { return {LoadDetector(), LoadRecognizer(), TableStructure::Load()}; }
  static std::vector<cv::Mat> Pictures() {
    std::vector<cv::Mat> parts = TableStructure::Pictures();
    parts.resize(4);
    return parts;
  }
  static void ChangeSetting(Model* model) {
    model->GetDetector().GetPostprocessor().SetDetDBThresh(0.99999);
  }
};

/// Labels of a fixed size, and probabilities of sizes that depend on the images.
PaddleSegModel LoadSegmenter(const std::string& name) {
  return PaddleSegModel::Load(ModelPath(name + "/model.pdmodel"),
                              ModelPath(name + "/model.pdiparams"),
                              ModelPath(name + "/deploy.yaml"));
}

struct Labels {
  using Model = PaddleSegModel;
  static constexpr const char* kFamily = "segmentation";
  static Model Load() { return LoadSegmenter("pphumanseg_lite"); }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(50); }
  static void ChangeSetting(Model* model) {
    const testing::TemporaryFolder folder;  // without normalisation
    model->GetPreprocessor() = vision::segmentation::PaddleSegPreprocessor(folder.Write(
        "deploy.yaml", "Deploy: {transforms: [{type: Resize, target_size: [192, 192]}]}"));
  }
};

struct ScoreMaps {
  using Model = PaddleSegModel;
  static constexpr const char* kFamily = "segmentation";
  static Model Load() {
    const testing::TemporaryFolder folder;
    PaddleSegModel model = PaddleSegModel::Load(
        ModelPath("pphumanseg_lite_softmax/model.pdmodel"),
        ModelPath("pphumanseg_lite_softmax/model.pdiparams"),
        folder.Write("deploy.yaml",
                     "Deploy: {output_op: softmax, transforms: [{type: Resize, target_size: [160, "
                     "96], keep_ratio: true, size_divisor: 16}, {type: Normalize}]}"));
    model.GetPostprocessor().SetIsStoreScoreMap(true);
    return model;
  }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(50); }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetIsStoreScoreMap(false); }
};

struct Alpha {
  using Model = vision::matting::PPMatting;
  static constexpr const char* kFamily = "matting";
  static Model Load() {
    const testing::TemporaryFolder folder;
    return Model::Load(ModelPath("pphumanseg_lite_matting/model.pdmodel"),
                       ModelPath("pphumanseg_lite_matting/model.pdiparams"),
                       folder.Write("deploy.yaml",
                                    "Deploy: {transforms: [{type: LimitLong, max_long: 160}, "
                                    "{type: ResizeToIntMult}, {type: Normalize}]}"));
  }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(50); }
  static void ChangeSetting(Model* model) {
    const testing::TemporaryFolder folder;  // without normalisation
    model->GetPreprocessor() = vision::segmentation::PaddleSegPreprocessor(
        folder.Write("deploy.yaml", "Deploy: {transforms: [{type: Resize, target_size: 64}]}"));
  }
};

/// Suppression inside the network, and raw heads that are decoded outside it.
struct Objects {
  using Model = PPDetBase;
  static constexpr const char* kFamily = "detection";
  static Model Load() { return Model::Load(ModelPath("picodet_s_320_nms")); }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(12); }
  static void ChangeSetting(Model* model) {
    const testing::TemporaryFolder folder;  // without normalisation
    auto preprocessor = vision::detection::PaddleDetPreprocessor(folder.Write(
        "infer_cfg.yml",
        "{arch: PicoDet, Preprocess: [{type: Resize, target_size: 320, keep_ratio: false}, "
        "{type: Permute}]}"));
    preprocessor.SetInputs(model->InputInfos());
    model->GetPreprocessor() = preprocessor;
  }
};

struct Heads {
  using Model = PPDetBase;
  static constexpr const char* kFamily = "detection";
  static Model Load() {
    Model model = Model::Load(ModelPath("picodet_s_320_raw"));
    model.GetPostprocessor().SetNMSOption({-1, 100, 1, 0.5F, 1000, true, 0.01F});
    return model;
  }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(12); }
  static void ChangeSetting(Model* model) {
    model->GetPostprocessor().SetNMSOption({-1, 3, 1, 0.5F, 1000, true, 0.02F});
  }
};

struct ObjectsOrt : Objects {
  static Model Load() { return Model::Load(ModelPath("picodet_s_320_nonms"), OnnxRuntime()); }
};

/// Two stages, masks, inputs of any size.
struct Masks {
  using Model = PPDetBase;
  static constexpr const char* kFamily = "detection";
  static Model Load() { return Model::Load(ModelPath("mask_rcnn_r18")); }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(6); }
  static void ChangeSetting(Model* model) { Objects::ChangeSetting(model); }
};

struct KeyPoints {
  using Model = vision::keypointdetection::PPTinyPose;
  static constexpr const char* kFamily = "key points";
  static Model Load() { return Model::Load(ModelPath("tinypose_128x96")); }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(50); }
  static void ChangeSetting(Model* model) { model->use_dark = false; }
};

struct Poses {
  using Model = pipeline::PPTinyPose;
  static constexpr const char* kFamily = "poses";
  static Model Load() {
    // Finds persons in every image.
    Model model(Heads::Load(),
                vision::keypointdetection::PPTinyPose::Load(ModelPath("tinypose_128x96")));
    model.detection_model_score_threshold = 0.2F;
    return model;
  }
  static std::vector<cv::Mat> Pictures() { return MixedPictures(6); }
  static void ChangeSetting(Model* model) { model->GetKeyPointModel().use_dark = false; }
};

/// The frames of a video: its camera moves over a picture.
struct Tracks {
  using Model = vision::tracking::PPTracking;
  static constexpr const char* kFamily = "tracking";
  static Model Load() { return Model::Load(ModelPath("jde_tiny")); }
  static std::vector<cv::Mat> Pictures() {
    const cv::Mat picture = testing::ReadPicture("coffee.png");
    std::vector<cv::Mat> frames;
    for (int i = 0; i < 24; ++i) frames.push_back(picture({4 * i, 40 + i, 480, 300}));
    return frames;
  }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().score_threshold = 0.9F; }
};

using Rows =
    ::testing::Types<PaddleClas, PaddleClasPir, ShiTu, Detector, Angle, Reading, Ocr, Labels,
                     ScoreMaps, Alpha, Objects, Heads, Masks, PaddleClasOrt, ObjectsOrt, KeyPoints,
                     Poses, Tracks, TableStructure, Tables, PageLayout>;

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
