// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dirent.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

namespace fastdeploy {

// What std::filesystem does by throwing its own exceptions, here with an Error or an error code.

/// What a folder holds, in no certain order. `error` says why it is not all.
/// Not std::filesystem's iterator: where it finds no memory, it ends the program.
inline std::vector<std::filesystem::directory_entry> EntriesOf(const std::filesystem::path& folder,
                                                               std::error_code* error) {
  const auto close = [](DIR* opened) { closedir(opened); };
  std::vector<std::filesystem::directory_entry> entries;
  errno = 0;
  const std::unique_ptr<DIR, decltype(close)> opened(opendir(folder.c_str()));
  int reason = errno;
  while (opened) {
    errno = 0;
    const dirent* found = readdir(opened.get());
    reason = errno;
    if (found == nullptr) break;
    const std::string_view name(found->d_name);
    std::error_code of_entry;
    if (name != "." && name != "..") entries.emplace_back().assign(folder / name, of_entry);
  }
  *error = std::error_code(reason, std::generic_category());
  return entries;
}

/// The folder of the library, or of the program if it is linked statically; "" if it is not known.
std::filesystem::path OwnFolder();

/// Throws Error (kNotFound) if the current folder does not exist any more.
std::filesystem::path AbsolutePath(const std::filesystem::path& path);

}  // namespace fastdeploy
