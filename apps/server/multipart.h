// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fastdeploy::server {

/// A part of a form (multipart/form-data, RFC 7578). It refers to the body.
struct Part {
  std::string name;
  std::string file;  ///< its file name; "": it is no file
  std::string_view contents;
};

/// Whether this is the Content-Type of a form.
bool IsForm(const std::string& content_type);

/// The parts of a form. Throws HttpError (400) for a body that is no form, is cut off or has more
/// than 1024 parts.
std::vector<Part> ReadForm(std::string_view body, const std::string& content_type);

}  // namespace fastdeploy::server
