// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/recognizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <optional>

#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/check_output.h"
#include "fastdeploy/vision/ocr/internal/ctc.h"
#include "fastdeploy/vision/ocr/internal/dialect.h"
#include "fastdeploy/vision/ocr/internal/find_dictionary.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"
#include "fastdeploy/vision/ocr/internal/text_order.h"
#include "fastdeploy/vision/ocr/internal/words.h"

namespace fastdeploy::vision::ocr {
namespace {

/// Lines longer than this many times their height are squeezed, to limit the size of the tensor.
constexpr double kMaxRatio = 400;

/// As PaddleX and PaddleOCR 2 decide.
std::string TextOrderFor(const std::optional<Yaml>& yaml, const Dictionary& dictionary) {
  if (yaml && ModelNameOf(*yaml).starts_with("arabic_PP-OCR")) return "bidi";
  const std::string file = std::filesystem::path(dictionary.Source()).filename().string();
  return file.ends_with(".txt") && file.find("arabic") != std::string::npos ? "reversed"
                                                                            : "as_seen";
}

TextOrder OrderOf(const std::string& name) {
  if (name == "as_seen") return TextOrder::kAsSeen;
  if (name == "bidi") return TextOrder::kBidi;
  if (name == "reversed") return TextOrder::kReversed;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("text_order: expected as_seen, bidi or reversed, found '{}'", name));
}

/// Gives the result of a line its words.
void AddWords(const std::vector<Word>& words, TextOrder order, int height, OCRResult* result) {
  result->words.emplace_back();
  result->word_boxes.emplace_back();
  for (const auto& [text, start, end] : words) {
    result->words.back().push_back(InOrder(text, order));
    result->word_boxes.back().push_back({start, 0, end, 0, end, height, start, height});
  }
}

/// A fixed dimension of an input or output; -1 if it is not fixed.
int FixedDim(const TensorInfo& info, size_t axis) {
  return axis < info.shape.size() ? info.shape[axis] : -1;
}

}  // namespace

RecognizerPreprocessor::RecognizerPreprocessor() : ImagePreprocessor(TextLinePreparation()) {}

RecognizerPreprocessor::Geometry RecognizerPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  CheckLineShape("rec_image_shape", image_shape_);
  const int height = image_shape_[1];
  double ratio = double(image_shape_[2]) / height;
  for (const cv::Mat& image : images) {
    CheckImage(image);
    if (!static_shape_) ratio = std::max(ratio, double(image.cols) / image.rows);
  }
  const int width = static_cast<int>(height * std::min(ratio, kMaxRatio));
  outputs->resize(1);
  return PrepareLines(images, preparation_, {width, height}, scratch, &outputs->front());
}

void RecognizerPostprocessor::SetClasses(size_t classes, const std::string& model) {
  classes_ =
      std::make_shared<const std::vector<std::string>>(dictionary_->ClassesOf(classes, model));
}

void RecognizerPostprocessor::SetTextOrder(const std::string& order) {
  (void)OrderOf(order);  // throws for an unknown one
  text_order_ = order;
}

std::vector<OCRResult> RecognizerPostprocessor::Process(
    std::span<const FDTensor> outputs, const RecognizerPreprocessor::Geometry& images) const {
  const FDTensor& output =
      CheckOutput(outputs, {kAnySize, kAnySize, kAnySize}, "[N, steps, classes]", images.size());
  const auto width = static_cast<size_t>(output.shape[2]);
  const bool known = classes_ != nullptr && classes_->size() == width;
  const std::vector<std::string> made =
      known ? std::vector<std::string>() : dictionary_->ClassesOf(width);
  const std::vector<std::string>& classes = known ? *classes_ : made;
  const TextOrder order = OrderOf(text_order_);
  const std::span<const float> values = output.As<float>();
  const size_t per_image = images.empty() ? 0 : values.size() / images.size();
  const bool words = return_word_box_ && !images.empty() && !images.front().original.empty();
  std::vector<LineSteps> steps;
  if (words) steps = StepsOf(images, static_cast<size_t>(output.shape[1]));
  std::vector<DecodedCharacter> characters;
  std::vector<OCRResult> results(images.size());
  for (size_t i = 0; i < results.size(); ++i) {
    characters.clear();
    DecodedText decoded =
        DecodeCtc(values.subspan(i * per_image, per_image), classes, words ? &characters : nullptr);
    results[i].text = {order == TextOrder::kAsSeen ? std::move(decoded.text)
                                                   : InOrder(decoded.text, order)};
    results[i].rec_scores = {decoded.score};
    if (words) {
      AddWords(WordsOf(characters, classes, steps[i]), order, images[i].original.height,
               &results[i]);
    }
  }
  return results;
}

bool RecognizerPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<std::string>* texts,
                                  std::vector<float>* scores) const {
  return OrLog([&] {
    const RecognizerPreprocessor::Geometry images(ImagesOf(tensors));
    texts->clear();
    scores->clear();
    for (OCRResult& result : Process(tensors, images)) {
      texts->push_back(std::move(result.text[0]));
      scores->push_back(result.rec_scores[0]);
    }
  });
}

bool RecognizerPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
                                 size_t start, size_t end, const std::vector<int>& indices) const {
  return OrLog([&] {
    Scratch scratch;
    const std::vector<cv::Mat> part = LinesOf(UnwrapMat(*images), start, end, indices);
    (void)Process(part, &scratch, outputs);
  });
}

bool RecognizerPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<std::string>* texts, std::vector<float>* scores,
                                  size_t start, size_t total,
                                  const std::vector<int>& indices) const {
  return OrLog([&] {
    texts->resize(total);
    scores->resize(total);
    std::vector<OCRResult> results =
        Process(tensors, RecognizerPreprocessor::Geometry(ImagesOf(tensors)));
    for (size_t i = 0; i < results.size(); ++i) {
      const size_t place = PlaceOf(start + i, indices, total);
      (*texts)[place] = std::move(results[i].text[0]);
      (*scores)[place] = results[i].rec_scores[0];
    }
  });
}

Recognizer Recognizer::Open(const ModelFiles& files, const RuntimeOption& option) {
  const RuntimeOption chosen = OptionFor(files, option);
  const ModelFile model = OpenModelFile(chosen);
  std::optional<Yaml> yaml;
  if (!files.config.empty()) yaml = Yaml::Load(files.config);
  Dictionary dictionary = FindDictionary(files, model, yaml);
  const std::string order = TextOrderFor(yaml, dictionary);
  RecognizerPostprocessor postprocessor(std::move(dictionary));
  postprocessor.SetTextOrder(order);
  Runtime runtime = Runtime::Load(chosen, model);
  const int classes = FixedDim(runtime.GetOutputInfo(0), 2);
  if (classes > 0) postprocessor.SetClasses(static_cast<size_t>(classes), model.Name());
  RecognizerPreprocessor preprocessor;
  std::vector<int> shape = preprocessor.GetRecImageShape();
  if (const auto of_yaml = yaml ? ReadLineShape(*yaml) : std::nullopt) {
    shape.assign(of_yaml->begin(), of_yaml->end());
  }
  const int height = FixedDim(runtime.GetInputInfo(0), 2);
  const int width = FixedDim(runtime.GetInputInfo(0), 3);
  if (height > 0) shape[1] = height;
  if (width > 0) shape[2] = width;
  preprocessor.SetRecImageShape(shape);
  preprocessor.SetStaticShapeInfer(width > 0);
  return {std::move(preprocessor), std::move(runtime), std::move(postprocessor)};
}

bool Recognizer::Predict(const cv::Mat& image, std::string* text, float* score) {
  return OrLog([&] {
    OCRResult result = Predict(image);
    *text = std::move(result.text[0]);
    *score = result.rec_scores[0];
  });
}

bool Recognizer::BatchPredict(const std::vector<cv::Mat>& images, std::vector<std::string>* texts,
                              std::vector<float>* scores) {
  return BatchPredict(images, texts, scores, 0, images.size(), {});
}

bool Recognizer::BatchPredict(const std::vector<cv::Mat>& images, std::vector<std::string>* texts,
                              std::vector<float>* scores, size_t start, size_t end,
                              const std::vector<int>& indices) {
  return OrLog([&] {
    std::vector<size_t> order(images.size());
    std::iota(order.begin(), order.end(), size_t{0});
    if (!indices.empty()) order.assign(indices.begin(), indices.end());
    end = std::min(end, order.size());
    start = std::min(start, end);
    std::vector<cv::Mat> chosen;
    for (size_t i = start; i < end; ++i) chosen.push_back(images.at(order[i]));
    const auto results = BatchPredict(std::span<const cv::Mat>(chosen));
    texts->resize(images.size());
    scores->resize(images.size());
    for (size_t i = 0; i < results.size(); ++i) {
      (*texts)[order[start + i]] = results[i].text[0];
      (*scores)[order[start + i]] = results[i].rec_scores[0];
    }
  });
}

bool Recognizer::BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result) {
  return BatchPredict(images, &result->text, &result->rec_scores);
}

}  // namespace fastdeploy::vision::ocr
