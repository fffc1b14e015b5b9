// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// Settings of the OpenVINO backend. Checked when a model is loaded.
struct FASTDEPLOY_DECL OpenVINOBackendOption {
  /// OpenVINO's device name: "CPU", "GPU" (Intel), "AUTO", "HETERO:GPU,CPU", ...
  std::string device = "CPU";
  /// Threads of one model, all of its clones together; -1: RuntimeOption::cpu_thread_num.
  int cpu_thread_num = -1;
  /// Requests that run side by side, each with its share of the threads. 0: chosen from the cost of
  /// the model (docs/performance.md): a small model gets one stream per core, a large one a single
  /// stream that uses all cores. -1: OpenVINO's choice. -2: one per NUMA node.
  int num_streams = 0;
  /// Pinning of threads to cores: "YES", "NO", "NUMA" or "HYBRID_AWARE". Off by default: OpenVINO
  /// would pin the threads of all models of a process to the same cores.
  std::string affinity = "NO";
  /// "UNDEFINED", or "LATENCY", "THROUGHPUT" or "CUMULATIVE_THROUGHPUT", which replace the numbers
  /// of threads and streams above.
  std::string hint = "UNDEFINED";
  /// "f32", "bf16" or "f16". Left to itself, OpenVINO uses bf16 on CPUs that have it, so that
  /// results would depend on the machine.
  std::string inference_precision = "f32";
  /// Folder in which OpenVINO keeps compiled models; empty: it keeps none.
  std::string cache_dir;
  /// Shapes to fix, by input name; 1.x's place for RuntimeOption::input_shapes, over which it takes
  /// precedence, with every backend.
  std::map<std::string, std::vector<int64_t>> shape_infos;
  /// Operators that run on the CPU if the device is "HETERO:...".
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

  /// Throws Error for an invalid value.
  void Validate() const;
};

}  // namespace fastdeploy
