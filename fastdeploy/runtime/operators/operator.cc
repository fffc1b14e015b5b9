// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/operators/internal/operator.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/sizes.h"
#include "fastdeploy/runtime/operators/internal/rows.h"

namespace fastdeploy {

size_t ElementsOfKernel(const std::vector<int64_t>& dims) {
  if (const auto count = ElementsOf(dims)) return static_cast<size_t>(*count);
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("a tensor of shape {} has a negative dimension or is too large", dims));
}

int64_t KernelInput::Count() const {
  return data == nullptr ? 0 : static_cast<int64_t>(ElementsOfKernel(dims));
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
  // What lies beyond cannot become an int.
  constexpr double kLargest = std::numeric_limits<int>::max();
  try {
    const auto parsed = nlohmann::json::parse(attributes);
    for (const auto& [name, value] : parsed.items()) {
      if (!value.is_number() || std::abs(value.get<double>()) <= kLargest) continue;
      throw Error(ErrorKind::kInvalidFile, fmt::format("operator '{}': the attribute {} is {}",
                                                       row.name, name, value.dump()));
    }
    return row.make(parsed);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("operator '{}': attributes {}: {}", row.name,
                                                     attributes, error.what()));
  }
}

}  // namespace fastdeploy
