// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// The text for a command that does not exist, with the one that was probably meant, if one is near
/// enough: "unknown command 'clasify'; did you mean 'classify'?".
std::string UnknownCommand(const std::string& given, const std::vector<std::string>& commands);

}  // namespace fastdeploy::cli
