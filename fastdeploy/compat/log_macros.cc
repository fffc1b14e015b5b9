// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/log_macros.h"

namespace fastdeploy {
namespace {

void LogNothing(std::string_view /*message*/) {}

}  // namespace

FDLogger::FDLogger(bool verbose, const std::string& prefix) : log_(&LogError) {
  if (!verbose) log_ = &LogNothing;
  if (verbose && prefix == "[INFO]") log_ = &LogInfo;
  if (verbose && prefix == "[WARNING]") log_ = &LogWarning;
}

void FDLogger::Flush() {
  if (text_.view().empty()) return;
  log_(text_.view());
  text_.str("");
}

}  // namespace fastdeploy
