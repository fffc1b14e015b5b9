// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace fastdeploy::images {

/// The orientation, 1 to 8, in a block of Exif (which is a small TIFF). 1, upright, if there is
/// none or if the block is damaged: the picture itself may still be good.
int ExifOrientation(std::string_view block);

}  // namespace fastdeploy::images
