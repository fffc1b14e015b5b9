// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/kept_folder.h"

#include <chrono>
#include <fstream>
#include <thread>

#include "fastdeploy/core/log.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

/// A name as digests are.
std::string Name(char c) { return std::string(32, c); }

void Write(const fs::path& folder, const std::string& name, const std::string& bytes) {
  std::ofstream(folder / name, std::ios::binary) << bytes;
}

class KeptFolders : public ::testing::Test {
 protected:
  [[nodiscard]] KeptFolder Folder(char c) const { return {folder_.Path(), Name(c)}; }
  void Make(char c, size_t bytes = 10, uintmax_t most = 1 << 20) const {
    Folder(c).Make("model", most, [&](const fs::path& folder) {
      Write(folder, "model", std::string(bytes, c));
      Write(folder, "notes", "x");
    });
  }
  [[nodiscard]] size_t Entries() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_.Path()), {}));
  }

  TemporaryFolder folder_;
};

TEST_F(KeptFolders, AreWholeOnceMade) {
  EXPECT_FALSE(Folder('a').IsWhole("model"));
  Make('a');
  EXPECT_TRUE(Folder('a').IsWhole("model"));
  EXPECT_FALSE(Folder('a').IsWhole("another"));
  EXPECT_FALSE(Folder('b').IsWhole("model"));
  EXPECT_EQ(testing::ReadBytes(Folder('a').Path() / "model"), "aaaaaaaaaa");
  EXPECT_EQ(Entries(), 1U);
}

TEST_F(KeptFolders, LeaveNothingWhereWritingFails) {
  const auto fail = [](const fs::path& folder) {
    Write(folder, "model", "half");
    throw std::runtime_error("no room");
  };
  EXPECT_THROW(Folder('a').Make("model", 100, fail), std::runtime_error);
  EXPECT_EQ(Entries(), 0U);
  const KeptFolder nowhere(folder_.Path("absent"), Name('a'));
  EXPECT_THROW(nowhere.Make("model", 100, fail), fs::filesystem_error);
}

TEST_F(KeptFolders, AreNotWholeWithAnyByteChangedOrMissing) {
  SetLogger(true, false);
  Make('a');
  const fs::path path = Folder('a').Path();
  for (const char* name : {"model", "notes", "manifest.json"}) {
    const std::string bytes = testing::ReadBytes(path / name);
    for (size_t i = 0; i < bytes.size(); ++i) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      Write(path, name, changed);
      EXPECT_FALSE(Folder('a').IsWhole("model")) << name << ", byte " << i;
      Write(path, name, bytes.substr(0, i));
      EXPECT_FALSE(Folder('a').IsWhole("model")) << name << ", cut at " << i;
    }
    Write(path, name, bytes + "x");
    EXPECT_FALSE(Folder('a').IsWhole("model")) << name << ", longer";
    fs::remove(path / name);
    EXPECT_FALSE(Folder('a').IsWhole("model")) << name << ", missing";
    Make('a');
    EXPECT_TRUE(Folder('a').IsWhole("model"));
  }
  EXPECT_EQ(Entries(), 1U);
  SetLogger();
}

TEST_F(KeptFolders, GoFirstWhoseLastUseIsLongestAgo) {
  const auto ago = [&](char c, int minutes) {
    fs::last_write_time(Folder(c).Path(),
                        fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
  };
  for (const char c : {'a', 'b', 'c'}) Make(c, 1000);
  ago('a', 30);
  ago('b', 20);
  ago('c', 10);
  EXPECT_TRUE(Folder('a').IsWhole("model"));  // which is a use
  (void)folder_.Write("my thesis/chapter 1", std::string(5000, 'x'));
  (void)folder_.Write(Name('d') + ".Ab3dEf/model", "unfinished, by a process that was killed");
  fs::last_write_time(folder_.Path(Name('d') + ".Ab3dEf"),
                      fs::file_time_type::clock::now() - std::chrono::hours(2));
  (void)folder_.Write(Name('e') + ".Ab3dEf/model", "unfinished, by a process that runs");
  Make('f', 1000, 2500);
  EXPECT_TRUE(Folder('f').IsWhole("model"));
  EXPECT_TRUE(Folder('a').IsWhole("model"));
  EXPECT_TRUE(Folder('c').IsWhole("model"));
  EXPECT_FALSE(fs::exists(Folder('b').Path()));
  EXPECT_TRUE(fs::exists(folder_.Path("my thesis/chapter 1")));
  EXPECT_FALSE(fs::exists(folder_.Path(Name('d') + ".Ab3dEf")));
  EXPECT_TRUE(fs::exists(folder_.Path(Name('e') + ".Ab3dEf")));
  Make('g', 5000, 100);  // larger than all that is allowed
  EXPECT_TRUE(Folder('g').IsWhole("model"));
  EXPECT_EQ(Entries(), 3U);
}

/// Some make a folder again and again, one damages it, one reads it: nobody sees a part of it.
TEST_F(KeptFolders, AreMadeAndReadByManyAtOnce) {
  SetLogger(true, false);
  const size_t size = 100'000;
  Make('a', size);
  {
    std::vector<std::jthread> makers;
    for (int i = 0; i < 2; ++i) {
      makers.emplace_back([&] {
        for (int n = 0; n < 40; ++n) Make('a', size);
      });
    }
    const std::jthread damage([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        std::error_code error;
        fs::remove(Folder('a').Path() / "notes", error);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
    const std::jthread reader([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        if (!Folder('a').IsWhole("model")) continue;
        std::ifstream file(Folder('a').Path() / "model");
        if (!file) continue;  // removed since
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        EXPECT_EQ(bytes, std::string(size, 'a'));
      }
    });
    makers.clear();
  }
  Make('a', size);
  EXPECT_TRUE(Folder('a').IsWhole("model"));
  EXPECT_EQ(Entries(), 1U);
  SetLogger();
}

}  // namespace
}  // namespace fastdeploy
