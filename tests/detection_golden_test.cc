// SPDX-License-Identifier: Apache-2.0
//
// Detection equals PaddleDetection's own Python code on the same weights: tests/golden/README.md.

#include <algorithm>
#include <cmath>
#include <iostream>

#include "fastdeploy/runtime/operators/multiclass_nms.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
using testing::ModelPath;
using vision::DetectionResult;
using vision::detection::PaddleDetectionModel;
using vision::detection::PaddleDetPreprocessor;

NmsAttributes AttributesOf(const json& attributes) {
  return {attributes["background_label"], attributes["keep_top_k"], attributes["nms_eta"],
          attributes["nms_threshold"],    attributes["nms_top_k"],  attributes["normalized"],
          attributes["score_threshold"]};
}

std::vector<float> Flat(const json& rows) {
  std::vector<float> flat;
  for (const json& row : rows) {
    for (const json& number : row) flat.push_back(number.get<float>());
  }
  return flat;
}

TEST(NmsGolden, KeepsWhatPaddlesOperatorKeeps) {
  const json golden = Golden("nms.json");
  size_t kept = 0;
  for (const json& expected : golden["cases"]) {
    SCOPED_TRACE(expected["attributes"].dump());
    const std::vector<float> boxes = Flat(expected["boxes"]);
    const std::vector<float> scores = Flat(expected["scores"]);
    const auto input =
        NmsInput::OfSharedBoxes(boxes.data(), scores.data(), expected["boxes"].size(),
                                expected["scores"].size(), expected["boxes"][0].size());
    std::vector<NmsSelection> selections;
    for (const json& row : expected["kept"]) selections.push_back({row[0], row[1], row[2]});
    EXPECT_EQ(MulticlassNms(input, AttributesOf(expected["attributes"])), selections);
    kept += selections.size();
  }
  EXPECT_GT(kept, 400U);
}

}  // namespace
}  // namespace fastdeploy
