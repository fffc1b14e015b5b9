// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/recognizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>

#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/decode_head.h"
#include "fastdeploy/vision/ocr/internal/dialect.h"
#include "fastdeploy/vision/ocr/internal/find_dictionary.h"
#include "fastdeploy/vision/ocr/internal/heads.h"
#include "fastdeploy/vision/ocr/internal/line_plan.h"

namespace fastdeploy::vision::ocr {
namespace {

/// The dictionary of a model whose configuration of PaddleOCR names none.
constexpr std::string_view kUsualCharacters =
    "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\nr\ns\nt\nu\nv"
    "\nw\nx\ny\nz\n";

/// As PaddleX and PaddleOCR 2 decide.
std::string TextOrderFor(const std::optional<Yaml>& yaml, const Dictionary& dictionary) {
  if (yaml && ModelNameOf(*yaml).starts_with("arabic_PP-OCR")) return "bidi";
  const std::string file = std::filesystem::path(dictionary.Source()).filename().string();
  return file.ends_with(".txt") && file.find("arabic") != std::string::npos ? "reversed"
                                                                            : "as_seen";
}

double RatioOf(const cv::Mat& line) { return double(line.cols) / line.rows; }

/// A fixed dimension of the first input; -1 if it is not fixed.
int FixedDim(const std::vector<TensorInfo>& inputs, size_t axis) {
  return inputs.empty() || axis >= inputs[0].shape.size() ? -1 : inputs[0].shape[axis];
}

}  // namespace

Recognizer Recognizer::Open(const ModelFiles& files, const RuntimeOption& option) {
  RuntimeOption chosen = OptionFor(files, option);
  chosen.usual_parallel_runs = true;
  const ModelFile model = OpenModelFile(chosen);
  std::optional<Yaml> yaml;
  if (!files.config.empty()) yaml = Yaml::Load(files.config);
  const Algorithm* algorithm = yaml ? ReadAlgorithm(*yaml) : DefaultAlgorithm();
  RecognizerPreprocessor preprocessor;
  if (yaml) preprocessor.Use(algorithm, ReadLinePlan(*yaml, *algorithm));
  const bool named = yaml && NamesHead(*yaml);
  const Dictionary usual = Dictionary::FromLines(kUsualCharacters, "PaddleOCR's default");
  Dictionary dictionary = FindDictionary(files, model, yaml, named ? &usual : nullptr);
  const bool ctc = algorithm->head->output == HeadOutput::kCtc;
  const std::string order = ctc ? TextOrderFor(yaml, dictionary) : "as_seen";
  RecognizerPostprocessor postprocessor(std::move(dictionary));
  postprocessor.SetTextOrder(order);
  postprocessor.Use(algorithm);
  if (yaml && yaml->Has("PostProcess")) {
    const bool remove = postprocessor.GetRmSymbol();
    postprocessor.SetRmSymbol(yaml->At("PostProcess").Get<bool>("rm_symbol", remove));
  }
  Runtime runtime = Runtime::Load(chosen, model);
  Fit(runtime.GetInputInfos(), runtime.GetOutputInfos(), model.Name(), named, &preprocessor,
      &postprocessor);
  return {std::move(preprocessor), std::move(runtime), std::move(postprocessor)};
}

void Recognizer::Fit(const std::vector<TensorInfo>& inputs, const std::vector<TensorInfo>& outputs,
                     const std::string& model, bool chosen, RecognizerPreprocessor* preprocessor,
                     RecognizerPostprocessor* postprocessor) {
  const LinePlan& plan = *preprocessor->plan_;
  const Algorithm& algorithm = *postprocessor->algorithm_;
  const auto fail = [&](const std::string& what) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} is not one of {}: {}", model.empty() ? "the model" : model,
                            algorithm.name, what));
  };
  if (chosen && inputs.size() != 1 && inputs.size() != 1 + plan.MoreInputs()) {
    fail(fmt::format("it has {} inputs, not {}", inputs.size(), 1 + plan.MoreInputs()));
  }
  const int channels = FixedDim(inputs, 1);
  if (chosen && channels > 0 && channels != plan.Channels()) {
    fail(fmt::format("its pictures have {} channels, not {}", channels, plan.Channels()));
  }
  preprocessor->inputs_ = inputs;
  std::vector<int> shape = preprocessor->image_shape_;
  const int height = FixedDim(inputs, 2);
  const int width = FixedDim(inputs, 3);
  if (height > 0) shape[1] = height;
  if (width > 0) shape[2] = width;
  preprocessor->SetRecImageShape(shape);
  preprocessor->SetStaticShapeInfer(width > 0);
  const size_t characters = postprocessor->dictionary_->Size();
  size_t classes = ClassesIn(*algorithm.head, outputs);
  if (algorithm.head->output == HeadOutput::kIds && classes == 0) {
    classes = ClassesOfIds(*algorithm.head, characters);
  }
  if (classes == 0) return;
  try {
    postprocessor->SetClasses(classes, model);
  } catch (const Error&) {
    // Nobody has said yet which algorithm it is: Process throws if this stays so. Only networks
    // with CTC take lines of any width.
    if (chosen || width <= 0 || FittingAlgorithms(characters, classes).empty()) throw;
  }
}

void Recognizer::SetAlgorithm(const std::string& algorithm) {
  RequireInitialized();
  RecognizerPreprocessor preprocessor = GetPreprocessor();
  RecognizerPostprocessor postprocessor = GetPostprocessor();
  preprocessor.SetAlgorithm(algorithm);
  postprocessor.SetAlgorithm(algorithm);
  std::vector<TensorInfo> outputs;
  for (int i = 0; i < NumOutputsOfRuntime(); ++i) outputs.push_back(OutputInfoOfRuntime(i));
  Fit(InputInfos(), outputs, "", true, &preprocessor, &postprocessor);
  GetPreprocessor() = std::move(preprocessor);
  GetPostprocessor() = std::move(postprocessor);
}

std::vector<OCRResult> Recognizer::BatchPredict(std::span<const cv::Mat> lines) {
  for (const cv::Mat& line : lines) CheckImage(line);
  std::vector<size_t> order(lines.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t i) { return RatioOf(lines[i]); });
  const int size = GetPreprocessor().GetBatchSize();
  const size_t batch = size > 0 ? static_cast<size_t>(size) : std::max<size_t>(lines.size(), 1);
  std::vector<OCRResult> results(lines.size());
  for (size_t start = 0; start < order.size(); start += batch) {
    const size_t count = std::min(batch, order.size() - start);
    ReadBatch(lines, std::span(order).subspan(start, count), &results);
  }
  return results;
}

void Recognizer::ReadBatch(std::span<const cv::Mat> lines, std::span<const size_t> batch,
                           std::vector<OCRResult>* results) {
  // Lines that run at the same time end together if the short ones come last.
  const std::vector<size_t> order(batch.rbegin(), batch.rend());
  std::vector<cv::Mat> images;
  for (const size_t i : order) images.push_back(lines[i]);
  RecognizerPreprocessor& preprocessor = GetPreprocessor();
  if (preprocessor.GetBatchSize() != 0) preprocessor.least_ratio_ = RatioOf(images.front());
  const auto forget = [](double* ratio) { *ratio = 0; };
  const std::unique_ptr<double, decltype(forget)> scope(&preprocessor.least_ratio_, forget);
  std::vector<OCRResult> read = Model::BatchPredict(std::span<const cv::Mat>(images));
  for (size_t i = 0; i < order.size(); ++i) (*results)[order[i]] = std::move(read[i]);
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
