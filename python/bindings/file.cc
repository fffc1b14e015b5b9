// SPDX-License-Identifier: Apache-2.0
#include "bindings/file.h"

#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/variant.h>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "apps/images/images.h"
#include "apps/images/source.h"
#include "bindings/image.h"
#include "bindings/shared.h"

namespace fastdeploy::python {
namespace {

using Source = std::variant<nb::bytes, std::filesystem::path>;

nb::list ReadPages(const Source& file) {
  const auto* path = std::get_if<std::filesystem::path>(&file);
  std::string contents;
  if (path == nullptr) {
    const auto& bytes = std::get<nb::bytes>(file);
    contents.assign(bytes.c_str(), bytes.size());
  }
  const auto read = WithoutGil([&] {
    if (path != nullptr) contents = images::ReadSource(path->string());
    const auto pages = images::OpenPages(std::move(contents));
    std::vector<cv::Mat> all;
    for (size_t i = 0; i < pages->Count(); ++i) all.push_back(pages->Next());
    return all;
  });
  nb::list arrays;
  for (const cv::Mat& page : read) arrays.append(ToArray(page));
  return arrays;
}

}  // namespace

void BindFile(nb::module_& module) {
  module.def(
      "read_pages", &ReadPages,
      nb::sig("def read_pages(file: str | os.PathLike[str] | bytes) -> "
              "list[numpy.typing.NDArray[numpy.uint8]]"),
      nb::arg("file"),
      "The pages of a picture file, given by its path or its contents: JPEG, PNG, BMP, WebP, PNM; "
      "all pages of a TIFF, all frames of a GIF or of an animated WebP. Each is uint8, (height, "
      "width, 3), BGR, turned as its orientation says, transparent pixels over white. Raises "
      "fastdeploy.Error.");
}

}  // namespace fastdeploy::python
