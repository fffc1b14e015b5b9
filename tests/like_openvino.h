// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy::testing {

// Another backend, which `option` names, gives OpenVINO's results.

inline void ExpectSameClasses(
    const std::function<vision::classification::PaddleClasModel(const RuntimeOption&)>& load,
    const RuntimeOption& option) {
  auto ours = load(option);
  auto other = load({});
  EXPECT_EQ(ours.GetRuntimeOption().backend, option.backend);
  EXPECT_EQ(other.GetRuntimeOption().backend, OPENVINO);
  ours.GetPostprocessor().SetTopk(3);
  other.GetPostprocessor().SetTopk(3);
  for (const char* picture : {"chelsea.png", "coffee.png"}) {
    const auto result = ours.Predict(ReadPicture(picture));
    const auto expected = other.Predict(ReadPicture(picture));
    EXPECT_EQ(result.label_ids, expected.label_ids);
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(result.scores[i], expected.scores[i], 1e-4);
  }
}

inline void ExpectSameObjects(const std::string& name, const RuntimeOption& option) {
  SCOPED_TRACE(name);
  using vision::detection::PaddleDetectionModel;
  const cv::Mat picture = ReadPicture("coffee.png");
  const auto ours = PaddleDetectionModel::Load(ModelPath(name), option).Predict(picture);
  const auto expected = PaddleDetectionModel::Load(ModelPath(name)).Predict(picture);
  ASSERT_EQ(ours.scores.size(), expected.scores.size());
  for (size_t i = 0; i < expected.scores.size(); ++i) {
    EXPECT_NEAR(ours.scores[i], expected.scores[i], 1e-3);
  }
}

inline void ExpectSameText(const std::string& name, const RuntimeOption& option) {
  SCOPED_TRACE(name);
  const cv::Mat page = ReadPicture("page.png");
  auto ours = pipeline::PPOCR::Load(ModelPath(name), option);
  EXPECT_EQ(ours.Predict(page).text, pipeline::PPOCR::Load(ModelPath(name)).Predict(page).text);
}

}  // namespace fastdeploy::testing
