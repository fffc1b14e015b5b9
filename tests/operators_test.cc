// SPDX-License-Identifier: Apache-2.0
//
// Every operator gives Paddle's own results, on every backend and from both formats of programs, or
// is refused: the models of models/operators, each of one operator. The table of what is refused,
// tests/golden/operators/refused.json, says all that is; docs/operators.md is made of it.
//
// FASTDEPLOY_OPERATORS=text runs only the cases whose names contain the text. FASTDEPLOY_REFUSED is
// a file to which the table is written as found. With FASTDEPLOY_OPERATORS_KEPT each model is read
// from files and goes through the cache of compiled models: slow; for a change of the cache or of
// an engine.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>

#include "fastdeploy/runtime.h"
#include "tests/testing/environment.h"

namespace fastdeploy {
namespace {

using nlohmann::json;

FDTensor MakeTensor(const json& from) {
  static const std::map<std::string, FDDataType> kTypes = {
      {"bool", BOOL},    {"int32", INT32},  {"int64", INT64}, {"float16", FP16},
      {"float32", FP32}, {"float64", FP64}, {"uint8", UINT8}, {"int8", INT8}};
  FDTensor tensor;
  tensor.name = from["name"];
  tensor.Resize(from["shape"].get<std::vector<int64_t>>(), kTypes.at(from["dtype"]));
  const std::string bytes = testing::DecodeBase64(from["data"]);
  if (bytes.size() != static_cast<size_t>(tensor.Nbytes())) throw std::runtime_error("wrong size");
  if (!bytes.empty()) std::memcpy(tensor.MutableData(), bytes.data(), bytes.size());
  return tensor;
}

std::vector<FDTensor> MakeTensors(const json& from) {
  std::vector<FDTensor> tensors;
  for (const json& one : from) tensors.push_back(MakeTensor(one));
  return tensors;
}

/// How the values differ: "" if they do not. Floats may differ by absolute + relative * |value|.
template <typename T>
std::string Difference(const FDTensor& found, const FDTensor& expected, const json& tolerance) {
  for (size_t i = 0; i < static_cast<size_t>(expected.Numel()); ++i) {
    const T a = static_cast<const T*>(found.Data())[i];
    const T b = static_cast<const T*>(expected.Data())[i];
    bool same = a == b;
    if constexpr (std::is_floating_point_v<T>) {
      const double allowed =
          tolerance.value("absolute", 1e-5) + tolerance.value("relative", 1e-4) * std::abs(b);
      same = same || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= allowed;
    }
    if (!same) {
      return "value " + std::to_string(i) + " of " + std::to_string(expected.Numel()) + " is " +
             std::to_string(a) + ", Paddle's is " + std::to_string(b);
    }
  }
  return "";
}

std::string Difference(const FDTensor& found, const FDTensor& expected, const json& tolerance) {
  if (found.dtype != expected.dtype) return Str(found.dtype) + " for " + Str(expected.dtype);
  if (found.shape != expected.shape) {
    return "shape " + json(found.shape).dump() + " for " + json(expected.shape).dump();
  }
  switch (expected.dtype) {
    case FP32:
      return Difference<float>(found, expected, tolerance);
    case FP64:
      return Difference<double>(found, expected, tolerance);
    case INT32:
      return Difference<int32_t>(found, expected, tolerance);
    case INT64:
      return Difference<int64_t>(found, expected, tolerance);
    case BOOL:
    case UINT8:
      return Difference<uint8_t>(found, expected, tolerance);
    case INT8:
      return Difference<int8_t>(found, expected, tolerance);
    default: {  // 16-bit floats: to the bit
      const bool same =
          std::memcmp(found.Data(), expected.Data(), static_cast<size_t>(expected.Nbytes())) == 0;
      return same ? "" : "bytes differ";
    }
  }
}

bool KeepsCompiled() { return std::getenv("FASTDEPLOY_OPERATORS_KEPT") != nullptr; }

/// A backend by its name in commands; null if it is not there.
const BackendRow* FindBackend(const std::string& id) {
  const auto found = std::ranges::find(BackendRows(), id, &BackendRow::id);
  return found != BackendRows().end() && (*found)->runs_on(CPU) ? *found : nullptr;
}

/// Runs a case: nothing if it is right, else the reason why the library refuses it.
std::optional<std::string> RunCase(const json& one, const std::string& format, Backend backend) {
  const json& model = one[format];
  const std::string program = format == "pir" ? model["program"].get<std::string>()
                                              : testing::DecodeBase64(model["program"]);
  const std::string weights = testing::DecodeBase64(model["weights"]);
  const testing::TemporaryFolder folder;
  RuntimeOption option;
  option.backend = backend;
  if (backend == PDINFER || KeepsCompiled()) {  // reads inference.json from files only
    option.SetModelPath(folder.Write(format == "pir" ? "model.json" : "model.pdmodel", program),
                        folder.Write("model.pdiparams", weights));
  } else {
    option.SetModelBuffer(program, weights);
  }
  try {
    Runtime runtime = Runtime::Load(option);
    for (size_t run = 0; run < one["inputs"].size(); ++run) {
      const std::vector<FDTensor> inputs = MakeTensors(one["inputs"][run]);
      std::vector<FDTensor> outputs;
      runtime.Run(inputs, &outputs);
      const std::vector<FDTensor> answers = MakeTensors(model["outputs"][run]);
      EXPECT_EQ(outputs.size(), answers.size());
      for (size_t i = 0; i < std::min(outputs.size(), answers.size()); ++i) {
        const std::string difference =
            Difference(outputs[i], answers[i], one.value("tolerance", json::object()));
        EXPECT_EQ(difference, "") << "output " << i << " of run " << run;
      }
    }
  } catch (const Error& error) {
    // A backend may also find out when it runs the model.
    if (error.Kind() == ErrorKind::kUnsupported || error.Kind() == ErrorKind::kRuntime) {
      return error.what();
    }
    ADD_FAILURE() << error.what();
  }
  return std::nullopt;
}

class Operators : public ::testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(Operators, EqualPaddleOrAreRefused) {
  const auto& [format, id] = GetParam();
  const BackendRow* backend = FindBackend(id);
  if (backend == nullptr) GTEST_SKIP() << "not installed";
  const char* only = std::getenv("FASTDEPLOY_OPERATORS");
  const std::string place = format + " " + id;
  const json allowed = testing::Golden("operators/refused.json").value(place, json::object());
  std::map<std::string, std::string> refused;
  for (const auto& [name, one] : testing::OperatorCases().items()) {
    if (!one.contains(format) || (only && name.find(only) == std::string::npos)) continue;
    SCOPED_TRACE(name);
    const auto reason = RunCase(one, format, backend->backend);
    if (reason) refused[name] = *reason;
    if (reason.has_value() != allowed.contains(name)) {
      ADD_FAILURE() << (reason ? "refused: " + *reason : "refused no longer: update refused.json");
    }
  }
  if (const char* file = std::getenv("FASTDEPLOY_REFUSED")) {
    std::ifstream before(file);
    json table = before ? json::parse(before) : json::object();
    table[place] = refused;
    std::ofstream(file) << table.dump(1) << "\n";
  }
}

std::string Name(const ::testing::TestParamInfo<std::tuple<std::string, std::string>>& row) {
  return std::get<0>(row.param) + "_" + std::get<1>(row.param);
}

INSTANTIATE_TEST_SUITE_P(Golden, Operators,
                         ::testing::Combine(::testing::Values("pdmodel", "pir"),
                                            ::testing::Values("openvino", "onnxruntime")),
                         Name);

// The answers for .pdmodel are those of Paddle 2.6.2, from which version 3 differs.
INSTANTIATE_TEST_SUITE_P(GoldenPaddle, Operators, ::testing::Values(std::tuple("pir", "paddle")),
                         Name);

/// A model that the first backend refuses runs on another one, unless the option names a backend.
TEST(OperatorsByDefault, RunOnABackendThatCan) {
  if (!IsBackendAvailable(OPENVINO) || !IsBackendAvailable(ORT))
    GTEST_SKIP() << "not in this build";
  const json& model = testing::OperatorCases()["squeeze_all"]["pir"];
  RuntimeOption option;
  option.SetModelBuffer(model["program"].get<std::string>(),
                        testing::DecodeBase64(model["weights"]));
  EXPECT_EQ(Runtime::Load(option).option.backend, ORT);
  option.backend = OPENVINO;
  EXPECT_EQ(testing::ThrownBy([&] { (void)Runtime::Load(option); }).Kind(),
            ErrorKind::kUnsupported);
}

/// OpenVINO's export loses on which axis their steps are.
TEST(OperatorsFromTheCache, RecurrentOnesAreRight) {
  const testing::CompiledCache cache;
  size_t cases = 0;
  for (const auto& [name, one] : testing::OperatorCases().items()) {
    if (name.find("_lengths") == std::string::npos || !one.contains("pdmodel")) continue;
    SCOPED_TRACE(name);
    EXPECT_EQ(RunCase(one, "pdmodel", OPENVINO), std::nullopt);
    EXPECT_EQ(RunCase(one, "pdmodel", OPENVINO), std::nullopt);
    ++cases;
  }
  EXPECT_GE(cases, 4U);
  EXPECT_TRUE(cache.Entries().empty());
}

}  // namespace
}  // namespace fastdeploy
