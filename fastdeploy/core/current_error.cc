// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/current_error.h"

#include <filesystem>
#include <new>
#include <opencv2/core.hpp>

namespace fastdeploy {

Error CurrentError() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) return {ErrorKind::kRuntime, "out of memory"};
    return {ErrorKind::kRuntime, "OpenCV: " + error.err + " (in " + error.func + ")"};
  } catch (const std::filesystem::filesystem_error& error) {
    return {ErrorKind::kNotFound, "'" + error.path1().string() + "': " + error.code().message()};
  } catch (const std::bad_alloc&) {
    return {ErrorKind::kRuntime, "out of memory"};
  } catch (const std::length_error& error) {
    return {ErrorKind::kRuntime,
            std::string("out of memory, or a size is too large (") + error.what() + ")"};
  } catch (const std::exception& error) {
    return {ErrorKind::kRuntime, error.what()};
  }
}

}  // namespace fastdeploy
