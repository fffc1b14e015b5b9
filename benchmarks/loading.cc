// SPDX-License-Identifier: Apache-2.0
//
// loading NAME ROUNDS MODEL...
//
// Measures the time (ms) to load each of several model files, with the parameters beside them. The
// files take turns, so that other load on the machine affects all of them alike. Prints one JSON
// row per file.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "fastdeploy/runtime.h"

namespace {

double LoadMilliseconds(const std::string& path) {
  fastdeploy::RuntimeOption option;
  option.SetModelPath(path);
  const auto start = std::chrono::steady_clock::now();
  const fastdeploy::Runtime runtime = fastdeploy::Runtime::Load(option);
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  return time.count();
}

void Run(const std::string& name, int rounds, const std::vector<std::string>& files) {
  std::vector<std::vector<double>> times(files.size());
  for (const std::string& file : files)
    (void)LoadMilliseconds(file);  // fills caches, loads plugins
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < files.size(); ++i) times[i].push_back(LoadMilliseconds(files[i]));
  }
  for (size_t i = 0; i < files.size(); ++i) {
    std::sort(times[i].begin(), times[i].end());
    std::cout << nlohmann::json{{"model", name},
                                {"file", std::filesystem::path(files[i]).filename().string()},
                                {"rounds", rounds},
                                {"median_ms", times[i][times[i].size() / 2]},
                                {"least_ms", times[i].front()},
                                {"most_ms", times[i].back()}}
                     .dump()
              << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  try {
    if (args.size() < 3) throw std::invalid_argument("usage: loading NAME ROUNDS MODEL...");
    Run(args[0], std::stoi(args[1]), {args.begin() + 2, args.end()});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
