// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/cgroup.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

#include "fastdeploy/core/internal/number.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// The words of a short file; none if it cannot be read.
std::vector<std::string> WordsOf(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> words;
  std::string word;
  while (words.size() < 8 && file >> word) words.push_back(word);
  return words;
}

/// quota / period, in microseconds; "max" and -1 are no quota.
std::optional<double> Share(const std::vector<std::string>& quota_and_period) {
  double quota = 0;
  double period = 0;
  if (quota_and_period.size() != 2 || !ParseNumber(quota_and_period[0], &quota) ||
      !ParseNumber(quota_and_period[1], &period) || quota <= 0 || period <= 0) {
    return std::nullopt;
  }
  return quota / period;
}

std::optional<double> QuotaOf(const fs::path& cgroup) {
  if (auto share = Share(WordsOf(cgroup / "cpu.max"))) return share;
  std::vector<std::string> words = WordsOf(cgroup / "cpu.cfs_quota_us");
  const std::vector<std::string> period = WordsOf(cgroup / "cpu.cfs_period_us");
  words.insert(words.end(), period.begin(), period.end());
  return Share(words);
}

/// A cgroup in which the process is: "number:controllers:path".
struct Membership {
  std::string controllers;  ///< empty: version 2
  std::string path;
};

std::vector<Membership> MembershipsOf(const std::string& cgroups) {
  std::ifstream file(cgroups);
  std::vector<Membership> found;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    Membership one;
    std::string number;
    if (std::getline(fields, number, ':') && std::getline(fields, one.controllers, ':') &&
        std::getline(fields, one.path)) {
      found.push_back(std::move(one));
    }
  }
  return found;
}

bool HasCpu(const std::string& controllers) {
  return ("," + controllers + ",").find(",cpu,") != std::string::npos;
}

}  // namespace

std::optional<double> CpuQuota(const std::string& cgroups, const std::string& mounted) {
  std::optional<double> least;
  for (const Membership& one : MembershipsOf(cgroups)) {
    if (!one.controllers.empty() && !HasCpu(one.controllers)) continue;
    const fs::path version_1 = fs::path(mounted) / "cpu";  // also a link to "cpu,cpuacct"
    const fs::path root = one.controllers.empty() ? fs::path(mounted) : version_1;
    // From the cgroup up to the root. In a container the path may be the host's, of which only the
    // end, the root, is there.
    fs::path path = fs::path(one.path).relative_path().lexically_normal();
    while (true) {
      if (const auto share = QuotaOf(root / path)) least = std::min(least.value_or(*share), *share);
      if (path.empty()) break;
      path = path.parent_path();
    }
  }
  return least;
}

}  // namespace fastdeploy
