// SPDX-License-Identifier: Apache-2.0
//
// Runs a model on images in several threads that share one copy of the weights: each has a clone.
// The model may be of any family, which its files identify.

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

// Predicts images thread, thread + threads, ..., so that the threads together predict each image
// once, whatever their number.
bool Predict(vision::AnyModel* model, size_t thread, size_t threads,
             const std::vector<cv::String>& images) {
  bool all_done = true;
  for (size_t i = thread; i < images.size(); i += threads) {
    const cv::Mat im = cv::imread(images[i]);
    vision::AnyResult res;
    const bool done = !im.empty() && model->Predict(im, &res);
    const std::lock_guard<std::mutex> lock(print_mutex);
    if (done) {
      std::cout << "Thread Id: " << thread << std::endl << res.Str() << std::endl;
    } else {
      std::cerr << "Failed to predict " << images[i] << std::endl;
      all_done = false;
    }
  }
  return all_done;
}

// Runs a clone of the model in each thread. Returns the exit status.
int Run(const vision::AnyModel& model, const std::vector<cv::String>& images, size_t threads) {
  std::vector<std::unique_ptr<vision::AnyModel>> clones;
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
    return Run(fastdeploy::Load(model_dir, option), images, threads);
  } catch (const fastdeploy::Error& error) {
    std::cerr << "Failed to initialize: " << error.what() << std::endl;
  }
  return -1;
}
