// SPDX-License-Identifier: Apache-2.0
//
// memory MODEL PARAMS CONFIG MODELS clones|separate in-turn|threads
//
// Measures the resident memory of this process (MB = 2^20 bytes, as in 1.x's published table) with
// MODELS models of one classifier, after loading and after all of them have predicted: one after
// another, or each in its own thread. With `clones`, all models but the first are clones of the
// first; with `separate`, each is loaded by itself. Prints one JSON row.

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "fastdeploy/vision.h"

namespace {

using fastdeploy::vision::classification::PaddleClasModel;

double ResidentMiB() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * double(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

int Run(const std::vector<std::string>& args) {
  const int count = std::stoi(args[3]);
  const bool clones = args[4] == "clones";
  cv::Mat image(480, 640, CV_8UC3);
  cv::randu(image, 0, 255);
  const double start = ResidentMiB();
  std::vector<std::unique_ptr<PaddleClasModel>> models;
  for (int i = 0; i < count; ++i) {
    models.push_back(clones && i > 0 ? models.front()->Clone()
                                     : std::make_unique<PaddleClasModel>(
                                           PaddleClasModel::Load(args[0], args[1], args[2])));
  }
  const double loaded = ResidentMiB();
  std::vector<std::jthread> threads;
  for (auto& model : models) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) (void)model->Predict(image);
    });
    if (args[5] == "in-turn") threads.back().join();
  }
  for (std::jthread& thread : threads) {
    if (thread.joinable()) thread.join();
  }
  std::cout << nlohmann::json{{"models", count},      {"kind", args[4]},
                              {"predict", args[5]},   {"start_mib", start},
                              {"loaded_mib", loaded}, {"predicted_mib", ResidentMiB()}}
                   .dump()
            << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() != 6) {
    std::cerr << "usage: memory MODEL PARAMS CONFIG MODELS clones|separate in-turn|threads\n";
    return 2;
  }
  try {
    return Run(args);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
