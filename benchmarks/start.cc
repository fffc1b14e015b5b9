// SPDX-License-Identifier: Apache-2.0
//
// start FOLDER PIXELS HEIGHT WIDTH MODELS openvino|onnxruntime
//
// From the start of the program to the first result of the model in a folder, for the picture in a
// file of pixels (BGR), and the memory once the model and its clones, MODELS in all, have each
// predicted three times in threads of their own. Prints one JSON row: milliseconds, and MB of 2^20
// bytes: resident, and this process's share where pages are shared with others (PSS).

#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "fastdeploy/vision.h"

namespace {

using Clock = std::chrono::steady_clock;
const Clock::time_point kStart = Clock::now();

double Milliseconds() {
  return std::chrono::duration<double, std::milli>(Clock::now() - kStart).count();
}

/// A figure of /proc/self/smaps_rollup.
double Mebibytes(const std::string& name) {
  std::ifstream file("/proc/self/smaps_rollup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1)) / 1024;
  }
  throw std::runtime_error("no " + name + " in /proc/self/smaps_rollup");
}

cv::Mat ReadPixels(const std::string& path, int height, int width) {
  cv::Mat image(height, width, CV_8UC3);
  std::ifstream file(path, std::ios::binary);
  const auto size = static_cast<std::streamsize>(image.total() * image.elemSize());
  if (!file.read(reinterpret_cast<char*>(image.data), size)) {
    throw std::runtime_error("cannot read " + path);
  }
  return image;
}

void Run(const std::vector<std::string>& args) {
  const cv::Mat image = ReadPixels(args[1], std::stoi(args[2]), std::stoi(args[3]));
  fastdeploy::RuntimeOption option;
  option.backend = args[5] == "onnxruntime" ? fastdeploy::ORT : fastdeploy::OPENVINO;
  fastdeploy::vision::AnyModel model = fastdeploy::Load(args[0], option);
  const double loaded = Milliseconds();
  const std::string result = model.Predict(image).Str();
  const double first = Milliseconds();
  std::vector<std::unique_ptr<fastdeploy::vision::AnyModel>> clones;
  for (int i = 1; i < std::stoi(args[4]); ++i) clones.push_back(model.Clone());
  std::vector<std::jthread> threads;
  const auto predict = [&](fastdeploy::vision::AnyModel* used) {
    for (int i = 0; i < 3; ++i) (void)used->Predict(image);
  };
  threads.emplace_back(predict, &model);
  for (const auto& clone : clones) threads.emplace_back(predict, clone.get());
  threads.clear();
  std::cout << nlohmann::json{{"models", clones.size() + 1},
                              {"loaded_ms", loaded},
                              {"first_ms", first},
                              {"rss_mib", Mebibytes("Rss")},
                              {"pss_mib", Mebibytes("Pss")},
                              {"result", std::hash<std::string>()(result)}}
                   .dump()
            << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  try {
    if (args.size() != 6) {
      throw std::invalid_argument(
          "usage: start FOLDER PIXELS HEIGHT WIDTH MODELS openvino|onnxruntime");
    }
    Run(args);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
