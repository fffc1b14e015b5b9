// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// The text for a word that is none of the choices, with the one that was probably meant, if one is
/// near enough: "unknown command 'clasify'; did you mean 'classify'?". `kind`: "command".
std::string Unknown(const std::string& kind, const std::string& given,
                    const std::vector<std::string>& choices);

}  // namespace fastdeploy::cli
