// SPDX-License-Identifier: Apache-2.0
#include "apps/server/multipart.h"

#include <algorithm>

#include "apps/server/http.h"
#include "fastdeploy/core/internal/lowercase.h"

namespace fastdeploy::server {
namespace {

constexpr std::string_view kEndOfLine = "\r\n";

[[noreturn]] void Refuse(const char* reason) {
  throw HttpError(400, std::string("the form (multipart/form-data) ") + reason);
}

/// The value of a parameter in a header: `name=value` or `name="value"` after a semicolon.
std::string Parameter(std::string_view header, const std::string& name) {
  std::string lower = Lowercase(std::string(header));
  for (size_t at = lower.find(';'); at != lower.npos; at = lower.find(';', at)) {
    at = std::min(lower.find_first_not_of(" \t", at + 1), lower.size());
    if (!std::string_view(lower).substr(at).starts_with(name + "=")) continue;
    at += name.size() + 1;
    if (at >= header.size() || header[at] != '"') {
      return std::string(header.substr(at, header.find_first_of("; \t\r\n", at) - at));
    }
    std::string value;
    for (++at; at < header.size() && header[at] != '"'; ++at) {
      if (header[at] == '\\' && at + 1 < header.size()) ++at;
      value += header[at];
    }
    return value;
  }
  return "";
}

/// The value of a header of a part; "" if it has none.
std::string_view HeaderOf(std::string_view headers, const std::string& name) {
  while (!headers.empty()) {
    const std::string_view line = headers.substr(0, headers.find(kEndOfLine));
    headers.remove_prefix(std::min(line.size() + kEndOfLine.size(), headers.size()));
    const std::string start = Lowercase(std::string(line.substr(0, name.size() + 1)));
    if (start == name + ":") return line.substr(name.size() + 1);
  }
  return "";
}

}  // namespace

bool IsForm(const std::string& content_type) {
  return Lowercase(content_type).starts_with("multipart/form-data");
}

std::vector<Part> ReadForm(std::string_view body, const std::string& content_type) {
  constexpr size_t kMostParts = 1024;
  constexpr std::string_view kEndOfHeaders = "\r\n\r\n";
  const std::string boundary = Parameter(content_type, "boundary");
  if (boundary.empty()) Refuse("has no boundary in its Content-Type");
  const std::string mark = "--" + boundary;
  size_t at = body.starts_with(mark) ? 0 : body.find("\r\n" + mark);
  if (at == body.npos) Refuse("has no parts");
  at += (at == 0 && body.starts_with(mark) ? 0 : kEndOfLine.size()) + mark.size();
  std::vector<Part> parts;
  while (!body.substr(at).starts_with("--")) {
    const size_t line = body.find(kEndOfLine, at);
    if (line == body.npos) Refuse("is cut off");
    // A part without headers begins with an empty line.
    const size_t headers_end = body.find(kEndOfHeaders, line);
    const size_t end = body.find("\r\n" + mark, line + kEndOfLine.size());
    if (headers_end == body.npos || end == body.npos || headers_end + 2 > end) {
      Refuse("is cut off, or a part of it has no headers");
    }
    const std::string_view headers = body.substr(line + 2, headers_end - line);
    const std::string_view disposition = HeaderOf(headers, "content-disposition");
    const size_t start = headers_end + kEndOfHeaders.size();
    parts.push_back({.name = Parameter(disposition, "name"),
                     .file = Parameter(disposition, "filename"),
                     .contents = body.substr(start, std::max(end, start) - start)});
    if (parts.size() > kMostParts) Refuse("has too many parts");
    at = end + kEndOfLine.size() + mark.size();
  }
  return parts;
}

}  // namespace fastdeploy::server
