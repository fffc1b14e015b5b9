// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "fastdeploy/vision/detection/result.h"

namespace fastdeploy::vision::detection {

/// The numbers of the classes in a list separated by commas: names, or numbers. `labels` are the
/// model's. Throws Error (kInvalidArgument) for a name that is none of them, with the nearest one.
std::set<int32_t> ClassesOf(const std::string& list, const std::vector<std::string>& labels);

/// The objects of these classes.
DetectionResult OnlyClasses(const DetectionResult& result, const std::set<int32_t>& classes);

}  // namespace fastdeploy::vision::detection
