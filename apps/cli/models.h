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

/// Where fetched models are: $FASTDEPLOY_MODELS, else the user's cache.
std::string ModelsFolder();

/// The folder that --model names: a folder, or the name of a fetched model.
/// Throws Error (kNotFound) that says where it was looked for and how to fetch it.
std::string ResolveModel(const std::string& name);

/// Prints the known models, and which are there.
void ListModels();

}  // namespace fastdeploy::cli
