// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/operators/internal/operator.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/sizes.h"
#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {

int64_t KernelInput::Count() const {
  if (data == nullptr) return 0;
  if (const auto count = ElementsOf(dims)) return *count;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("an input of shape {} is too large", dims));
}

void CheckInputs(bool fit, std::span<const KernelInput> inputs) {
  if (fit) return;
  std::vector<std::string> shapes;
  for (const KernelInput& input : inputs) shapes.push_back(fmt::format("{}", input.dims));
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("inputs of shapes {} do not fit together", fmt::join(shapes, ", ")));
}

std::span<const OperatorRow> OperatorRows() {
  static const std::vector<OperatorRow> rows = {CollectFpnProposalsRow(),
                                                DistributeFpnProposalsRow(),
                                                GenerateProposalsRow(),
                                                MatrixNmsRow(),
                                                MulticlassNmsRow(),
                                                NmsRow(),
                                                PsroiPoolRow()};
  return rows;
}

std::unique_ptr<Kernel> MakeKernel(const OperatorRow& row, const std::string& attributes) {
  try {
    return row.make(nlohmann::json::parse(attributes));
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("operator '{}': attributes {}: {}", row.name,
                                                     attributes, error.what()));
  }
}

}  // namespace fastdeploy
