// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy {

/// What the linker has called the library, or the program if it is linked statically: the digest of
/// what is in it, in hexadecimal. Two builds of one version have different ones. Empty if it was
/// linked without.
std::string BuildId();

}  // namespace fastdeploy
