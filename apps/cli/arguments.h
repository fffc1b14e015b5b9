// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "apps/cli/run.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "fastdeploy/vision/family.h"

namespace fastdeploy::cli {

/// How a command runs its model.
struct ModelArguments {
  int cpu_threads = -1;
  int max_threads = 0;
  int streams = 0;
  std::string precision = "f32";
  std::string backend;
  bool share_weights = false;
};

/// The arguments of every command that runs a model on images.
struct Arguments {
  std::vector<std::string> inputs;
  bool recursive = false;
  std::string model;
  RunSettings run;
  ModelArguments on;
  vision::Settings settings;
};

/// Adds the options for how a command runs its model.
void AddModelArguments(CLI::App* command, ModelArguments* arguments);

/// Adds the options of every command that runs a model on images. `default_model`: the name of the
/// model that is taken if none is given; "": one has to be given. `formats`: of the results, beside
/// text and JSON.
std::shared_ptr<Arguments> AddArguments(CLI::App* command, const std::string& default_model,
                                        const std::vector<std::string>& formats);

/// Adds the option for one setting of a family. A given value is stored in `settings`.
void AddSetting(const vision::Setting& setting, CLI::App* command, vision::Settings* settings);

/// The option of the runtime that the arguments ask for.
RuntimeOption OptionOf(const ModelArguments& arguments);

}  // namespace fastdeploy::cli
