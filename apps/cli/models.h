// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// A row of models/manifest.json.
struct KnownModel {
  std::string name;
  std::string description;
};
std::vector<KnownModel> KnownModels();

/// The folder of fetched models: $FASTDEPLOY_MODELS, else a folder of the user's cache.
std::string ModelsFolder();

/// The folder for the argument of --model: a folder, or the name of a fetched model. If there is
/// none, throws Error (kNotFound) that says where it was searched for and how to fetch it.
std::string ResolveModel(const std::string& name);

/// Prints the models that can be fetched, and which of them are present.
void ListModels();

}  // namespace fastdeploy::cli
