// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace fastdeploy::images {

/// How much ReadSource reads, and how long it waits for a program that writes into a named pipe.
struct SourceLimits {
  size_t bytes = size_t{1} << 30;
  std::chrono::milliseconds writer = std::chrono::seconds(5);
};

/// Whether `path` stands for standard input: "-" or "/dev/stdin".
bool IsStandardInput(const std::string& path);

/// The contents of a file, a pipe or standard input. Throws Error: kNotFound for what does not
/// exist or cannot be opened, for a folder, a device or a terminal, and for a named pipe that no
/// program writes into; kInvalidFile for what is empty or has more bytes than the limit.
std::string ReadSource(const std::string& path, const SourceLimits& limits = {});

}  // namespace fastdeploy::images
