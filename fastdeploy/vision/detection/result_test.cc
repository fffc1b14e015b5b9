// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/result.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

DetectionResult OneObject() {
  DetectionResult result;
  result.boxes = {{414.056305F, 90.027405F, 506.663879F, 364.658752F}};
  result.scores = {0.912543F};
  result.label_ids = {3};
  return result;
}

TEST(DetectionResult, PrintsAs1x) {
  DetectionResult result = OneObject();
  EXPECT_EQ(result.Str(),
            "DetectionResult: [xmin, ymin, xmax, ymax, score, label_id]\n"
            "414.056305,90.027405, 506.663879, 364.658752, 0.912543, 3\n");
  result.contain_masks = true;
  result.masks = {{std::vector<uint8_t>(120 * 88, 1), {120, 88}}};
  EXPECT_EQ(result.Str(),
            "DetectionResult: [xmin, ymin, xmax, ymax, score, label_id, mask_shape]\n"
            "414.056305,90.027405, 506.663879, 364.658752, 0.912543, 3, Mask(120,88)\n");
  result.Clear();
  EXPECT_EQ(result, DetectionResult());
}

TEST(DetectionResult, PrintsRotatedBoxes) {
  DetectionResult result = OneObject();
  result.boxes.clear();
  result.rotated_boxes = {{1, 2, 3, 4, 5, 6, 7, 8}};
  EXPECT_EQ(result.Str(),
            "DetectionResult: [x1, y1, x2, y2, x3, y3, x4, y4, score, label_id]\n"
            "1.000000,2.000000,3.000000,4.000000,5.000000,6.000000,7.000000,8.000000, 0.912543, "
            "3\n");
}

TEST(DetectionResult, ToJson) {
  DetectionResult result = OneObject();
  result.boxes = {{1, 2, 3, 4.5F}};
  result.scores = {0.5F};
  result.masks = {{{0, 1}, {1, 2}}};
  result.contain_masks = true;
  EXPECT_EQ(ToJson(result),
            R"({"boxes":[[1.0,2.0,3.0,4.5]],"rotated_boxes":[],"scores":[0.5],"label_ids":[3],)"
            R"("masks":[{"data":[0,1],"shape":[1,2]}],"contain_masks":true})");
}

}  // namespace
}  // namespace fastdeploy::vision
