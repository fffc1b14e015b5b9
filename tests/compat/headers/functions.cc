// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/function/functions.h"

#include <cmath>

#include "../check.h"

void Functions() {
  std::vector<float> a = {1, 2, 3, 4};
  fastdeploy::FDTensor x;
  x.SetExternalData({2, 2}, fastdeploy::FDDataType::FP32, a.data());
  fastdeploy::FDTensor y;
  fastdeploy::function::Concat({x, x}, &y, 1);
  Check(y.Shape() == std::vector<int64_t>({2, 4}));
  Check(static_cast<float*>(y.Data())[2] == 1 && static_cast<float*>(y.Data())[5] == 4);
  fastdeploy::function::Softmax(x, &y);
  const float first = static_cast<float*>(y.Data())[0];
  Check(std::abs(first - 1 / (1 + std::exp(1.0F))) < 1e-6F);
  fastdeploy::function::Transpose(x, &y, {1, 0});
  Check(static_cast<float*>(y.Data())[1] == 3);
  y = x + x * 2.0F;
  Check(static_cast<float*>(y.Data())[3] == 12);
  fastdeploy::function::ArgMax(x, &y, 1);
  Check(static_cast<int64_t*>(y.Data())[0] == 1);
}
