// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/family.h"

namespace fastdeploy::cli {

std::vector<Family> Families() {
  return {OcrFamily(), ClassifyFamily(), DetectFamily(), SegmentFamily()};
}

}  // namespace fastdeploy::cli
