// SPDX-License-Identifier: Apache-2.0
//
// Reads text with PP-OCRv3 in several threads that share one copy of the weights: each has a clone
// of the pipeline.

#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "fastdeploy/vision.h"

using Pipeline = fastdeploy::pipeline::PPOCRv3;

// One thread prints at a time, so that the lines of a result stay together.
std::mutex print_mutex;

// Predicts images thread, thread + threads, ..., so that the threads together predict each image
// once, whatever their number.
bool Predict(Pipeline* ocr, size_t thread, size_t threads, const std::vector<cv::String>& images) {
  bool all_done = true;
  for (size_t i = thread; i < images.size(); i += threads) {
    const cv::Mat im = cv::imread(images[i]);
    fastdeploy::vision::OCRResult res;
    const bool done = !im.empty() && ocr->Predict(im, &res);
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

fastdeploy::RuntimeOption MakeOption(int run_option) {
  fastdeploy::RuntimeOption option;
  if (run_option >= 1 && run_option <= 3) option.UseGpu();
  if (run_option == 2) option.UseTrtBackend();
  if (run_option == 3) {
    option.UsePaddleInferBackend();
    option.EnablePaddleToTrt();
    option.EnablePaddleTrtCollectShape();
  }
  if (run_option == 4) option.UseKunlunXin();
  return option;
}

int main(int argc, char* argv[]) {
  const int thread_num = argc == 8 ? std::atoi(argv[7]) : 0;
  if (thread_num < 1) {
    std::cout
        << "Usage: multi_thread_demo path/to/det_model path/to/cls_model path/to/rec_model "
           "path/to/rec_label_file path/to/image run_option thread_num\n"
           "The image may be a glob. run_option: 0, CPU; 1, GPU; 2, GPU with TensorRT; 3, GPU "
           "with Paddle and TensorRT; 4, KunlunXin.\n"
           "e.g.: ./multi_thread_demo ./det ./cls ./rec ./ppocr_keys_v1.txt './*.jpg' 0 2"
        << std::endl;
    return -1;
  }
  const auto option = MakeOption(std::atoi(argv[6]));
  const auto file = [&](int arg, const char* name) { return std::string(argv[arg]) + name; };
  fastdeploy::vision::ocr::DBDetector det(file(1, "/inference.pdmodel"),
                                          file(1, "/inference.pdiparams"), option);
  fastdeploy::vision::ocr::Classifier cls(file(2, "/inference.pdmodel"),
                                          file(2, "/inference.pdiparams"), option);
  fastdeploy::vision::ocr::Recognizer rec(file(3, "/inference.pdmodel"),
                                          file(3, "/inference.pdiparams"), argv[4], option);
  Pipeline ocr(&det, &cls, &rec);
  ocr.SetClsBatchSize(1);
  ocr.SetRecBatchSize(6);
  if (!ocr.Initialized()) {
    std::cerr << "Failed to initialize PP-OCR." << std::endl;
    return -1;
  }
  std::vector<cv::String> images;
  cv::glob(argv[5], images);

  const auto threads = static_cast<size_t>(thread_num);
  std::vector<std::unique_ptr<Pipeline>> clones;
  for (size_t i = 0; i < threads; ++i) clones.push_back(ocr.Clone());
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
