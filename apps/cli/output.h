// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fastdeploy::cli {

/// To be called first: a standard stream that is closed becomes one that fails. Otherwise the next
/// file that is opened, a model perhaps, would take its place and be written into. A reader that
/// goes away, and a limit of the size of files, become errors of writing instead of signals that
/// end the program. What libraries write to std::cerr is dropped.
void KeepStandardStreams();

/// Writes to standard output, all the way: a reader gets every result when it is ready. Throws
/// Error (kRuntime) if that fails (a full disk, a closed pipe).
void Print(std::string_view text);

/// The text without control characters but for line breaks and tabs: a file that anyone may have
/// named must not control the terminal.
std::string Printable(std::string_view text);

/// Writes to standard error. There is nobody to tell if that fails, so the work goes on.
void Complain(std::string_view text) noexcept;

}  // namespace fastdeploy::cli
