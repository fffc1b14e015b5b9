// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// A row of the manifest of models that can be fetched.
struct KnownModel {
  std::string name;
  std::string description;
};
std::vector<KnownModel> KnownModels();

/// The folder of fetched models: $FASTDEPLOY_MODELS, else a folder of the user's cache.
std::string ModelsFolder();

/// The folder for the argument of --model: a folder, or the name of a model, which is fetched if it
/// is not there yet. Throws Error: kNotFound that says where it was searched for, if it is neither;
/// what FetchModel throws.
std::string ResolveModel(const std::string& name);

/// Prints the models that can be fetched, and which of them are present.
void ListModels();

}  // namespace fastdeploy::cli
