// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/utils.h"

#include <fstream>
#include <iterator>

namespace fastdeploy {

bool ReadBinaryFromFile(const std::string& path, std::string* contents) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    LogError("cannot read the file '" + path + "'");
    return false;
  }
  contents->assign(std::istreambuf_iterator<char>(file), {});
  return true;
}

std::vector<int64_t> GetStride(const std::vector<int64_t>& dims) {
  std::vector<int64_t> strides(dims.size(), 1);
  for (size_t i = dims.size(); i-- > 1;) strides[i - 1] = strides[i] * dims[i];
  return strides;
}

}  // namespace fastdeploy
