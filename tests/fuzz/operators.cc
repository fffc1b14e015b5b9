// SPDX-License-Identifier: Apache-2.0
//
// The kernels of our own operators: the first byte chooses one, the attributes are JSON.

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/operators/internal/operator.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

constexpr int64_t kMostElements = 4096;
constexpr size_t kMostOutput = size_t{1} << 26;

class Outputs : public KernelOutputs {
 private:
  void* MakeBytes(size_t index, const std::vector<int64_t>& dims) override {
    const size_t count = ElementsOfKernel(dims);
    if (count > kMostOutput) throw Error(ErrorKind::kInvalidArgument, "too large for this test");
    if (index >= memory_.size()) memory_.resize(index + 1);
    memory_[index].resize(count);
    return memory_[index].data();
  }
  std::vector<std::vector<double>> memory_;
};

/// The memory of an input, filled from the bytes.
std::vector<double> Fill(DType type, size_t count, Bytes* bytes) {
  std::vector<double> memory(count);
  for (size_t i = 0; i < count && !bytes->AtEnd(); ++i) {
    const auto byte = bytes->Number<int8_t>();
    const float number =
        type == kFloat32 && byte % 16 == 0 ? bytes->Number<float>() : static_cast<float>(byte) / 16;
    if (type == kFloat32) reinterpret_cast<float*>(memory.data())[i] = number;
    if (type == kInt32) reinterpret_cast<int32_t*>(memory.data())[i] = byte;
    if (type == kInt64) reinterpret_cast<int64_t*>(memory.data())[i] = byte;
  }
  return memory;
}

void RunOperators(std::string_view input) {
  const std::vector<std::string> parts = Split(input, 3);
  const auto rows = OperatorRows();
  const OperatorRow& row = rows[Bytes(parts[0]).Below(rows.size())];
  const auto kernel = MakeKernel(row, parts[1]);
  Bytes bytes(parts[2]);
  std::vector<KernelInput> inputs;
  std::vector<std::vector<double>> memory;
  for (const OperatorTensor& tensor : row.inputs) {
    if (tensor.optional && bytes.Bool()) break;
    std::vector<int64_t> dims(tensor.rank);
    int64_t count = 1;
    for (int64_t& dim : dims) count *= dim = static_cast<int64_t>(bytes.Below(64));
    if (count > kMostElements) return;
    memory.push_back(Fill(tensor.dtype, static_cast<size_t>(count), &bytes));
    memory.back().reserve(1);  // not null without elements
    inputs.push_back({.dtype = tensor.dtype, .dims = dims, .data = memory.back().data()});
  }
  Outputs outputs;
  kernel->Run(inputs, &outputs);
}

/// The golden cases: their attributes, their shapes, and numbers of bytes.
std::vector<std::string> OperatorsSeeds() {
  std::vector<std::string> seeds;
  const auto rows = OperatorRows();
  const auto golden = testing::Golden("operators/kernels.json");
  for (const auto& one : golden["cases"]) {
    size_t chosen = 0;
    while (one["operator"] != rows[chosen].name) ++chosen;
    std::string tensors;
    for (size_t i = 0; i < one["inputs"].size(); ++i) {
      if (rows[chosen].inputs[i].optional) tensors += '\0';
      for (const int64_t dim : one["inputs"][i]["dims"]) tensors += static_cast<char>(dim);
      for (const double value : one["inputs"][i]["values"]) {
        if (rows[chosen].inputs[i].dtype != kFloat32) {
          tensors += static_cast<char>(value);
          continue;
        }
        const auto byte = static_cast<int8_t>(std::clamp(value, -7.9, 7.9) * 16);
        tensors += static_cast<char>(byte % 16 == 0 ? byte + 1 : byte);
      }
    }
    seeds.push_back(Join({std::string(1, char(chosen)), one["attributes"].dump(), tensors}));
  }
  return seeds;
}

void MutateOperators(std::string* input, Random* random) {
  std::vector<std::string> parts = Split(*input, 3);
  const size_t chosen = Below(random, 12);
  if (chosen == 0) parts[0] = std::string(1, static_cast<char>((*random)()));
  Below(random, 3) == 0 ? MutateJson(&parts[1], random) : MutateBytes(&parts[2], random);
  *input = Join(parts);
}

}  // namespace

Target OperatorsTarget() { return {"operators", RunOperators, OperatorsSeeds, MutateOperators}; }

}  // namespace fastdeploy::fuzz
