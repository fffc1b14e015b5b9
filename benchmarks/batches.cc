// SPDX-License-Identifier: Apache-2.0
//
// batches NAME FOLDER IMAGE [ROUNDS] [SECONDS]
//
// Measures what one batch gains over one image at a time. For each backend, 1 and 2 threads and
// each size of batch, every round measures BatchPredict of a classifier or detector that is loaded,
// one after another: for one image, as by default; for exactly this batch; and for batches of any
// size. Prints a JSON row for each, with medians over all rounds, and how far the results of the
// batches are from those of one image at a time.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <type_traits>
#include <vector>

#include "fastdeploy/vision.h"

namespace {

using fastdeploy::RuntimeOption;
using fastdeploy::vision::ClassifyResult;
using fastdeploy::vision::DetectionResult;
using fastdeploy::vision::classification::PaddleClasModel;
using fastdeploy::vision::detection::PPDetBase;
using Clock = std::chrono::steady_clock;
using Images = std::vector<cv::Mat>;

constexpr int kSizes[] = {1, 4, 8};
constexpr int kAnySize = -1;
constexpr int kAllClasses = 1 << 20;

/// Different images of one size, so that no two results are the same.
Images Variants(const cv::Mat& image, int count) {
  Images images;
  for (int i = 0; i < count; ++i) images.push_back(image + cv::Scalar::all(3 * i));
  return images;
}

/// The option for batches of this size: the model's own shapes but for their first dimension.
RuntimeOption ForBatch(RuntimeOption option, const fastdeploy::FastDeployModel& model, int size) {
  for (const fastdeploy::TensorInfo& input : model.InputInfos()) {
    std::vector<int64_t> shape(input.shape.begin(), input.shape.end());
    shape.front() = size;
    option.SetInputShape(input.name, shape);
  }
  return option;
}

template <typename Model>
double ImagesPerSecond(Model* model, const Images& images, double seconds) {
  int done = 0;
  const auto start = Clock::now();
  std::chrono::duration<double> elapsed(0);
  while (elapsed.count() < seconds) {
    (void)model->BatchPredict(std::span<const cv::Mat>(images));
    done += static_cast<int>(images.size());
    elapsed = Clock::now() - start;
  }
  return done / elapsed.count();
}

/// How many results are the same bits, and how far the scores of the others are away.
template <typename Result>
nlohmann::json Compared(const std::vector<Result>& expected, const std::vector<Result>& found) {
  size_t equal = 0;
  double farthest = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    equal += expected[i] == found[i] ? 1 : 0;
    const size_t count = std::min(expected[i].scores.size(), found[i].scores.size());
    for (size_t j = 0; j < count; ++j) {
      farthest = std::max<double>(farthest, std::abs(expected[i].scores[j] - found[i].scores[j]));
    }
  }
  return {{"equal_results", equal}, {"largest_difference_of_scores", farthest}};
}

double Median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// The median of how many times faster one is than the other in the same round: what else the
/// machine does changes from round to round.
double Gain(const std::vector<double>& speeds, const std::vector<double>& others) {
  std::vector<double> gains;
  for (size_t i = 0; i < speeds.size(); ++i) gains.push_back(speeds[i] / others[i]);
  return Median(gains);
}

struct Settings {
  std::string name;
  std::string folder;
  int rounds = 7;
  double seconds = 0.5;
};

template <typename Model>
void Measure(const Settings& settings, const RuntimeOption& option, const Images& images,
             nlohmann::json row) {
  Model one = Model::Load(settings.folder, option);
  std::vector<Model> models = {one};
  for (const int size : {static_cast<int>(images.size()), kAnySize}) {
    models.push_back(Model::Load(settings.folder, ForBatch(option, one, size)));
  }
  if constexpr (std::is_same_v<Model, PaddleClasModel>) {  // compare the scores of all classes
    for (Model& model : models) model.GetPostprocessor().SetTopk(kAllClasses);
  }
  std::vector<std::vector<double>> speeds(models.size());
  std::vector<std::vector<typename Model::Result>> results;
  for (Model& model : models) {
    results.push_back(model.BatchPredict(std::span<const cv::Mat>(images)));
  }
  for (int round = 0; round < settings.rounds; ++round) {
    for (size_t i = 0; i < models.size(); ++i) {
      speeds[i].push_back(ImagesPerSecond(&models[i], images, settings.seconds));
    }
  }
  row["model"] = settings.name;
  row["batch"] = images.size();
  row["rounds"] = settings.rounds;
  row["images_per_second"] = {{"one_at_a_time", Median(speeds[0])},
                              {"batch", Median(speeds[1])},
                              {"any_batch", Median(speeds[2])}};
  row["gain"] = {{"batch", Gain(speeds[1], speeds[0])}, {"any_batch", Gain(speeds[2], speeds[0])}};
  row["batch_results"] = Compared(results[0], results[1]);
  row["any_batch_results"] = Compared(results[0], results[2]);
  std::cout << row.dump() << std::endl;
}

template <typename Model>
void MeasureAll(const Settings& settings, const cv::Mat& image) {
  for (const char* backend : {"OpenVINO", "ONNX Runtime"}) {
    for (const int threads : {1, 2}) {
      for (const int size : kSizes) {
        RuntimeOption option;
        option.SetCpuThreadNum(threads);
        if (backend == std::string("ONNX Runtime")) option.UseOrtBackend();
        Measure<Model>(settings, option, Variants(image, size),
                       {{"backend", backend}, {"threads", threads}});
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() < 3) {
    std::cerr << "usage: batches NAME FOLDER IMAGE [ROUNDS] [SECONDS]\n";
    return 2;
  }
  try {
    cv::setNumThreads(1);
    Settings settings = {.name = args[0], .folder = args[1]};
    if (args.size() > 3) settings.rounds = std::stoi(args[3]);
    if (args.size() > 4) settings.seconds = std::stod(args[4]);
    const cv::Mat image = cv::imread(args[2]);
    if (fastdeploy::vision::FamilyOfFolder(settings.folder) == "classification") {
      MeasureAll<PaddleClasModel>(settings, image);
    } else {
      MeasureAll<PPDetBase>(settings, image);
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
