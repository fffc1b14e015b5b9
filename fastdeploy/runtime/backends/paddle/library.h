// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_type.h"

// Paddle Inference's library, called without its headers. The wheel `paddlepaddle` has no headers,
// but exports the C++ functions that its C++ package declares in paddle_inference_api.h. They are
// found by their names in the Itanium C++ ABI, which say what they take; what they return is in
// that header. Checked with 2.6.2 and 3.3.1.
namespace fastdeploy::paddle_library {

// paddle_infer::Tensor and Predictor. All that is known of their layout is what deletes a Tensor.
struct Tensor;
struct Predictor;

struct DeleteTensor {
  void operator()(Tensor* tensor) const noexcept;
};
// A std::unique_ptr is returned the same way, whatever its deleter.
using TensorPtr = std::unique_ptr<Tensor, DeleteTensor>;
static_assert(sizeof(TensorPtr) == sizeof(void*));

/// paddle_infer::DataType.
enum class DataType : int {
  kFloat32,
  kInt64,
  kInt32,
  kUInt8,
  kInt8,
  kFloat16,
  kBool,
  kFloat64,
  kBFloat16,
};

/// How values of one type are copied to and read from a tensor.
struct TypeRow {
  FDDataType ours;
  DataType theirs;
  const char* mangled;  ///< its name in the ABI
  void (*copy_from_cpu)(Tensor* tensor, const void* data);
  void* (*data)(const Tensor* tensor, int* place, int* size);
};

struct Functions {
  std::string version;
  std::vector<TypeRow> types;

  // paddle_infer::Config
  void (*construct_config)(void* config);
  void (*destroy_config)(void* config);
  void (*set_model)(void* config, const std::string& program, const std::string& params);
  void (*set_model_buffer)(void* config, const char* program, size_t program_bytes,
                           const char* params, size_t params_bytes);
  void (*set_threads)(void* config, int threads);
  void (*disable_log)(void* config);
  void (*switch_ir_optim)(void* config, int on);
  void (*enable_memory_optim)(void* config, bool on);
  // Null if the version lacks them.
  void (*enable_onednn)(void* config);
  void (*disable_onednn)(void* config);
  void (*set_onednn_cache)(void* config, int shapes);
  void (*delete_pass)(void* config, const std::string& name);

  // paddle_infer::Predictor
  std::shared_ptr<Predictor> (*create_predictor)(const void* config);
  bool (*run)(Predictor* predictor);
  std::vector<std::string> (*input_names)(Predictor* predictor);
  std::vector<std::string> (*output_names)(Predictor* predictor);
  TensorPtr (*input)(Predictor* predictor, const std::string& name);
  TensorPtr (*output)(Predictor* predictor, const std::string& name);

  // paddle_infer::Tensor
  void (*reshape)(Tensor* tensor, const std::vector<int>& shape);
  std::vector<int> (*shape)(const Tensor* tensor);
  DataType (*type)(const Tensor* tensor);
};

/// Whether there is such a library: looks for its file, or for a copy that is loaded already.
bool IsInstalled();

/// The functions of the library, which is loaded on first use and stays. Throws Error
/// (kUnsupported) that says what is missing. Thread-safe.
const Functions& Load();

/// The row of a type. Throws Error (kUnsupported).
const TypeRow& RowOf(FDDataType type);
const TypeRow& RowOf(DataType type);

}  // namespace fastdeploy::paddle_library
