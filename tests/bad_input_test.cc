// SPDX-License-Identifier: Apache-2.0
//
// Bad files, options, tensors and images give an Error that says what is wrong, where 1.x aborts,
// crashes or returns wrong results. Every case also tries 1.x's form of the call, which must return
// false and not throw.

#include <cmath>
#include <limits>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ReadBytes;
using testing::TemporaryFolder;
using testing::ThrownBy;
using vision::ClassifyResult;
using vision::OCRResult;
using vision::classification::PaddleClasModel;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;

const std::string kName = "pplcnet_x0_25";

struct Files {
  std::string model = ModelPath(kName + "/inference.pdmodel");
  std::string params = ModelPath(kName + "/inference.pdiparams");
  std::string config = ModelPath(kName + "/inference_cls.yaml");
  RuntimeOption option;
  ModelFormat format = PADDLE;
};

/// The error of loading. 1.x's constructor must report the same error without throwing.
Error LoadError(const Files& files) {
  const PaddleClasModel model(files.model, files.params, files.config, files.option, files.format);
  EXPECT_FALSE(model.Initialized());
  EXPECT_TRUE(model.LoadError().has_value());
  Error error = ThrownBy([&] {
    (void)PaddleClasModel::Load(files.model, files.params, files.config, files.option,
                                files.format);
  });
  EXPECT_STREQ(model.LoadError()->what(), error.what());
  return error;
}

class BadFile : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  Files files_;
};

TEST_F(BadFile, Missing) {
  for (std::string Files::*member : {&Files::model, &Files::params, &Files::config}) {
    Files files;
    files.*member = folder_.Path("nothing.here");
    const Error error = LoadError(files);
    EXPECT_EQ(error.Kind(), ErrorKind::kNotFound);
    EXPECT_THAT(error.what(), AllOf(HasSubstr("nothing.here"), HasSubstr("No such file")));
  }
}

TEST_F(BadFile, Folder) {
  files_.model = folder_.Path();
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("holds no model"));
}

TEST_F(BadFile, Empty) {
  files_.model = folder_.Write("empty.pdmodel", "");
  EXPECT_THAT(LoadError(files_).what(), AllOf(HasSubstr("empty.pdmodel"), HasSubstr("is empty")));
  files_ = Files();
  files_.params = folder_.Write("empty.pdiparams", "");
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("no parameters: the model needs"));
}

TEST_F(BadFile, Truncated) {
  const std::string model = ReadBytes(files_.model);
  const std::string params = ReadBytes(files_.params);
  for (const size_t percent : {1, 50, 90, 99}) {
    Files files;
    files.model = folder_.Write("cut.pdmodel", model.substr(0, model.size() * percent / 100));
    EXPECT_THAT(LoadError(files).what(), HasSubstr("cut.pdmodel"));
    files = Files();
    files.params = folder_.Write("cut.pdiparams", params.substr(0, params.size() * percent / 100));
    EXPECT_THAT(LoadError(files).what(), AllOf(HasSubstr("cut.pdiparams"), HasSubstr("truncated")));
  }
}

TEST_F(BadFile, RandomBytes) {
  std::string bytes(100000, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * i * 31 + i / 7);
  files_.model = folder_.Write("random.pdmodel", bytes);
  EXPECT_EQ(LoadError(files_).Kind(), ErrorKind::kInvalidFile);
  files_ = Files();
  files_.params = folder_.Write("random.pdiparams", bytes);
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("random.pdiparams"));
}

TEST_F(BadFile, ParametersOfAnotherModel) {
  files_.params = ModelPath("ppocrv4/cls/inference.pdiparams");
  EXPECT_THAT(LoadError(files_).what(),
              AllOf(HasSubstr("ppocrv4/cls"), HasSubstr("expected float32 of shape")));
}

TEST_F(BadFile, TrailingBytesInParameters) {
  files_.params = folder_.Write("long.pdiparams", ReadBytes(files_.params) + "more");
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("goes on after the"));
}

TEST_F(BadFile, ModelAndParametersSwapped) {
  std::swap(files_.model, files_.params);
  EXPECT_EQ(LoadError(files_).Kind(), ErrorKind::kInvalidFile);
}

TEST_F(BadFile, FormatIsRecognisedFromTheFile) {
  files_.format = ONNX;  // wrong, but the file is good
  EXPECT_TRUE(
      PaddleClasModel(files_.model, files_.params, files_.config, {}, files_.format).Initialized());
  files_.format = RKNN;
  EXPECT_EQ(LoadError(files_).Kind(), ErrorKind::kUnsupported);
}

TEST_F(BadFile, InvalidOnnx) {
  const std::string onnx = ReadBytes(ModelPath("doc-orientation/inference.onnx"));
  files_.model = folder_.Write("cut.onnx", onnx.substr(0, onnx.size() / 2));
  EXPECT_THAT(LoadError(files_).what(), AllOf(HasSubstr("cut.onnx"), HasSubstr("truncated")));
  files_.model = folder_.Write("bad.xml", "<?xml version=\"1.0\"?><net name=\"x\">");
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("bad.xml"));
}

TEST_F(BadFile, PirOfAnotherVersionTruncatedOrWithOtherParameters) {
  const std::string pir = ReadBytes(ModelPath(kName + "/inference.json"));
  files_.model = folder_.Write("new.json", R"({"base_code": {"magic": "pir", "version": 9}})");
  const Error error = LoadError(files_);
  EXPECT_EQ(error.Kind(), ErrorKind::kUnsupported);
  EXPECT_THAT(error.what(), AllOf(HasSubstr("new.json"), HasSubstr("version 9")));
  files_.model = folder_.Write("cut.json", pir.substr(0, pir.size() / 2));
  EXPECT_THAT(LoadError(files_).what(), AllOf(HasSubstr("cut.json"), HasSubstr("valid JSON")));
  files_.model = folder_.Write("inference.json", pir);
  files_.params = folder_.Write("x.pdiparams", ReadBytes(files_.params).substr(0, 1000000));
  EXPECT_THAT(LoadError(files_).what(), AllOf(HasSubstr("x.pdiparams"), HasSubstr("truncated")));
  files_.params = ModelPath("ppocrv4/cls/inference.pdiparams");
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("expected float32 of shape"));
  files_.params = "";  // and no file beside the model has them
  EXPECT_THAT(LoadError(files_).what(), HasSubstr("the model needs 146 of them"));
}

struct YamlCase {
  std::string text;
  std::string message;
};

class BadYaml : public ::testing::TestWithParam<YamlCase> {};

TEST_P(BadYaml, ErrorNamesThePlace) {
  const TemporaryFolder folder;
  Files files;
  files.config = folder.Write("cls.yaml", GetParam().text);
  EXPECT_THAT(LoadError(files).what(), AllOf(HasSubstr("cls.yaml"), HasSubstr(GetParam().message)));
}

const std::string kOps = "PreProcess: {transform_ops: [";
INSTANTIATE_TEST_SUITE_P(
    Cases, BadYaml,
    ::testing::Values(
        YamlCase{"", "expected a YAML map"}, YamlCase{"a: [", "not valid YAML"},
        YamlCase{"Other: 1", "key 'PreProcess' is missing"},
        YamlCase{"PreProcess: {}", "key 'transform_ops' is missing"},
        YamlCase{"PreProcess: {transform_ops: 3}", "expected a list"},
        YamlCase{kOps + "{Unknown: {}}]}", "operator 'Unknown'"},
        YamlCase{kOps + "{CropImage: {}}]}", "key 'size' is missing"},
        YamlCase{kOps + "{CropImage: {size: wide}}]}", "'wide' has the wrong type"},
        YamlCase{kOps + "{CropImage: {size: -3}}]}", "positive"},
        YamlCase{kOps + "{ResizeImage: {}}]}", "neither resize_short nor size"},
        YamlCase{kOps + "{ResizeImage: {size: 3, interpolation: best}}]}", "interpolation 'best'"},
        YamlCase{kOps + "{NormalizeImage: {mean: [1]}}]}", "three numbers"},
        YamlCase{kOps + "{NormalizeImage: {std: [1, 0, 1]}}]}", "deviation of 0"},
        YamlCase{kOps + "{NormalizeImage: {order: chw}}]}", "ToCHWImage"},
        YamlCase{kOps + "{NormalizeImage: {scale: x/y}}]}", "'x/y' is not a number"},
        YamlCase{kOps + "{ToCHWImage: null}, {CropImage: {size: 3}}]}", "after NormalizeImage"}),
    [](const auto& row) { return "n" + std::to_string(row.index); });

TEST(BadOption, MissingBackendsAndDevices) {
  const auto with = [](auto set) {
    Files files;
    set(&files.option);
    return LoadError(files);
  };
  EXPECT_THAT(with([](RuntimeOption* option) {
                option->UseTrtBackend();
                option->EnableValidBackendCheck();
              }).what(),
              HasSubstr("Backend::TRT is not in this build; available: OpenVINO"));
  EXPECT_THAT(with([](RuntimeOption* option) { option->UseGpu(); }).what(),
              HasSubstr("Device::GPU is not in this build"));
  EXPECT_THAT(with([](RuntimeOption* option) { option->SetCpuThreadNum(0); }).what(),
              HasSubstr("cpu_thread_num: 0"));
  EXPECT_THAT(with([](RuntimeOption* option) { option->SetOpenVINOStreams(-9); }).what(),
              HasSubstr("num_streams: -9"));
  EXPECT_THAT(with([](RuntimeOption* option) {
                option->openvino_option.SetPerformanceHint("FAST");
              }).what(),
              HasSubstr("'FAST' is not one of UNDEFINED, LATENCY"));
  EXPECT_THAT(with([](RuntimeOption* option) { option->SetInputShape("y", {1}); }).what(),
              HasSubstr("no such input"));
  EXPECT_FALSE(IsBackendAvailable(TRT));
  EXPECT_TRUE(IsBackendAvailable(OPENVINO));
}

PaddleClasModel LoadGood() {
  const Files files;
  return PaddleClasModel::Load(files.model, files.params, files.config);
}

TEST(BadCall, ModelThatFailedToLoad) {
  PaddleClasModel model("nothing", "", "");
  const auto clone = model.Clone();
  ClassifyResult result;
  EXPECT_FALSE(model.Predict(testing::MakePicture(50, 50), &result));
  EXPECT_FALSE(clone->Predict(testing::MakePicture(50, 50), &result));
  EXPECT_THAT(ThrownBy([&] { (void)clone->Predict(testing::MakePicture(5, 5)); }).what(),
              HasSubstr("the model was not loaded: "));
  PaddleClasModel nothing;
  EXPECT_THROW((void)nothing.Predict(testing::MakePicture(5, 5)), Error);
  EXPECT_THROW((void)nothing.NumInputsOfRuntime(), Error);
  pipeline::PPOCR ocr;
  OCRResult text;
  EXPECT_FALSE(ocr.Initialized());
  EXPECT_FALSE(ocr.Predict(testing::MakePicture(50, 50), &text));
  EXPECT_FALSE(ocr.Clone()->Initialized());
}

TEST(BadCall, Tensors) {
  PaddleClasModel model = LoadGood();
  const auto infer = [&](const std::string& name, const std::vector<int64_t>& shape,
                         FDDataType dtype) {
    std::vector<FDTensor> inputs(1);
    inputs[0].Resize(shape, dtype, name);
    std::vector<FDTensor> outputs;
    EXPECT_FALSE(model.Infer(inputs, &outputs));
    Runtime runtime;
    EXPECT_TRUE(runtime.Init(model.GetRuntimeOption()));
    return std::string(ThrownBy([&] { runtime.Run(inputs, &outputs); }).what());
  };
  EXPECT_THAT(infer("wrong", {1, 3, 224, 224}, FP32),
              HasSubstr("input 'x' is missing; given: 'wrong'"));
  EXPECT_THAT(infer("x", {1, 3, 224, 224}, FP64),
              HasSubstr("input 'x': expected FDDataType::FP32, got FDDataType::FP64"));
  EXPECT_THAT(infer("x", {1, 3, 100, 224}, FP32),
              HasSubstr("input 'x': expected shape [1, 3, 224, 224], got [1, 3, 100, 224]"));
  std::vector<FDTensor> none;
  EXPECT_FALSE(model.Infer(none, &none));
  EXPECT_THAT(ThrownBy([&] { (void)model.InputInfoOfRuntime(7); }).what(),
              HasSubstr("input 7 does not exist: the model has 1"));
}

struct ImageCase {
  std::string name;
  cv::Mat image;
  bool good;
};

std::vector<ImageCase> ImageCases() {
  const cv::Mat picture = testing::MakePicture(120, 160);
  return {{"empty", cv::Mat(), false},
          {"grey", cv::Mat(50, 50, CV_8UC1, cv::Scalar(9)), false},
          {"bgra", cv::Mat(50, 50, CV_8UC4, cv::Scalar::all(9)), false},
          {"16 bit", cv::Mat(50, 50, CV_16UC3, cv::Scalar::all(9)), false},
          {"float", cv::Mat(50, 50, CV_32FC3, cv::Scalar::all(0.5)), false},
          {"1x1", cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(9)), true},
          {"2x4000", cv::Mat(2, 4000, CV_8UC3, cv::Scalar::all(9)), true},
          {"1x5000", cv::Mat(5000, 1, CV_8UC3, cv::Scalar::all(9)), false},
          {"20000x20", cv::Mat(20, 20000, CV_8UC3, cv::Scalar::all(9)), true},
          {"not continuous", picture(cv::Rect(10, 10, 100, 90)), true}};
}

TEST(BadImage, Classification) {
  PaddleClasModel model = LoadGood();
  const cv::Mat good = testing::MakePicture(60, 80);
  const ClassifyResult expected = model.Predict(good);
  for (const ImageCase& row : ImageCases()) {
    SCOPED_TRACE(row.name);
    ClassifyResult result;
    EXPECT_EQ(model.Predict(row.image, &result), row.good);
    if (!row.good) {
      EXPECT_EQ(ThrownBy([&] { (void)model.Predict(row.image); }).Kind(),
                ErrorKind::kInvalidArgument);
      std::vector<ClassifyResult> results;
      EXPECT_FALSE(model.BatchPredict({good, row.image}, &results));
      EXPECT_TRUE(results.empty());  // and not the results of another image
    } else {
      EXPECT_EQ(model.Predict(row.image.clone()), result);  // a view counts as its own pixels
    }
    EXPECT_EQ(model.Predict(good), expected);
  }
}

TEST(BadImage, Ocr) {
  auto detector = DBDetector::Load(ModelPath("ppocrv4/det/inference.pdmodel"));
  auto recognizer = Recognizer::Load(ModelPath("ppocrv4/rec/inference.pdmodel"), "",
                                     ModelPath("ppocrv4/rec/ppocr_keys_v1.txt"));
  pipeline::PPOCR ocr(detector, recognizer);
  for (const ImageCase& row : ImageCases()) {
    SCOPED_TRACE(row.name);
    // Extreme ratios are fine: sides are limited, and long lines are squeezed.
    const bool good = row.good || row.name == "1x5000";
    OCRResult result;
    EXPECT_EQ(ocr.Predict(row.image, &result), good);
    EXPECT_EQ(recognizer.Predict(row.image, &result), good);
    if (!good) {
      EXPECT_EQ(ThrownBy([&] { (void)ocr.Predict(row.image); }).Kind(),
                ErrorKind::kInvalidArgument);
    }
  }
  const OCRResult blank = ocr.Predict(cv::Mat(200, 300, CV_8UC3, cv::Scalar::all(255)));
  EXPECT_EQ(blank, OCRResult());
  EXPECT_EQ(blank.Str(), "No Results!");
}

TEST(BadDictionary, MissingEmptyOrOfTheWrongLength) {
  const TemporaryFolder folder;
  const auto load = [](const std::string& dictionary) {
    return ThrownBy([&] {
      (void)Recognizer::Load(ModelPath("ppocrv4/rec/inference.pdmodel"), "", dictionary);
    });
  };
  EXPECT_EQ(load(folder.Path("none.txt")).Kind(), ErrorKind::kNotFound);
  EXPECT_THAT(load(folder.Write("empty.txt", "")).what(),
              HasSubstr("empty.txt': expected one character a line, found an empty file"));
  EXPECT_THAT(load(folder.Write("short.txt", "a\nb\nc\n")).what(),
              AllOf(HasSubstr("short.txt' has 3 characters, but the model"),
                    HasSubstr("inference.pdmodel"), HasSubstr("has 6625 classes")));
  EXPECT_THAT(load(folder.Write("gbk.txt", "a\n\xD6\xD0\n")).what(),
              HasSubstr("gbk.txt': line 2 is not UTF-8"));
  EXPECT_THAT(load("").what(), HasSubstr("no character dictionary"));
}

TEST(BadOutput, NanIsAnError) {
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize({1, 4}, FP32, "prob");
  std::ranges::fill(outputs[0].As<float>(), 0.25F);
  outputs[0].As<float>()[2] = std::numeric_limits<float>::quiet_NaN();
  const vision::classification::PaddleClasPostprocessor classes;
  EXPECT_THAT(
      ThrownBy([&] { (void)classes.Process(outputs, {}); }).what(),
      HasSubstr("output 'prob' [1, 4] of FDDataType::FP32: expected finite numbers, found nan"));
  std::vector<ClassifyResult> results;
  EXPECT_FALSE(classes.Run(outputs, &results));
  const vision::ocr::ClassifierPostprocessor angle;
  EXPECT_THROW((void)angle.Process(outputs, std::vector<vision::Geometry>(1)), Error);
  outputs[0].Resize({1, 1, 2, 2}, FP32);
  std::ranges::fill(outputs[0].As<float>(), std::numeric_limits<float>::quiet_NaN());
  const vision::ocr::DBDetectorPostprocessor boxes;
  EXPECT_THROW((void)boxes.Process(outputs, boxes.GeometryOf({{2, 2, 2, 2}})), Error);
  outputs[0].Resize({1, 2, 2}, FP32);
  const vision::ocr::RecognizerPostprocessor text(vision::ocr::Dictionary({"a"}, "test"));
  EXPECT_THROW((void)text.Process(outputs, std::vector<vision::Geometry>(1)), Error);
}

TEST(Memory, BuffersGiveTheResultsOfFiles) {
  const Files files;
  RuntimeOption option;
  const std::string model = ReadBytes(files.model);
  const std::string params = ReadBytes(files.params);
  option.SetModelBuffer(model, params);
  auto from_memory = PaddleClasModel::Load(model, params, files.config, option);
  auto from_files = LoadGood();
  const cv::Mat picture = testing::MakePicture(100, 90);
  EXPECT_EQ(from_memory.Predict(picture), from_files.Predict(picture));
  EXPECT_TRUE(from_memory.GetRuntimeOption().model_file.empty());  // the bytes are not kept
  EXPECT_THAT(ThrownBy([&] {
                (void)PaddleClasModel::Load(model.substr(0, 100), params, files.config, option);
              }).what(),
              HasSubstr("model from memory"));
}

}  // namespace
}  // namespace fastdeploy
