// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "apps/images/images.h"

namespace fastdeploy::images {

/// The readers of the formats with pages. They take the contents of a file of that format.
std::unique_ptr<Pages> OpenGif(std::string bytes);
std::unique_ptr<Pages> OpenTiff(std::string bytes);
std::unique_ptr<Pages> OpenAnimatedWebp(std::string bytes);

}  // namespace fastdeploy::images
