// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/fetch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "apps/cli/python.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

void Fetch(const std::vector<std::string>& names, const std::string& wheels, bool prints) {
  if (!HasPython()) {
    throw Error(
        ErrorKind::kUnsupported,
        fmt::format("the command of the Python package fetches it: `fastdeploy models fetch "
                    "{0}`; in a checkout: `./dev models {0}`",
                    fmt::join(names, " ")));
  }
  std::vector<std::string> arguments;
  if (!wheels.empty()) arguments.insert(arguments.end(), {"--wheels", wheels});
  arguments.emplace_back("--");
  arguments.insert(arguments.end(), names.begin(), names.end());
  if (RunPython("fastdeploy.models.__main__", arguments, prints) == 0) return;
  throw Error(ErrorKind::kRuntime, fmt::format("cannot fetch {}", fmt::join(names, ", ")));
}

}  // namespace

void FetchModels(const std::vector<std::string>& names, const std::string& wheels) {
  Fetch(names, wheels, true);
}

void FetchModel(const std::string& name) { Fetch({name}, "", false); }

}  // namespace fastdeploy::cli
