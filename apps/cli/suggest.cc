// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fastdeploy/core/internal/nearest.h"

namespace fastdeploy::cli {

std::string Unknown(const std::string& kind, const std::string& given,
                    const std::vector<std::string>& choices) {
  const std::string meant = Nearest(given, choices);
  return fmt::format("unknown {} '{}'; {}", kind, given,
                     meant.empty() ? fmt::format("expected {}", fmt::join(choices, ", "))
                                   : fmt::format("did you mean '{}'?", meant));
}

}  // namespace fastdeploy::cli
