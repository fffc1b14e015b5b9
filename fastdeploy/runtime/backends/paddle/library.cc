// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/paddle/library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <new>
#include <regex>
#include <string_view>
#include <system_error>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"

namespace fastdeploy::paddle_library {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "FASTDEPLOY_PADDLE_LIBRARY";
constexpr const char* kWheelName = "libpaddle.so";              // of paddlepaddle
constexpr const char* kPackageName = "libpaddle_inference.so";  // of the C++ package

/// A library that is loaded already is not loaded a second time from another file.
void* AlreadyLoaded() {
  for (const char* name : {kWheelName, kPackageName}) {
    if (void* library = dlopen(name, RTLD_NOW | RTLD_NOLOAD)) return library;
  }
  return nullptr;
}

/// The file of the library; "" if there is none.
fs::path FindFile() {
  if (const char* named = std::getenv(kVariable)) return named;
  const fs::path own = OwnFolder();
  for (const fs::path& file : {own / kPackageName, own / ".." / "paddle" / "base" / kWheelName}) {
    std::error_code error;
    if (fs::exists(file, error)) return file;
  }
  return {};
}

/// The wheel's library refers to Python, of which a C++ program has nothing: loads the libpython
/// that the wheel was made for, if it can be found. Python itself is never started.
void LoadPython(const fs::path& wheel_library) {
  if (dlsym(RTLD_DEFAULT, "Py_IsInitialized") != nullptr) return;
  // .../lib/python3.11/site-packages/paddle/base/libpaddle.so
  static const std::regex kFolder("^(.*)/(python3\\.[0-9]+)/[^/]+/paddle/base/[^/]+$");
  std::smatch match;
  const std::string path = wheel_library.string();
  if (!std::regex_match(path, match, kFolder)) return;
  const std::string name = "lib" + match[2].str() + ".so.1.0";
  for (const std::string& file : {match[1].str() + "/" + name, name}) {
    if (dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return;
  }
}

/// A program that names the variable `environ` has a copy of it, which the C library uses in place
/// of its own. Paddle's OpenMP, loaded with RTLD_DEEPBIND, reads the C library's own: it crashes
/// while that is null.
void ShareEnvironment() {
  void* c_library = dlopen("libc.so.6", RTLD_NOW | RTLD_NOLOAD);
  if (c_library == nullptr) return;
  auto* const own = static_cast<char***>(dlsym(c_library, "environ"));
  if (own != nullptr && *own == nullptr) *own = environ;
  dlclose(c_library);
}

void* Open() {
  if (void* loaded = AlreadyLoaded()) return loaded;
  const fs::path file = FindFile();
  if (file.empty()) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("Paddle Inference is not installed: `pip install paddlepaddle` beside "
                            "FastDeploy, or set {} to the path of {} or {}",
                            kVariable, kWheelName, kPackageName));
  }
  LoadPython(file);
  ShareEnvironment();
  // Paddle's wheel brings an OpenVINO of its own, which has to call itself, not that of the
  // program.
  if (void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND)) return library;
  throw Error(ErrorKind::kUnsupported, fmt::format("cannot load Paddle Inference: {}", dlerror()));
}

/// "3.3.1", of "version: 3.3.1\ncommit: ...".
std::string VersionIn(const std::string& text) {
  constexpr std::string_view kBefore = "version: ";
  const size_t begin = text.starts_with(kBefore) ? kBefore.size() : 0;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// The first of the names that this version has.
template <typename Function>
void FindOneOf(void* library, std::initializer_list<std::string> names, Function* function) {
  for (const std::string& name : names) {
    *function = reinterpret_cast<Function>(dlsym(library, name.c_str()));
    if (*function != nullptr) return;
  }
}

template <typename Function>
void Find(void* library, const std::string& name, Function* function) {
  FindOneOf(library, {name}, function);
  if (*function == nullptr) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("this version of Paddle Inference lacks the function {}; 2.6.2 and "
                            "3.3.1 have it",
                            name));
  }
}

/// std::string in a mangled name.
const std::string kString = "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE";

void FindConfig(void* library, Functions* functions) {
  const std::string config = "_ZN6paddle14AnalysisConfig";
  Find(library, config + "C1Ev", &functions->construct_config);
  Find(library, config + "D1Ev", &functions->destroy_config);
  Find(library, config + "8SetModelERK" + kString + "S8_", &functions->set_model);
  Find(library, config + "14SetModelBufferEPKcmS2_m", &functions->set_model_buffer);
  Find(library, config + "27SetCpuMathLibraryNumThreadsEi", &functions->set_threads);
  Find(library, config + "15DisableGlogInfoEv", &functions->disable_log);
  Find(library, config + "13SwitchIrOptimEi", &functions->switch_ir_optim);
  Find(library, config + "17EnableMemoryOptimEb", &functions->enable_memory_optim);
  // Version 3 has both names of these, and warns of the older ones.
  FindOneOf(library, {config + "12EnableONEDNNEv", config + "12EnableMKLDNNEv"},
            &functions->enable_onednn);
  FindOneOf(library, {config + "13DisableONEDNNEv", config + "13DisableMKLDNNEv"},
            &functions->disable_onednn);
  FindOneOf(library, {config + "22SetOnednnCacheCapacityEi", config + "22SetMkldnnCacheCapacityEi"},
            &functions->set_onednn_cache);
  FindOneOf(library, {config + "10DeletePassERK" + kString}, &functions->delete_pass);
}

void FindPredictor(void* library, Functions* functions) {
  const std::string predictor = "_ZN12paddle_infer9Predictor";
  Find(library, "_ZN12paddle_infer15CreatePredictorERKN6paddle14AnalysisConfigE",
       &functions->create_predictor);
  Find(library, predictor + "3RunEv", &functions->run);
  Find(library, predictor + "13GetInputNamesB5cxx11Ev", &functions->input_names);
  Find(library, predictor + "14GetOutputNamesB5cxx11Ev", &functions->output_names);
  Find(library, predictor + "14GetInputHandleERK" + kString, &functions->input);
  Find(library, predictor + "15GetOutputHandleERK" + kString, &functions->output);
}

void FindTensor(void* library, Functions* functions) {
  Find(library, "_ZN12paddle_infer6Tensor7ReshapeERKSt6vectorIiSaIiEE", &functions->reshape);
  Find(library, "_ZNK12paddle_infer6Tensor5shapeEv", &functions->shape);
  Find(library, "_ZNK12paddle_infer6Tensor4typeEv", &functions->type);
  const auto row = [](FDDataType ours, DataType theirs, const char* mangled) {
    return TypeRow{ours, theirs, mangled, nullptr, nullptr};
  };
  functions->types = {
      row(FP32, DataType::kFloat32, "f"), row(INT64, DataType::kInt64, "l"),
      row(INT32, DataType::kInt32, "i"),  row(UINT8, DataType::kUInt8, "h"),
      row(INT8, DataType::kInt8, "a"),    row(FP16, DataType::kFloat16, "N3phi5dtype7float16E"),
      row(BOOL, DataType::kBool, "b"),    row(FP64, DataType::kFloat64, "d"),
  };
  for (TypeRow& type : functions->types) {
    Find(library, fmt::format("_ZN12paddle_infer6Tensor11CopyFromCpuI{}EEvPKT_", type.mangled),
         &type.copy_from_cpu);
    Find(library,
         fmt::format("_ZNK12paddle_infer6Tensor4dataI{}EEPT_PNS_9PlaceTypeEPi", type.mangled),
         &type.data);
  }
}

}  // namespace

bool IsInstalled() { return AlreadyLoaded() != nullptr || !FindFile().empty(); }

const Functions& Load() {
  static const Functions* functions = [] {
    void* library = Open();
    auto found = std::make_unique<Functions>();
    std::string (*version)() = nullptr;
    Find(library, "_ZN12paddle_infer10GetVersionB5cxx11Ev", &version);
    found->version = VersionIn(version());
    FindConfig(library, found.get());
    FindPredictor(library, found.get());
    FindTensor(library, found.get());
    return found.release();  // never freed: models may be destroyed after static objects
  }();
  return *functions;
}

const TypeRow& RowOf(FDDataType type) {
  for (const TypeRow& row : Load().types) {
    if (row.ours == type) return row;
  }
  throw Error(ErrorKind::kUnsupported,
              fmt::format("Paddle Inference has no element type {}", Str(type)));
}

const TypeRow& RowOf(DataType type) {
  for (const TypeRow& row : Load().types) {
    if (row.theirs == type) return row;
  }
  throw Error(ErrorKind::kUnsupported, fmt::format("Paddle Inference's element type {} is not "
                                                   "supported",
                                                   static_cast<int>(type)));
}

void DeleteTensor::operator()(Tensor* tensor) const noexcept {
  // Its first member is its name; the others own no memory.
  std::destroy_at(reinterpret_cast<std::string*>(tensor));
  ::operator delete(tensor);
}

}  // namespace fastdeploy::paddle_library
