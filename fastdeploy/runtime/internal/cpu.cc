// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/internal/cpu.h"

#include "fastdeploy/core/internal/mapped_file.h"

namespace fastdeploy {

std::string CpuFeatures() {
  const std::string info = ReadTextFile("/proc/cpuinfo");
  for (const char* key : {"flags", "Features"}) {
    const size_t start = info.find(key);
    if (start != std::string::npos) return info.substr(start, info.find('\n', start) - start);
  }
  return "";
}

bool HasExactInt8() {
  static const bool exact = [] {
    const std::string features = CpuFeatures();
    if (features.starts_with("Features")) return true;  // an ARM CPU
    return features.find(" avx512_vnni") != std::string::npos ||
           features.find(" avx_vnni") != std::string::npos;
  }();
  return exact;
}

}  // namespace fastdeploy
