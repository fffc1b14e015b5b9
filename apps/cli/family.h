// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/runtime/runtime_option.h"
#include "fastdeploy/vision/result/result.h"

namespace CLI {
class App;
}

namespace fastdeploy::cli {

/// A result, ready to be shown.
struct Shown {
  std::string text;  ///< whole lines
  std::string json;
  cv::Mat drawing;  ///< empty unless asked for
};

/// A loaded model of some family. One thread at a time; Clone is thread-safe.
class Predictor {
 public:
  Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  virtual ~Predictor() = default;
  /// Throws Error.
  virtual Shown Predict(const cv::Mat& image, bool draw) = 0;
  [[nodiscard]] virtual std::unique_ptr<Predictor> Clone() const = 0;
};

/// How the results of a family are shown. Called from several threads at once.
template <typename Result>
struct View {
  std::function<std::string(const Result&)> text;
  std::function<cv::Mat(const cv::Mat&, const Result&)> draw;
};

/// A Predictor out of anything that has Predict and Clone.
template <typename Model>
class ModelPredictor : public Predictor {
 public:
  using Result = typename Model::Result;

  ModelPredictor(std::unique_ptr<Model> model, View<Result> view)
      : model_(std::move(model)), view_(std::move(view)) {}

  Shown Predict(const cv::Mat& image, bool draw) override {
    const Result result = model_->Predict(image);
    return {view_.text(result), vision::ToJson(result),
            draw ? view_.draw(image, result) : cv::Mat()};
  }
  [[nodiscard]] std::unique_ptr<Predictor> Clone() const override {
    return std::make_unique<ModelPredictor>(model_->Clone(), view_);
  }

 private:
  std::unique_ptr<Model> model_;
  View<Result> view_;
};

/// A subcommand that runs models of one kind over images.
struct Family {
  std::string command;
  std::string description;
  /// Adds the options that only this family has; `load` finds what they were set to.
  std::function<void(CLI::App*)> add_options;
  /// Loads what is in a folder. Throws Error.
  std::function<std::unique_ptr<Predictor>(const std::string&, const RuntimeOption&)> load;
};

// A family is a file that defines one of these, and its row in families.cc.
Family OcrFamily();
Family ClassifyFamily();
Family DetectFamily();
Family SegmentFamily();

std::vector<Family> Families();

}  // namespace fastdeploy::cli
