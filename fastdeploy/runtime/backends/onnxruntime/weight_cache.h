// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

struct RuntimeOption;

/// A model that ONNX Runtime reads.
struct OnnxSource {
  std::string path;                   ///< its file; empty: `bytes` are the model
  std::string_view bytes;             ///< must outlive this
  std::vector<std::string_view> key;  ///< everything that tells it from other models
};

/// Opens a session. Throws Ort::Exception.
Ort::Session Open(const OnnxSource& source, const Ort::SessionOptions& options);

/// The model of those that WriteOptimised writes.
inline constexpr const char* kOptimisedModel = "model.onnx";

/// Writes the model, optimised with `options`, and its weights, packed for this CPU, into files of
/// a folder. ONNX Runtime maps the weights, so that all processes which open the model share their
/// pages. Throws Ort::Exception.
void WriteOptimised(const std::filesystem::path& folder, const OnnxSource& source,
                    Ort::SessionOptions options);

/// The path of the model as WriteOptimised writes it.
///
/// The files are in a folder of the cache folder, named by a digest of the model, the version of
/// ONNX Runtime, the features of the CPU and the options that matter. If they do not exist or are
/// damaged, one process writes them while others wait. If that process is killed, the incomplete
/// files are never used. Throws Error, Ort::Exception.
std::string SharedModel(const OnnxSource& source, Ort::SessionOptions options,
                        const RuntimeOption& option);

}  // namespace fastdeploy
