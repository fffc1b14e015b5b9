// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/manifest.h"

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using testing::TemporaryFolder;

TEST(Manifest, TellsWhetherFilesAreWhole) {
  const TemporaryFolder folder;
  EXPECT_FALSE(MatchesManifest(folder.Path(), "model"));
  (void)folder.Write("model", "a model");
  (void)folder.Write("weights", "weights");
  WriteManifest(folder.Path());
  EXPECT_TRUE(MatchesManifest(folder.Path(), "model"));
  EXPECT_FALSE(MatchesManifest(folder.Path(), "another"));
  (void)folder.Write("weights", "weight");
  EXPECT_FALSE(MatchesManifest(folder.Path(), "model"));
}

TEST(Manifest, RefusesWhatIsNoManifest) {
  const TemporaryFolder folder;
  (void)folder.Write("model", "a model");
  for (const std::string& text :
       {std::string("["), std::string("{}"), std::string(R"({"model": 1})"),
        std::string(R"({"model": "0"})"), std::string(R"({"../model": "0"})"), std::string("[1]"),
        std::string(1 << 20, '[')}) {
    (void)folder.Write("manifest.json", text);
    EXPECT_FALSE(MatchesManifest(folder.Path(), "model")) << text.substr(0, 20);
  }
}

}  // namespace
}  // namespace fastdeploy
