// SPDX-License-Identifier: Apache-2.0
//
// workers MODEL PARAMS CONFIG WORKERS WAIT_MS SECONDS STREAMS THREADS
//
// Runs threads with clones of one classifier for SECONDS. Each waits WAIT_MS (as if for a disk or
// network) and predicts, repeatedly. STREAMS and THREADS are the model's settings; 0: the default.
// Prints one JSON row: images/s, CPU time per image, and the memory of the process afterwards. The
// Python counterpart is workers.py.

#include <sys/resource.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "fastdeploy/vision.h"

namespace {

using fastdeploy::vision::classification::PaddleClasModel;
using Clock = std::chrono::steady_clock;

constexpr int kWarmup = 5;

/// Proportional set size: a page that n processes share counts as 1/n in each of them.
double PssMiB() {
  std::ifstream file("/proc/self/smaps_rollup");
  std::string word;
  while (file >> word) {
    double kib = 0;
    if (word == "Pss:" && file >> kib) return kib / 1024;
  }
  return 0;
}

double CpuSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

PaddleClasModel Load(const std::vector<std::string>& args) {
  fastdeploy::RuntimeOption option;
  if (const int streams = std::stoi(args[6]); streams > 0) option.SetOpenVINOStreams(streams);
  if (const int threads = std::stoi(args[7]); threads > 0) option.SetCpuThreadNum(threads);
  return PaddleClasModel::Load(args[0], args[1], args[2], option);
}

int Run(const std::vector<std::string>& args) {
  cv::setNumThreads(1);
  const PaddleClasModel model = Load(args);
  const int count = std::stoi(args[3]);
  const std::chrono::duration<double, std::milli> wait(std::stod(args[4]));
  const std::chrono::duration<double> seconds(std::stod(args[5]));
  cv::Mat image(480, 640, CV_8UC3);
  cv::randu(image, 0, 255);
  std::barrier together(count + 1);
  std::vector<double> rates(static_cast<std::size_t>(count));
  std::atomic<int> all_images = 0;
  std::vector<std::jthread> workers;
  for (double& rate : rates) {
    workers.emplace_back([&, clone = model.Clone()] {
      for (int i = 0; i < kWarmup; ++i) (void)clone->Predict(image);
      together.arrive_and_wait();
      together.arrive_and_wait();
      int images = 0;
      const auto start = Clock::now();
      auto now = start;
      while (now < start + seconds) {
        if (wait.count() > 0) std::this_thread::sleep_for(wait);
        (void)clone->Predict(image);
        ++images;
        now = Clock::now();
      }
      all_images += images;
      rate = images / std::chrono::duration<double>(now - start).count();
      together.arrive_and_wait();
      together.arrive_and_wait();
    });
  }
  together.arrive_and_wait();  // all are ready
  const double before = CpuSeconds();
  together.arrive_and_wait();
  together.arrive_and_wait();  // all are done, none has ended
  const double cpu = CpuSeconds() - before;
  const double memory = PssMiB();
  together.arrive_and_wait();
  std::cout << nlohmann::json{{"images_per_second",
                               std::accumulate(rates.begin(), rates.end(), 0.0)},
                              {"cpu_ms_an_image", 1000 * cpu / all_images},
                              {"pss_mib", memory}}
                   .dump()
            << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() != 8) {
    std::cerr << "usage: workers MODEL PARAMS CONFIG WORKERS WAIT_MS SECONDS STREAMS THREADS\n";
    return 2;
  }
  try {
    return Run(args);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
