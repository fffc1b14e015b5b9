// SPDX-License-Identifier: Apache-2.0
//
// PaddleOCR's other heads of text recognition, compared with its own Python code
// (tests/golden/make_heads.py).

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "fastdeploy/vision/ocr/internal/heads.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

const Json& Made() {
  static const Json kMade = fastdeploy::testing::Golden("heads/made.json");
  return kMade;
}

Dictionary Characters() { return {Made()["characters"].get<std::vector<std::string>>(), "made"}; }

template <typename T>
FDTensor TensorOf(const Json& values, FDDataType type) {
  FDTensor tensor;
  tensor.Resize(values["shape"].get<std::vector<int64_t>>(), type, "out");
  std::ranges::copy(values["values"].get<std::vector<T>>(), tensor.As<T>().begin());
  return tensor;
}

std::vector<FDTensor> OutputsOf(const Json& example) {
  std::vector<FDTensor> outputs;
  for (const Json& values : example["outputs"]) {
    if (values.is_null()) {
      outputs.emplace_back().Resize({1}, FP32, "not read");
    } else if (values["type"] == "int64") {
      outputs.push_back(TensorOf<int64_t>(values, INT64));
    } else {
      outputs.push_back(TensorOf<float>(values, FP32));
    }
  }
  return outputs;
}

RecognizerPostprocessor PostprocessorOf(const Json& example) {
  RecognizerPostprocessor postprocessor(Characters());
  postprocessor.SetAlgorithm(example["algorithm"]);
  return postprocessor;
}

TEST(Heads, DecodeAsPaddleOcrDoes) {
  size_t with_text = 0;
  for (const Json& example : Made()["decoders"]) {
    SCOPED_TRACE(example["algorithm"].get<std::string>());
    const bool pren = example["algorithm"] == "PREN";
    const auto results = PostprocessorOf(example).Process(OutputsOf(example));
    ASSERT_EQ(results.size(), example["texts"].size());
    for (size_t i = 0; i < results.size(); ++i) {
      EXPECT_THAT(results[i].text, ElementsAre(example["texts"][i].get<std::string>()));
      const Json& score = example["scores"][i];  // none without characters
      const float wanted = score.is_null() ? (pren ? 1.0F : 0.0F) : score.get<float>();
      EXPECT_NEAR(results[i].rec_scores[0], wanted, 1e-5);
      with_text += results[i].text[0].empty() ? 0 : 1;
    }
  }
  EXPECT_GT(with_text, 50U);
}

void ExpectSamples(const FDTensor& tensor, const Json& wanted, double tolerance) {
  auto shape = wanted["shape"].get<std::vector<int64_t>>();
  const auto step = wanted["step"].get<size_t>();
  const std::vector<double> samples = wanted["samples"];
  std::vector<double> values;
  if (tensor.dtype == INT64) {
    values.assign(tensor.As<int64_t>().begin(), tensor.As<int64_t>().end());
  } else {
    values.assign(tensor.As<float>().begin(), tensor.As<float>().end());
  }
  int64_t count = 1;
  for (const int64_t side : shape) count *= side;
  ASSERT_EQ(values.size(), static_cast<size_t>(count)) << ShapeString(tensor.shape);
  for (size_t i = 0; i < samples.size(); ++i) {
    EXPECT_NEAR(values[i * step], samples[i], tolerance) << "value " << i * step;
  }
}

/// Versions of OpenCV differ by a level where they interpolate cubically.
double ToleranceOf(const Json& example) {
  const bool cubic = example["algorithm"] == "RFL" && example["usual"];
  return cubic ? 2.0 / 255 + 1e-6 : 1e-6;
}

TEST(Lines, ArePreparedAsByPaddleOcr) {
  const TemporaryFolder folder;
  for (const Json& example : Made()["lines"]) {
    SCOPED_TRACE(example["algorithm"].get<std::string>() + example["size"].dump() +
                 example["operators"].dump());
    const std::string head =
        std::string(FindAlgorithm(example["algorithm"].get<std::string>())->head->name);
    const Json yaml = {{"PreProcess", {{"transform_ops", example["operators"]}}},
                       {"PostProcess", {{"name", head}}}};
    std::vector preprocessors = {
        RecognizerPreprocessor::FromConfig(folder.Write("inference.yml", yaml.dump()))};
    if (example["usual"]) {
      EXPECT_EQ(preprocessors[0].GetAlgorithm(),
                example["algorithm"] == "CPPDPadding" ? "CPPD" : example["algorithm"]);
      preprocessors.emplace_back().SetAlgorithm(example["algorithm"]);
    }
    for (const RecognizerPreprocessor& preprocessor : preprocessors) {
      const cv::Mat line = MakePicture(example["size"][1], example["size"][0]);
      std::vector<FDTensor> inputs;
      RecognizerPreprocessor::Scratch scratch;
      (void)preprocessor.Process(std::span(&line, 1), &scratch, &inputs);
      ASSERT_EQ(inputs.size(), 1 + example["more"].size());
      auto shape = example["tensor"]["shape"].get<std::vector<int64_t>>();
      shape.insert(shape.begin(), 1);
      EXPECT_EQ(inputs[0].shape, shape);
      ExpectSamples(inputs[0], example["tensor"], ToleranceOf(example));
      for (size_t i = 1; i < inputs.size(); ++i) {
        ExpectSamples(inputs[i], example["more"][i - 1], 1e-6);
      }
    }
  }
}

TEST(Lines, OfABatchHaveTheirOwnValidRatios) {
  RecognizerPreprocessor preprocessor;
  preprocessor.SetAlgorithm("RobustScanner");
  const std::vector<cv::Mat> lines = {MakePicture(48, 80), MakePicture(48, 500)};
  std::vector<FDTensor> inputs;
  RecognizerPreprocessor::Scratch scratch;
  (void)preprocessor.Process(lines, &scratch, &inputs);
  ASSERT_EQ(inputs.size(), 3U);
  EXPECT_THAT(inputs[1].As<float>(), ElementsAre(0.5F, 1));
  EXPECT_EQ(inputs[2].shape, (std::vector<int64_t>{2, 40}));
  EXPECT_EQ(inputs[2].As<int64_t>()[79], 39);
}

TEST(Heads, RefuseOtherOutputs) {
  for (const Json& example : Made()["decoders"]) {
    SCOPED_TRACE(example["algorithm"].get<std::string>());
    const RecognizerPostprocessor postprocessor = PostprocessorOf(example);
    const std::vector<FDTensor> good = OutputsOf(example);
    const auto expect_error = [&](const std::vector<FDTensor>& outputs, size_t lines) {
      EXPECT_THROW((void)postprocessor.Process(outputs, lines), Error);
    };
    const auto lines = example["texts"].size();
    EXPECT_NO_THROW((void)postprocessor.Process(good, lines));
    expect_error({}, lines);
    expect_error(good, lines + 1);
    expect_error(good, 0);
    for (size_t i = 0; i < good.size(); ++i) {
      if (good[i].name != "out") continue;
      std::vector<FDTensor> outputs = good;
      outputs[i].shape.insert(outputs[i].shape.begin(), 1);  // a rank more
      expect_error(outputs, lines);
      outputs = good;
      outputs[i].Resize({0}, FP32, "out");
      expect_error(outputs, lines);
      outputs = good;
      outputs[i].Resize(good[i].shape, FP64, "out");
      expect_error(outputs, lines);
      if (good[i].dtype != FP32) continue;
      outputs = good;
      outputs[i].As<float>().back() = std::numeric_limits<float>::quiet_NaN();
      EXPECT_THAT(ThrownBy([&] { (void)postprocessor.Process(outputs, lines); }).what(),
                  HasSubstr("output 'out'"));
      if (good.size() > 1 && good[0].dtype == INT64) continue;  // ids: any number of classes
      outputs = good;
      std::vector<int64_t> shape = good[i].shape;
      shape.back() += 7;
      outputs[i].Resize(shape, FP32, "out");
      std::ranges::fill(outputs[i].As<float>(), 0.0F);
      EXPECT_THAT(ThrownBy([&] { (void)postprocessor.Process(outputs, lines); }).what(),
                  HasSubstr("character dictionary 'made' has 8 characters"));
    }
  }
}

TEST(Heads, NeedAllOfTheirOutputs) {
  RecognizerPostprocessor postprocessor(Characters());
  postprocessor.SetAlgorithm("RFL");
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize({1, 10}, FP32, "cnt");
  EXPECT_THAT(ThrownBy([&] { (void)postprocessor.Process(outputs, 1); }).what(),
              HasSubstr("RFLLabelDecode reads output number 2, but the model has 1"));
}

TEST(Heads, NameTheAlgorithmsThatFit) {
  const RecognizerPostprocessor postprocessor(Characters());
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize({1, 1, 12}, FP32, "out");
  std::ranges::fill(outputs[0].As<float>(), 0.0F);
  const std::string error = ThrownBy([&] { (void)postprocessor.Process(outputs, 1); }).what();
  EXPECT_THAT(error, HasSubstr("8 characters, but the model has 12 classes"));
  EXPECT_THAT(error, HasSubstr("It would fit a model of PREN, NRTR: see SetAlgorithm"));
}

TEST(Heads, KnowNoWordsButForCtc) {
  RecognizerPostprocessor postprocessor(Characters());
  postprocessor.SetAlgorithm("SAR");
  postprocessor.SetReturnWordBox(true);
  EXPECT_THAT(ThrownBy([&] { (void)postprocessor.Process({}, 0); }).what(),
              HasSubstr("return_word_box: the algorithm SAR"));
}

TEST(Heads, RemoveSymbolsIfAsked) {
  const Json& decoders = Made()["decoders"];
  const auto sar = std::ranges::find_if(
      decoders, [](const Json& example) { return example["algorithm"] == "SAR"; });
  RecognizerPostprocessor postprocessor = PostprocessorOf(*sar);
  EXPECT_FALSE(postprocessor.GetRmSymbol());
  postprocessor.SetRmSymbol(true);
  for (const OCRResult& line : postprocessor.Process(OutputsOf(*sar))) {
    EXPECT_EQ(line.text[0].find_first_of("B-Z"), std::string::npos);
  }
  postprocessor.SetAlgorithm("RobustScanner");
  EXPECT_TRUE(postprocessor.GetRmSymbol());
}

Yaml Parsed(const std::string& text) { return Yaml::Parse(text, "inference.yml"); }

TEST(RecogniserYaml, SaysTheAlgorithm) {
  const auto name = [](const std::string& head, const std::string& resize) {
    return ReadAlgorithm(Parsed("PreProcess: {transform_ops: [DecodeImage: {}, " + resize +
                                ": {}]}\nPostProcess: {name: " + head + "}"))
        ->name;
  };
  EXPECT_EQ(name("CTCLabelDecode", "RecResizeImg"), "SVTR_LCNet");
  EXPECT_EQ(name("DistillationCTCLabelDecode", "RecResizeImg"), "SVTR_LCNet");
  EXPECT_EQ(name("CTCLabelDecode", "SVTRRecResizeImg"), "SVTR");
  EXPECT_EQ(name("SARLabelDecode", "SARRecResizeImg"), "SAR");
  EXPECT_EQ(name("SARLabelDecode", "RobustScannerRecResizeImg"), "RobustScanner");
  EXPECT_EQ(name("SPINAttnLabelDecode", "SPINRecResizeImg"), "SPIN");
  EXPECT_EQ(ReadAlgorithm(Parsed("PostProcess: {name: VLLabelDecode}"))->name, "VisionLAN");
  EXPECT_EQ(ReadAlgorithm(Parsed("Global: {}")), DefaultAlgorithm());
}

TEST(RecogniserYaml, RefusesWhatItDoesNotKnow) {
  const TemporaryFolder folder;
  const auto error = [&](const std::string& text) {
    const std::string file = folder.Write("inference.yml", text);
    return std::string(ThrownBy([&] { (void)RecognizerPreprocessor::FromConfig(file); }).what());
  };
  EXPECT_THAT(error("PostProcess: {name: MyLabelDecode}"),
              HasSubstr("PostProcess: name: 'MyLabelDecode' is not known for a text recogniser"));
  EXPECT_THAT(error("PostProcess: {name: CANLabelDecode}"),
              HasSubstr("PostProcess: name: 'CANLabelDecode' is not supported: it reads formulas"));
  const auto operators = [&](const std::string& one) {
    return error("PreProcess: {transform_ops: [{DecodeImage: {img_mode: BGR}}, {" + one + "}]}");
  };
  EXPECT_THAT(operators("Blur: {}"), HasSubstr("transform_ops[1]: Blur: unknown operator 'Blur'"));
  EXPECT_THAT(operators("SARRecResizeImg: {image_shape: [3, 48, 160]}"),
              HasSubstr("image_shape: expected 3, height, least and largest width"));
  EXPECT_THAT(operators("SARRecResizeImg: {image_shape: [3, 48, 160, 48]}"),
              HasSubstr("least and largest width"));
  EXPECT_THAT(operators("SARRecResizeImg: {width_downsample_ratio: 0}"), HasSubstr("ratio"));
  EXPECT_THAT(operators("GrayRecResizeImg: {resize_type: Magick}"),
              HasSubstr("expected PIL or OpenCV"));
  EXPECT_THAT(operators("GrayRecResizeImg: {inter_type: Image.BOX}"), HasSubstr("Image.BOX"));
  EXPECT_THAT(operators("PRENResizeImg: {image_shape: [0, 9]}"), HasSubstr("height, width"));
  EXPECT_THAT(operators("SRNRecResizeImg: {num_heads: 1000000}"), HasSubstr("num_heads"));
  EXPECT_THAT(operators("RFLRecResizeImg: {image_shape: [3, 32, 100]}"),
              HasSubstr("expected 1, height, width"));
  EXPECT_THAT(operators("RecResizeImg: {}}, {SVTRRecResizeImg: {}"),
              HasSubstr("transform_ops: more than one operator that resizes"));
  EXPECT_THAT(operators("DecodeImage: {img_mode: GRAY}"), HasSubstr("expected BGR or RGB"));
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
