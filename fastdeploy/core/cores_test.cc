// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/cores.h"

#include <sched.h>

#include <filesystem>
#include <opencv2/core.hpp>
#include <thread>

#include "fastdeploy/core/internal/cgroup.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

/// The files of cgroups in a folder: what `Quota` finds there.
class Cgroups {
 public:
  explicit Cgroups(const std::string& memberships) {
    memberships_ = folder_.Write("cgroup", memberships);
  }
  Cgroups& Has(const std::string& file, const std::string& content) {
    std::filesystem::create_directories(
        std::filesystem::path(folder_.Path("fs/" + file)).parent_path());
    (void)folder_.Write("fs/" + file, content);
    return *this;
  }
  [[nodiscard]] std::optional<double> Quota() const {
    return CpuQuota(memberships_, folder_.Path("fs"));
  }

 private:
  TemporaryFolder folder_;
  std::string memberships_;
};

TEST(CpuQuota, OfVersion2) {
  EXPECT_EQ(Cgroups("0::/\n").Has("cpu.max", "150000 100000\n").Quota(), 1.5);
  EXPECT_EQ(Cgroups("0::/\n").Has("cpu.max", "max 100000\n").Quota(), std::nullopt);
  EXPECT_EQ(Cgroups("0::/a/b\n").Has("a/b/cpu.max", "50000 100000\n").Quota(), 0.5);
}

TEST(CpuQuota, IsTheLeastOnTheWayToTheRoot) {
  EXPECT_EQ(Cgroups("0::/a/b\n")
                .Has("a/b/cpu.max", "max 100000\n")
                .Has("a/cpu.max", "200000 100000\n")
                .Has("cpu.max", "300000 100000\n")
                .Quota(),
            2);
}

TEST(CpuQuota, OfVersion1) {
  const auto files = [](const std::string& folder, const std::string& quota) {
    Cgroups cgroups("3:memory:/m\n4:cpu,cpuacct:/docker/x\n5:cpuset:/\n");
    cgroups.Has(folder + "cpu.cfs_quota_us", quota).Has(folder + "cpu.cfs_period_us", "100000\n");
    return cgroups.Quota();
  };
  EXPECT_EQ(files("cpu/docker/x/", "250000\n"), 2.5);
  EXPECT_EQ(files("cpu/docker/x/", "-1\n"), std::nullopt);
  EXPECT_EQ(files("cpu/", "300000\n"), 3);  // in a container, the path is the host's
  EXPECT_EQ(files("cpuset/", "100000\n"), std::nullopt);
}

TEST(CpuQuota, IsNoneWhereNothingCanBeRead) {
  EXPECT_EQ(CpuQuota("/no/such/file", "/no/such/folder"), std::nullopt);
  EXPECT_EQ(Cgroups("0::/\n").Quota(), std::nullopt);
  for (const char* bad : {"", "x 100000", "100000", "100000 0", "-5 100000", "1 2 3"}) {
    EXPECT_EQ(Cgroups("0::/\n").Has("cpu.max", bad).Quota(), std::nullopt) << bad;
  }
  EXPECT_EQ(Cgroups("no cgroup\n0:\n").Has("cpu.max", "100000 100000").Quota(), std::nullopt);
}

TEST(AvailableCores, AreThoseOfTheAffinityMask) {
  const int all = AvailableCores();
  EXPECT_GE(all, 1);
  EXPECT_LE(all, static_cast<int>(std::thread::hardware_concurrency()));
  std::jthread([] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
    EXPECT_EQ(AvailableCores(), 1);
  }).join();
  EXPECT_EQ(AvailableCores(), all);
}

TEST(MaxThreads, LimitsCoresAndOpenCV) {
  const int opencv = cv::getNumThreads();
  ASSERT_EQ(GetMaxThreads(), 0);
  EXPECT_EQ(WithinMaxThreads(99), 99);
  SetMaxThreads(1);
  EXPECT_EQ(AvailableCores(), 1);
  EXPECT_EQ(WithinMaxThreads(99), 1);
  EXPECT_EQ(cv::getNumThreads(), 1);
  for (const int bad : {-1, 5000}) {
    EXPECT_THAT(testing::ThrownBy([&] { SetMaxThreads(bad); }).what(),
                HasSubstr("expected 0 (no limit) to 4096, found " + std::to_string(bad)));
  }
  EXPECT_EQ(GetMaxThreads(), 1);
  SetMaxThreads(0);
  cv::setNumThreads(opencv);
}

TEST(MaxThreadsDeathTest, ReadsTheEnvironment) {
  const auto exit_with = [](const char* value) {
    setenv("FASTDEPLOY_NUM_THREADS", value, 1);
    try {
      std::_Exit(GetMaxThreads());
    } catch (const Error& error) {
      fprintf(stderr, "%s\n", error.what());
      std::_Exit(99);
    }
  };
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(exit_with("3"), ::testing::ExitedWithCode(3), "");
  EXPECT_EXIT(exit_with(""), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(exit_with("many"), ::testing::ExitedWithCode(99),
              "FASTDEPLOY_NUM_THREADS: expected 0 .no limit. to 4096, found 'many'");
}

}  // namespace
}  // namespace fastdeploy
