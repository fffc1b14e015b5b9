// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/suggest.h"

#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

const std::vector<std::string> kCommands = {"classify", "ocr", "info", "models"};

TEST(Unknown, SuggestsTheNearest) {
  EXPECT_EQ(Unknown("command", "clasify", kCommands),
            "unknown command 'clasify'; did you mean 'classify'?");
  EXPECT_EQ(Unknown("command", "orc", kCommands), "unknown command 'orc'; did you mean 'ocr'?");
  EXPECT_EQ(Unknown("command", "model", kCommands),
            "unknown command 'model'; did you mean 'models'?");
}

TEST(Unknown, ListsThemIfNoneIsNear) {
  EXPECT_EQ(Unknown("command", "picture.png", kCommands),
            "unknown command 'picture.png'; expected classify, ocr, info, models");
  EXPECT_EQ(Unknown("command", "x", kCommands),
            "unknown command 'x'; expected classify, ocr, info, models");
}

}  // namespace
}  // namespace fastdeploy::cli
