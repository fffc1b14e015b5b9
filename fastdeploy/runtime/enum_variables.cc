// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/enum_variables.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

#include "fastdeploy/runtime/backend.h"

namespace fastdeploy {
namespace {

// As 1.x prints them.
constexpr std::array<std::string_view, 11> kBackends = {
    "UNKNOWN-Backend",    "Backend::ORT",        "Backend::TRT",    "Backend::PDINFER",
    "Backend::POROS",     "Backend::OPENVINO",   "Backend::PDLITE", "Backend::RKNPU2",
    "Backend::SOPHGOTPU", "Backend::HORIZONNPU", "Backend::TVM"};

constexpr std::array<std::string_view, 9> kFormats = {
    "ModelFormat::AUTOREC", "ModelFormat::PADDLE",      "ModelFormat::ONNX",
    "ModelFormat::RKNN",    "ModelFormat::TORCHSCRIPT", "ModelFormat::SOPHGO",
    "ModelFormat::HORIZON", "ModelFormat::TVM",         "ModelFormat::OPENVINO_IR"};

}  // namespace

std::string Str(const Backend& backend) {
  const auto index = static_cast<size_t>(backend);
  return std::string(index < kBackends.size() ? kBackends[index] : kBackends[0]);
}

std::string Str(const ModelFormat& format) {
  const auto index = static_cast<size_t>(format);
  return index < kFormats.size() ? std::string(kFormats[index]) : "UNKNOWN-ModelFormat";
}

std::ostream& operator<<(std::ostream& out, const Backend& backend) { return out << Str(backend); }
std::ostream& operator<<(std::ostream& out, const ModelFormat& format) {
  return out << Str(format);
}

std::vector<Backend> GetAvailableBackends() {
  std::vector<Backend> available;
  for (const BackendRow* row : BackendRows()) {
    if (row->runs_on(CPU)) available.push_back(row->backend);
  }
  return available;
}

bool IsBackendAvailable(const Backend& backend) {
  const std::vector<Backend> available = GetAvailableBackends();
  return std::find(available.begin(), available.end(), backend) != available.end();
}

bool Supported(ModelFormat format, Backend backend) {
  return std::ranges::any_of(BackendRows(), [&](const BackendRow* row) {
    return row->backend == backend && row->reads(format);
  });
}

bool Supported(Device device, Backend backend) {
  return std::ranges::any_of(BackendRows(), [&](const BackendRow* row) {
    return row->backend == backend && row->runs_on(device);
  });
}

}  // namespace fastdeploy
