// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/nearest.h"

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

const std::vector<std::string> kChoices = {"classify", "ocr", "info", "models"};

TEST(Nearest, IsTheChoiceThatWasProbablyMeant) {
  EXPECT_EQ(Nearest("clasify", kChoices), "classify");
  EXPECT_EQ(Nearest("orc", kChoices), "ocr");
  EXPECT_EQ(Nearest("model", kChoices), "models");
}

TEST(Nearest, IsEmptyIfNoneIsNear) {
  EXPECT_EQ(Nearest("picture.png", kChoices), "");
  EXPECT_EQ(Nearest("x", kChoices), "");
  EXPECT_EQ(Nearest("", kChoices), "");
  EXPECT_EQ(Nearest("ocr", {}), "");
  EXPECT_EQ(Nearest(std::string(1000, 'o'), {std::string(1000, 'o') + "x"}), "");
}

}  // namespace
}  // namespace fastdeploy
