// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/operators/internal/operator.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "fastdeploy/core/error.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
using ::testing::HasSubstr;
using testing::ThrownBy;

/// A tensor as the golden file has it; its numbers are float32, int32 or int64.
struct Tensor {
  std::vector<int64_t> dims;
  std::vector<char> bytes;

  Tensor() = default;
  Tensor(const json& golden, DType dtype) : dims(golden["dims"]) {
    const json& values = golden["values"];
    if (dtype == kFloat32) Fill(values.get<std::vector<float>>());
    if (dtype == kInt32) Fill(values.get<std::vector<int32_t>>());
  }

  [[nodiscard]] double At(size_t i, DType dtype) const {
    if (dtype == kFloat32) return reinterpret_cast<const float*>(bytes.data())[i];
    if (dtype == kInt32) return reinterpret_cast<const int32_t*>(bytes.data())[i];
    return static_cast<double>(reinterpret_cast<const int64_t*>(bytes.data())[i]);
  }

 private:
  template <typename T>
  void Fill(const std::vector<T>& values) {
    const auto* start = reinterpret_cast<const char*>(values.data());
    bytes.assign(start, start + values.size() * sizeof(T));
  }
};

class Outputs : public KernelOutputs {
 public:
  std::map<size_t, Tensor> tensors;

 private:
  void* MakeBytes(size_t index, const std::vector<int64_t>& dims) override {
    int64_t count = 1;
    for (const int64_t dim : dims) count *= dim;
    tensors[index].dims = dims;
    tensors[index].bytes.resize(static_cast<size_t>(count) * 8);  // enough for every type
    return tensors[index].bytes.data();
  }
};

const OperatorRow& RowOf(const std::string& name) {
  for (const OperatorRow& row : OperatorRows()) {
    if (row.name == name) return row;
  }
  throw Error(ErrorKind::kNotFound, "no operator " + name);
}

std::map<size_t, Tensor> RunKernel(const std::string& name, const json& attributes,
                                   const std::vector<Tensor>& inputs) {
  const OperatorRow& row = RowOf(name);
  std::vector<KernelInput> views;
  for (size_t i = 0; i < inputs.size(); ++i) {
    views.push_back(
        {.dtype = row.inputs[i].dtype, .dims = inputs[i].dims, .data = inputs[i].bytes.data()});
  }
  Outputs outputs;
  MakeKernel(row, attributes.dump())->Run(views, &outputs);
  return std::move(outputs.tensors);
}

std::vector<json> Cases() { return Golden("operators/kernels.json")["cases"]; }

std::vector<Tensor> InputsOf(const json& golden) {
  const OperatorRow& row = RowOf(golden["operator"]);
  std::vector<Tensor> inputs;
  for (size_t i = 0; i < golden["inputs"].size(); ++i) {
    inputs.emplace_back(golden["inputs"][i], row.inputs[i].dtype);
  }
  return inputs;
}

TEST(Operators, RefuseShapesThatAreTooLarge) {
  Outputs outputs;
  constexpr int64_t kHuge = int64_t{1} << 62;
  for (const std::vector<int64_t>& dims :
       {std::vector<int64_t>{-1, 2}, {kHuge, 4}, {0, kHuge, 8}}) {
    EXPECT_THROW((void)outputs.Make<float>(0, dims), Error);
    const int value = 0;
    EXPECT_THROW((void)KernelInput({.dtype = kFloat32, .dims = dims, .data = &value}).Count(),
                 Error);
  }
  EXPECT_TRUE(outputs.tensors.empty());
}

TEST(Operators, GiveWhatPaddleGives) {
  std::set<std::string> seen;
  for (const json& golden : Cases()) {
    const std::string name = golden["operator"];
    SCOPED_TRACE(name + golden["attributes"].dump());
    seen.insert(name);
    const OperatorRow& row = RowOf(name);
    const std::map<size_t, Tensor> results =
        RunKernel(name, golden["attributes"], InputsOf(golden));
    ASSERT_EQ(results.size(), row.outputs.size());
    for (size_t i = 0; i < golden["outputs"].size(); ++i) {
      const Tensor& result = results.at(i);
      const json& expected = golden["outputs"][i];
      EXPECT_EQ(result.dims.size(), row.outputs[i].rank);
      ASSERT_EQ(result.dims, expected["dims"].get<std::vector<int64_t>>()) << "output " << i;
      for (size_t j = 0; j < expected["values"].size(); ++j) {
        const double value = expected["values"][j];
        // The exponential function differs between systems.
        EXPECT_NEAR(result.At(j, row.outputs[i].dtype), value, 1e-5 * std::abs(value))
            << "output " << i << " at " << j;
      }
    }
  }
  EXPECT_EQ(seen.size(), OperatorRows().size()) << "every operator has a golden case";
}

TEST(Operators, NeedTheirAttributes) {
  for (const OperatorRow& row : OperatorRows()) {
    const Error error = ThrownBy([&] { MakeKernel(row, "{}"); });
    EXPECT_EQ(error.Kind(), ErrorKind::kInvalidFile);
    EXPECT_THAT(error.what(), HasSubstr(row.name));
    EXPECT_EQ(ThrownBy([&] { MakeKernel(row, "no JSON"); }).Kind(), ErrorKind::kInvalidFile);
    EXPECT_THAT(ThrownBy([&] { MakeKernel(row, R"({"a": 1e300})"); }).what(),
                HasSubstr("the attribute a is 1e+300"));
  }
}

TEST(Operators, RefuseInputsThatDoNotFitTogether) {
  for (const json& golden : Cases()) {
    const std::string name = golden["operator"];
    const std::vector<Tensor> inputs = InputsOf(golden);
    for (size_t i = 0; i < inputs.size(); ++i) {
      // There may be any number of images, and features of any size.
      if (RowOf(name).inputs[i].dtype != kFloat32 || (name == "PsroiPool" && i == 0)) continue;
      SCOPED_TRACE(fmt::format("{}, input {}", name, i));
      std::vector<Tensor> changed = inputs;
      changed[i].dims.back() += 1;
      changed[i].bytes.resize(2 * changed[i].bytes.size() + 8);
      const Error error = ThrownBy([&] { RunKernel(name, golden["attributes"], changed); });
      EXPECT_EQ(error.Kind(), ErrorKind::kInvalidArgument);
      EXPECT_THAT(error.what(), HasSubstr("fit"));
    }
  }
}

TEST(Operators, RefuseBatchesWhoseCountsNobodyKnows) {
  for (const json& golden : Cases()) {
    json attributes = golden["attributes"];
    const bool is_batch = golden["inputs"].size() == 2 && golden["inputs"][0]["dims"][0] == 2;
    if (!is_batch || golden["inputs"][0]["dims"].size() != 3) continue;
    attributes["one_image"] = true;
    EXPECT_EQ(ThrownBy([&] { RunKernel(golden["operator"], attributes, InputsOf(golden)); }).Kind(),
              ErrorKind::kInvalidArgument);
  }
}

}  // namespace
}  // namespace fastdeploy
