// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::cli {

/// What the command line says of the model.
struct ModelSettings {
  std::string folder;
  RuntimeOption option;
  int topk = 1;
  bool angle_classifier = true;
  int rec_batch = 6;
  std::string font;
};

/// A result, ready to be shown.
struct Shown {
  std::string text;
  std::string json;
  std::function<cv::Mat()> draw;
};

/// A loaded model of some family. One thread at a time; Clone is thread-safe.
class Predictor {
 public:
  Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  virtual ~Predictor() = default;
  virtual Shown Predict(const cv::Mat& image) = 0;
  [[nodiscard]] virtual std::unique_ptr<Predictor> Clone() const = 0;
};

/// A subcommand that runs a family of models: a row of Families().
struct Family {
  std::string command;
  std::string description;
  std::unique_ptr<Predictor> (*load)(const ModelSettings& settings);
};
const std::vector<Family>& Families();

}  // namespace fastdeploy::cli
