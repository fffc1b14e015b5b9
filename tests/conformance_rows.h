// SPDX-License-Identifier: Apache-2.0
//
// The rows of conformance_test.cc: every family has at least one.

#pragma once

#include "fastdeploy/pool.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy::conformance {

using testing::MixedPictures;
using testing::ModelPath;
using vision::classification::PaddleClasModel;
using vision::classification::PPShiTuV2Recognizer;
using vision::detection::PPDetBase;
using vision::ocr::Classifier;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;
using vision::segmentation::PaddleSegModel;

inline DBDetector LoadDetector() {
  return DBDetector::Load(ModelPath("ppocrv4/det/inference.pdmodel"),
                          ModelPath("ppocrv4/det/inference.pdiparams"));
}

inline Classifier LoadAngle() {
  return Classifier::Load(ModelPath("ppocrv4/cls/inference.pdmodel"),
                          ModelPath("ppocrv4/cls/inference.pdiparams"));
}

inline Recognizer LoadRecognizer() {
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
inline RuntimeOption OnnxRuntime() {
  RuntimeOption option;
  if (IsBackendAvailable(ORT)) option.UseOrtBackend();
  return option;
}

struct PaddleClasOrt : PaddleClas {
  static Model Load() { return Model::Load(ModelPath("pplcnet_x0_25"), OnnxRuntime()); }
};

/// Strips of mixed sizes cut from the page: images with text.
inline std::vector<cv::Mat> Strips(size_t count) {
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
  static std::vector<cv::Mat> Pictures() { return Strips(20); }
  static void ChangeSetting(Model* model) { model->GetPostprocessor().SetDetDBThresh(0.99999); }
};

struct Angle {
  using Model = Classifier;
  static constexpr const char* kFamily = "text orientation";
  static Model Load() { return LoadAngle(); }
  static std::vector<cv::Mat> Pictures() { return Strips(20); }
  static void ChangeSetting(Model* model) {
    model->GetPreprocessor().SetNormalize({0, 0, 0}, {1, 1, 1}, true);
  }
};

struct Reading {
  using Model = Recognizer;
  static constexpr const char* kFamily = "text recognition";
  static Model Load() { return LoadRecognizer(); }
  static std::vector<cv::Mat> Pictures() { return Strips(20); }
  static void ChangeSetting(Model* model) {
    model->GetPreprocessor().SetNormalize({0, 0, 0}, {1, 1, 1}, true);
  }
};

struct Ocr {
  using Model = pipeline::PPOCR;
  static constexpr const char* kFamily = "OCR";
  static Model Load() { return {LoadDetector(), LoadAngle(), LoadRecognizer()}; }
  static std::vector<cv::Mat> Pictures() { return Strips(20); }
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
inline PaddleSegModel LoadSegmenter(const std::string& name) {
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

}  // namespace fastdeploy::conformance
