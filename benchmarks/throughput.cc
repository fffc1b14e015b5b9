// SPDX-License-Identifier: Apache-2.0
//
// throughput NAME MODEL PARAMS CONFIG IMAGE [ROUNDS] [SECONDS]
//
// Measures what share of the machine a classifier uses. Each round measures, one after another: one
// thread with one inference thread, which gives the CPU time per image; one thread with default
// settings; one thread with a clone per core, with default settings; and the same with one stream
// per core. The share is
//     images/s / (cores / CPU time per image)
// Prints one JSON row with the median, minimum and maximum over all rounds.

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "fastdeploy/vision.h"

namespace {

using fastdeploy::RuntimeOption;
using fastdeploy::vision::classification::PaddleClasModel;
using Clock = std::chrono::steady_clock;

struct Measured {
  double images_per_second;
  double cpu_seconds_per_image;
};

double CpuSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Measured Measure(const PaddleClasModel& model, const cv::Mat& image, unsigned threads,
                 double seconds) {
  std::vector<std::unique_ptr<PaddleClasModel>> clones;
  for (unsigned i = 0; i < threads; ++i) {
    clones.push_back(model.Clone());
    (void)clones.back()->Predict(image);
  }
  std::atomic<int> images = 0;
  const double cpu_before = CpuSeconds();
  const auto start = Clock::now();
  const auto deadline = start + std::chrono::duration<double>(seconds);
  {
    std::vector<std::jthread> workers;
    for (auto& clone : clones) {
      workers.emplace_back([&] {
        while (Clock::now() < deadline) {
          (void)clone->Predict(image);
          ++images;
        }
      });
    }
  }
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  return {images / elapsed.count(), (CpuSeconds() - cpu_before) / images};
}

nlohmann::json Summary(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {{"median", values[values.size() / 2]}, {"min", values.front()}, {"max", values.back()}};
}

int Run(const std::vector<std::string>& args) {
  const auto load = [&](const RuntimeOption& option) {
    return PaddleClasModel::Load(args[1], args[2], args[3], option);
  };
  RuntimeOption one_thread;
  one_thread.SetCpuThreadNum(1);
  const PaddleClasModel single = load(one_thread);
  const PaddleClasModel model = load({});
  const unsigned cores = std::thread::hardware_concurrency();
  RuntimeOption streams;
  streams.SetOpenVINOStreams(static_cast<int>(cores));
  const PaddleClasModel streamed = load(streams);
  const cv::Mat image = cv::imread(args[4]);
  const int rounds = args.size() > 5 ? std::stoi(args[5]) : 5;
  const double seconds = args.size() > 6 ? std::stod(args[6]) : 3;
  cv::setNumThreads(1);

  std::vector<double> cpu_ms;
  std::vector<double> alone;
  std::vector<double> together;
  std::vector<double> use;
  std::vector<double> use_streamed;
  for (int round = 0; round < rounds; ++round) {
    const Measured base = Measure(single, image, 1, seconds);
    const Measured one = Measure(model, image, 1, seconds);
    const Measured many = Measure(model, image, cores, seconds);
    cpu_ms.push_back(base.cpu_seconds_per_image * 1000);
    alone.push_back(one.images_per_second);
    together.push_back(many.images_per_second);
    const Measured many_streams = Measure(streamed, image, cores, seconds);
    const double cost = base.cpu_seconds_per_image / cores;
    use.push_back(many.images_per_second * cost);
    use_streamed.push_back(many_streams.images_per_second * cost);
  }
  std::cout << nlohmann::json{{"model", args[0]},
                              {"cores", cores},
                              {"rounds", rounds},
                              {"cpu_ms_an_image_single", Summary(cpu_ms)},
                              {"images_per_second_1_thread", Summary(alone)},
                              {"images_per_second_clones", Summary(together)},
                              {"share_of_machine", Summary(use)},
                              {"share_of_machine_stream_a_core", Summary(use_streamed)}}
                   .dump()
            << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() < 5) {
    std::cerr << "usage: throughput NAME MODEL PARAMS CONFIG IMAGE [ROUNDS] [SECONDS]\n";
    return 2;
  }
  try {
    return Run(args);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
