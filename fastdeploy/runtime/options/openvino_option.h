// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fastdeploy {

/// Settings of the OpenVINO backend. Checked when a model is loaded.
struct OpenVINOBackendOption {
  /// OpenVINO's device name: "CPU", "GPU" (Intel), "AUTO", "HETERO:GPU,CPU", ...
  std::string device = "CPU";
  /// Threads of one model, all of its clones together; -1: RuntimeOption::cpu_thread_num.
  int cpu_thread_num = -1;
  /// Requests that run side by side, each on its share of the threads. -1: OpenVINO's choice,
  /// -2: one per NUMA node, 0: ours (docs/performance.md), from the cost of the model: a small
  /// model gets a stream for every core, a large one a single stream that uses them all.
  int num_streams = 0;
  /// Pinning of threads to cores: "YES", "NO", "NUMA" or "HYBRID_AWARE". Off, since several engines
  /// live in one process, and OpenVINO pins each of them to the same cores.
  std::string affinity = "NO";
  /// "UNDEFINED", or "LATENCY", "THROUGHPUT", "CUMULATIVE_THROUGHPUT", which decide streams and
  /// threads in place of the numbers above.
  std::string hint = "UNDEFINED";
  /// "f32", "bf16" or "f16". OpenVINO would take bf16 by itself on CPUs that have it, and results
  /// would depend on the machine.
  std::string inference_precision = "f32";
  /// Folder where OpenVINO keeps compiled models; empty: none are kept.
  std::string cache_dir;
  /// Shapes to fix, by input name; 1.x's place for RuntimeOption::input_shapes, over which it takes
  /// precedence, with every backend.
  std::map<std::string, std::vector<int64_t>> shape_infos;
  /// Operators that run on the CPU where the device is "HETERO:...".
  std::set<std::string> cpu_operators = {"MulticlassNms"};

  void SetDevice(const std::string& name) { device = name; }
  void SetShapeInfo(const std::map<std::string, std::vector<int64_t>>& shapes) {
    shape_infos = shapes;
  }
  void SetCpuOperators(const std::vector<std::string>& operators) {
    cpu_operators = {operators.begin(), operators.end()};
  }
  void SetAffinity(const std::string& value) { affinity = value; }
  void SetPerformanceHint(const std::string& value) { hint = value; }
  void SetStreamNum(int streams) { num_streams = streams; }
  void SetInferencePrecision(const std::string& precision) { inference_precision = precision; }
  void SetCacheDir(const std::string& folder) { cache_dir = folder; }

  /// Throws Error for a value that is none of the above.
  void Validate() const;
};

}  // namespace fastdeploy
