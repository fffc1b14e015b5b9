// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/cache_folder.h"

#include <filesystem>

#include "tests/testing/environment.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::ThrownBy;
using testing::WithVariable;

TEST(CacheFolder, IsAFolderOfTheUsersCache) {
  const TemporaryFolder folder;
  const WithVariable home("HOME", folder.Path("home").c_str());
  {
    const WithVariable cache("XDG_CACHE_HOME", nullptr);
    EXPECT_EQ(CacheFolder("x"), folder.Path("home/.cache/fastdeploy/x"));
  }
  const WithVariable cache("XDG_CACHE_HOME", folder.Path("cache").c_str());
  EXPECT_EQ(CacheFolder("x"), folder.Path("cache/fastdeploy/x"));
  EXPECT_TRUE(fs::is_directory(folder.Path("cache/fastdeploy/x")));
  EXPECT_EQ(CacheFolder("x"), folder.Path("cache/fastdeploy/x"));
}

TEST(CacheFolder, IsTheChosenOne) {
  const TemporaryFolder folder;
  EXPECT_EQ(CacheFolder("x", folder.Path("a/b")), folder.Path("a/b"));
  EXPECT_TRUE(fs::is_directory(folder.Path("a/b")));
}

TEST(CacheFolder, ThatCannotBeMadeIsAnError) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("file", "") + "/cache";
  const Error error = ThrownBy([&] { (void)CacheFolder("x", path); });
  EXPECT_EQ(error.Kind(), ErrorKind::kNotFound);
  EXPECT_THAT(error.what(), HasSubstr("cannot make the cache folder '" + path + "'"));
}

/// The folder that other users can plant, without a home and a cache of the user's own.
TEST(CacheFolder, OfSomeoneElseIsRefused) {
  const TemporaryFolder folder;
  const WithVariable home("HOME", nullptr);
  const WithVariable cache("XDG_CACHE_HOME", nullptr);
  const WithVariable temporary("TMPDIR", folder.Path("").c_str());
  const fs::path made = CacheFolder("x").parent_path();
  EXPECT_TRUE(fs::equivalent(made.parent_path(), folder.Path("")));
  EXPECT_EQ(fs::status(made).permissions(), fs::perms::owner_all);
  fs::permissions(made, fs::perms::all);
  EXPECT_THAT(ThrownBy([] { (void)CacheFolder("x"); }).what(),
              HasSubstr("everyone may write to it"));
  fs::remove_all(made);
  fs::create_directory_symlink(folder.Path(""), made);
  EXPECT_THAT(ThrownBy([] { (void)CacheFolder("x"); }).what(), HasSubstr("it is not a folder"));
}

TEST(CacheFolder, IsATemporaryOneWhereTheHomeCannotBeUsed) {
  const TemporaryFolder folder;
  const WithVariable home("HOME", folder.Write("file", "").c_str());
  const WithVariable cache("XDG_CACHE_HOME", nullptr);
  const WithVariable temporary("TMPDIR", folder.Path("").c_str());
  EXPECT_THAT(CacheFolder("x").string(), ::testing::StartsWith(folder.Path("fastdeploy-")));
}

}  // namespace
}  // namespace fastdeploy
