// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace fastdeploy {

/// The metadata of the ONNX model that an OpenVINO IR (its .xml file) was made from, as OpenVINO's
/// converter and NNCF keep it: <rt_info><framework><name value="..."/>. Empty if there is none.
std::map<std::string, std::string> ReadIrMetadata(std::string_view xml);

}  // namespace fastdeploy
