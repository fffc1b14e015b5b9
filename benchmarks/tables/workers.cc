// SPDX-License-Identifier: Apache-2.0
//
// workers MODEL PARAMS CONFIG IMAGE THREADS WAIT_MS SECONDS
//
// Threads with clones of one classifier, each in turn waiting (in place of a disk or a network) and
// predicting: images/s and the memory of the process. One JSON row on standard output; the C++ twin
// of workers.py.

#include <atomic>
#include <barrier>
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "fastdeploy/vision.h"

namespace {

using fastdeploy::vision::classification::PaddleClasModel;
using Clock = std::chrono::steady_clock;

/// Proportional set size: pages that processes share count in parts.
double PssMiB() {
  std::ifstream file("/proc/self/smaps_rollup");
  std::string word;
  while (file >> word) {
    double kib = 0;
    if (word == "Pss:" && file >> kib) return kib / 1024;
  }
  return 0;
}

int Run(const std::vector<std::string>& args) {
  const PaddleClasModel model = PaddleClasModel::Load(args[0], args[1], args[2]);
  const cv::Mat image = cv::imread(args[3]);
  const int threads = std::stoi(args[4]);
  const std::chrono::duration<double, std::milli> wait(std::stod(args[5]));
  const std::chrono::duration<double> seconds(std::stod(args[6]));
  cv::setNumThreads(1);
  std::atomic<int> images = 0;
  std::barrier start(threads + 1);
  std::barrier end(threads + 1);
  std::vector<std::jthread> workers;
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&, clone = model.Clone()] {
      (void)clone->Predict(image);
      start.arrive_and_wait();
      const auto deadline = Clock::now() + seconds;
      while (Clock::now() < deadline) {
        if (wait.count() > 0) std::this_thread::sleep_for(wait);
        (void)clone->Predict(image);
        ++images;
      }
      end.arrive_and_wait();
      end.arrive_and_wait();
    });
  }
  start.arrive_and_wait();
  const auto started = Clock::now();
  end.arrive_and_wait();
  const std::chrono::duration<double> elapsed = Clock::now() - started;
  const double memory = PssMiB();
  end.arrive_and_wait();
  std::cout
      << nlohmann::json{{"images_per_second", images / elapsed.count()}, {"pss_mib", memory}}.dump()
      << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() != 7) {
    std::cerr << "usage: workers MODEL PARAMS CONFIG IMAGE THREADS WAIT_MS SECONDS\n";
    return 2;
  }
  try {
    return Run(args);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
