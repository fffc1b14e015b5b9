// SPDX-License-Identifier: Apache-2.0
#include "apps/images/json_line.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace fastdeploy::images {
namespace {

std::string Line(const Picture& picture, const char* key, const std::string& json) {
  const std::string page = picture.page == 0 ? "" : fmt::format(R"("page":{},)", picture.page);
  return fmt::format(R"({{"image":{},{}"{}":{}}})", JsonText(picture.file), page, key, json);
}

}  // namespace

std::string JsonLine(const Picture& picture, const std::string& json) {
  return Line(picture, "result", json);
}

std::string JsonErrorLine(const Picture& picture, const std::string& error) {
  return Line(picture, "error", JsonText(error));
}

std::string JsonText(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace fastdeploy::images
