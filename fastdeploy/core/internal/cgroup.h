// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace fastdeploy {

/// How many cores' time a process may use, as the CPU quotas of its cgroups say: the least of its
/// own and those above it; nothing if there is none. `cgroups` is the file that says which cgroups
/// a process is in, `mounted` the folder with their files, of version 2 (cpu.max) or 1
/// (cpu/cpu.cfs_quota_us). What cannot be read is no quota.
std::optional<double> CpuQuota(const std::string& cgroups = "/proc/self/cgroup",
                               const std::string& mounted = "/sys/fs/cgroup");

}  // namespace fastdeploy
