// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/multiclass_nms.h"

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision::detection {

template <typename Option, int64_t kBoxSize>
void BatchNMS<Option, kBoxSize>::Compute(const float* boxes, const float* scores,
                                         const std::vector<int64_t>& boxes_dim,
                                         const std::vector<int64_t>& scores_dim) {
  const bool fit = boxes_dim.size() == 3 && scores_dim.size() == 3 && boxes_dim[2] == kBoxSize &&
                   boxes_dim[0] == scores_dim[0] && boxes_dim[1] == scores_dim[2];
  if (!fit) {
    throw Error(ErrorKind::kInvalidArgument, "boxes of shape " + ShapeString(boxes_dim) +
                                                 " do not fit scores of shape " +
                                                 ShapeString(scores_dim));
  }
  out_num_dets_data.clear();
  out_box_data.clear();
  out_index_data.clear();
  const auto count = static_cast<size_t>(boxes_dim[1]);
  const auto classes = static_cast<size_t>(scores_dim[1]);
  for (size_t image = 0; image < static_cast<size_t>(boxes_dim[0]); ++image) {
    const auto input =
        NmsInput::OfSharedBoxes(boxes + image * count * kBoxSize, scores + image * classes * count,
                                count, classes, static_cast<size_t>(kBoxSize));
    const std::vector<NmsSelection> kept = MulticlassNms(input, *this);
    out_num_dets_data.push_back(static_cast<int32_t>(kept.size()));
    for (const NmsSelection& row : kept) {
      out_box_data.push_back(static_cast<float>(row.label));
      out_box_data.push_back(row.score);
      const float* box = input.Box(row.box, 0);
      out_box_data.insert(out_box_data.end(), box, box + kBoxSize);
      out_index_data.push_back(static_cast<int32_t>(image * count + row.box));
    }
  }
}

template struct BatchNMS<NMSOption, 4>;
template struct BatchNMS<NMSRotatedOption, 8>;

}  // namespace fastdeploy::vision::detection
