// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/recognizer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/ocr/internal/decode_head.h"
#include "fastdeploy/vision/ocr/internal/heads.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"
#include "fastdeploy/vision/ocr/internal/text_order.h"
#include "fastdeploy/vision/ocr/internal/words.h"

namespace fastdeploy::vision::ocr {
namespace {

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

}  // namespace

RecognizerPostprocessor::RecognizerPostprocessor() : algorithm_(DefaultAlgorithm()) {}

RecognizerPostprocessor::RecognizerPostprocessor(Dictionary dictionary)
    : algorithm_(DefaultAlgorithm()),
      dictionary_(std::make_shared<const Dictionary>(std::move(dictionary))) {}

void RecognizerPostprocessor::Use(const Algorithm* algorithm) {
  algorithm_ = algorithm;
  remove_symbols_ = algorithm->remove_symbols;
  classes_.reset();
}

void RecognizerPostprocessor::SetAlgorithm(const std::string& algorithm) {
  const Algorithm* found = FindAlgorithm(algorithm);
  if (found != algorithm_) Use(found);
}

std::string RecognizerPostprocessor::GetAlgorithm() const { return std::string(algorithm_->name); }

size_t RecognizerPostprocessor::ImagesIn(std::span<const FDTensor> outputs) const {
  return LinesIn(*algorithm_->head, outputs);
}

std::vector<std::string> RecognizerPostprocessor::MakeClasses(size_t classes,
                                                              const std::string& model) const {
  const Head& head = *algorithm_->head;
  try {
    return dictionary_->ClassesOf(classes, head.Before(), head.After(), model);
  } catch (const Error& error) {
    const auto fitting = FittingAlgorithms(dictionary_->Size(), classes);
    if (fitting.empty() || !model.empty()) throw;  // a named model is one that is being loaded
    throw Error(error.Kind(), fmt::format("{}. It would fit a model of {}: see SetAlgorithm",
                                          error.what(), fmt::join(fitting, ", ")));
  }
}

void RecognizerPostprocessor::SetClasses(size_t classes, const std::string& model) {
  classes_ = std::make_shared<const std::vector<std::string>>(MakeClasses(classes, model));
}

void RecognizerPostprocessor::SetTextOrder(const std::string& order) {
  (void)OrderOf(order);  // throws for an unknown one
  text_order_ = order;
}

std::vector<OCRResult> RecognizerPostprocessor::Process(
    std::span<const FDTensor> outputs, const RecognizerPreprocessor::Geometry& images) const {
  const Head& head = *algorithm_->head;
  if (return_word_box_ && head.output != HeadOutput::kCtc) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("return_word_box: the algorithm {} does not tell where words are",
                            algorithm_->name));
  }
  const HeadValues values = ReadOutputs(head, outputs, images.size());
  const size_t width =
      values.ids.empty() ? values.classes : ClassesOfIds(head, dictionary_->Size());
  const bool known = classes_ != nullptr && classes_->size() == width;
  const std::vector<std::string> made = known ? std::vector<std::string>() : MakeClasses(width, "");
  const std::vector<std::string>& classes = known ? *classes_ : made;
  const TextOrder order = OrderOf(text_order_);
  const bool words = return_word_box_ && !images.empty() && !images.front().original.empty();
  std::vector<LineSteps> steps;
  if (words) steps = StepsOf(images, values.steps);
  std::vector<DecodedCharacter> characters;
  std::vector<OCRResult> results(images.size());
  for (size_t i = 0; i < results.size(); ++i) {
    characters.clear();
    DecodedText decoded = DecodeLine(head, values, i, classes, words ? &characters : nullptr);
    if (remove_symbols_) decoded.text = WithoutSymbols(decoded.text);
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
    texts->clear();
    scores->clear();
    for (OCRResult& result : Process(tensors)) {
      texts->push_back(std::move(result.text[0]));
      scores->push_back(result.rec_scores[0]);
    }
  });
}

bool RecognizerPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                  std::vector<std::string>* texts, std::vector<float>* scores,
                                  size_t start, size_t total,
                                  const std::vector<int>& indices) const {
  return OrLog([&] {
    texts->resize(total);
    scores->resize(total);
    std::vector<OCRResult> results = Process(tensors);
    for (size_t i = 0; i < results.size(); ++i) {
      const size_t place = PlaceOf(start + i, indices, total);
      (*texts)[place] = std::move(results[i].text[0]);
      (*scores)[place] = results[i].rec_scores[0];
    }
  });
}

}  // namespace fastdeploy::vision::ocr
