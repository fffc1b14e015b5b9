// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/quantize.h"

#include <memory>
#include <string>
#include <vector>

#include "apps/cli/models.h"
#include "apps/cli/python.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

struct QuantizeArguments {
  std::string model;
  std::vector<std::string> images;
  std::string output;
  std::string family;
  int samples = 300;
  std::vector<std::string> keep;
  bool force = false;
};

ExitCode Quantize(const QuantizeArguments& given) {
  if (!HasPython()) {
    throw Error(ErrorKind::kUnsupported,
                "quantize is a command of the Python package: "
                "pip install 'fastdeploy-vision[quantize]'");
  }
  std::vector<std::string> arguments = {"--output=" + given.output,
                                        "--samples=" + std::to_string(given.samples)};
  if (!given.family.empty()) arguments.push_back("--family=" + given.family);
  for (const std::string& name : given.keep) arguments.push_back("--keep=" + name);
  if (given.force) arguments.emplace_back("--force");
  arguments.insert(arguments.end(), {"--", ResolveModel(given.model)});
  arguments.insert(arguments.end(), given.images.begin(), given.images.end());
  return RunPython("fastdeploy.quantization", arguments, true) == 0 ? kDone : kCannotRun;
}

}  // namespace

void AddQuantize(CLI::App* app, ExitCode* result) {
  CLI::App* command =
      app->add_subcommand("quantize", "Makes a copy of a model that computes in 8-bit integers.");
  const auto given = std::make_shared<QuantizeArguments>();
  command->add_option("model", given->model, "a folder, or the name of a fetched model")
      ->required();
  command
      ->add_option("--images", given->images,
                   "pictures like the application's, or folders of them: about a hundred")
      ->required();
  command->add_option("-o,--output", given->output, "the folder to write")->required();
  command
      ->add_option("--samples", given->samples,
                   "most inputs that a network is calibrated on; default: 300")
      ->check(CLI::PositiveNumber);
  command->add_option("--keep", given->keep,
                      "networks that stay in float32, by their folders: --keep det");
  command->add_option("--family", given->family,
                      "family of the model; default: identified by its files");
  command->add_flag("--force", given->force, "replace an existing folder");
  command->callback([given, result] { *result = Quantize(*given); });
}

}  // namespace fastdeploy::cli
