// SPDX-License-Identifier: Apache-2.0
//
// Runs a model over images in several threads over one copy of the weights: every thread has a
// clone. Whether it classifies, detects or segments is told from the model's YAML.

#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "fastdeploy/vision.h"

namespace vision = fastdeploy::vision;

// One thread prints at a time, so that the lines of a result stay together.
std::mutex print_mutex;

// Images thread, thread + threads, ...: all of them are done once, whatever the number of threads.
template <typename Model>
bool Predict(Model* model, size_t thread, size_t threads, const std::vector<cv::String>& images) {
  bool all_read = true;
  for (size_t i = thread; i < images.size(); i += threads) {
    const cv::Mat im = cv::imread(images[i]);
    typename Model::Result res;
    const bool done = !im.empty() && model->Predict(im, &res);
    const std::lock_guard<std::mutex> lock(print_mutex);
    if (done) {
      std::cout << "Thread Id: " << thread << std::endl << res.Str() << std::endl;
    } else {
      std::cerr << "Failed to predict " << images[i] << std::endl;
      all_read = false;
    }
  }
  return all_read;
}

// Loads the model once and runs a clone in every thread. Gives the exit status.
template <typename Model>
int Run(const std::string& model_dir, const fastdeploy::RuntimeOption& option,
        const std::vector<cv::String>& images, size_t threads) {
  const Model model = Model::Load(model_dir, option);
  std::vector<std::unique_ptr<Model>> clones;
  for (size_t i = 0; i < threads; ++i) clones.push_back(model.Clone());
  std::vector<char> done(threads);
  std::vector<std::thread> workers;
  for (size_t i = 0; i < threads; ++i) {
    workers.emplace_back([&, i] { done[i] = Predict(clones[i].get(), i, threads, images); });
  }
  bool all_done = true;
  for (size_t i = 0; i < threads; ++i) {
    workers[i].join();
    all_done = all_done && done[i] != 0;
  }
  return all_done ? 0 : 1;
}

int main(int argc, char* argv[]) {
  const int thread_num = argc == 5 ? std::atoi(argv[4]) : 0;
  if (thread_num < 1) {
    std::cout << "Usage: multi_thread_demo path/to/model path/to/image run_option thread_num\n"
                 "The image may be a glob. run_option: 0, CPU; 1, GPU; 2, GPU with TensorRT.\n"
                 "e.g.: ./multi_thread_demo ./ResNet50_vd_infer './images/*.jpg' 0 2"
              << std::endl;
    return -1;
  }
  const std::string model_dir = argv[1];
  fastdeploy::RuntimeOption option;
  const int run_option = std::atoi(argv[3]);
  if (run_option >= 1) option.UseGpu();
  if (run_option == 1) option.UsePaddleInferBackend();
  if (run_option == 2) {
    option.UseTrtBackend();
    option.SetTrtInputShape("inputs", {1, 3, 224, 224});
  }
  std::vector<cv::String> images;
  cv::glob(argv[2], images);
  const auto threads = static_cast<size_t>(thread_num);
  try {
    switch (vision::FamilyOfFolder(model_dir)) {
      case vision::ModelFamily::kClassification:
        return Run<vision::classification::PaddleClasModel>(model_dir, option, images, threads);
      case vision::ModelFamily::kDetection:
        return Run<vision::detection::PaddleDetectionModel>(model_dir, option, images, threads);
      case vision::ModelFamily::kSegmentation:
        return Run<vision::segmentation::PaddleSegModel>(model_dir, option, images, threads);
      default:
        std::cerr << model_dir << " is not a model for images" << std::endl;
    }
  } catch (const fastdeploy::Error& error) {
    std::cerr << "Failed to initialize: " << error.what() << std::endl;
  }
  return -1;
}
