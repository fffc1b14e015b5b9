// SPDX-License-Identifier: Apache-2.0
#include "bindings/result.h"

#include <string>
#include <utility>

#include "apps/images/jpeg.h"
#include "apps/images/png.h"
#include "bindings/shared.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/write_file.h"

namespace fastdeploy::python {

namespace {

using Encode = std::string (*)(const cv::Mat& image);

/// The encoder of pictures that the ending of a path names; null: it names none.
Encode EncoderOf(const std::filesystem::path& path) {
  const auto ending = path.extension();
  if (ending == ".png") return images::EncodePng;
  if (ending != ".jpg" && ending != ".jpeg") return nullptr;
  return [](const cv::Mat& image) { return images::EncodeJpeg(image); };
}

void SaveDrawing(const nb::handle& result, const std::filesystem::path& path, Encode encode,
                 const std::optional<Image>& image) {
  if (!image) {
    throw Error(
        ErrorKind::kInvalidArgument,
        "image: expected the image of this result, to draw it into '" + path.string() + "'");
  }
  const auto draw = nb::module_::import_("fastdeploy._core").attr(nb::str(result.attr(kDrawing)));
  const Picture drawn(Image{draw(image->object, result)});
  WithoutGil([&] { WriteFile(path.string(), encode(drawn.Mat())); });
}

}  // namespace

void SaveResult(const nb::handle& result, const std::filesystem::path& path,
                const std::optional<Image>& image) {
  constexpr std::pair<const char*, const char*> kForms[] = {
      {".json", "to_json"}, {".txt", "to_text"}, {".md", "to_markdown"}};
  std::string endings;
  for (const auto& [ending, form] : kForms) {
    if (!nb::hasattr(result, form)) continue;
    endings += std::string(ending) + ", ";
    if (path.extension() != ending) continue;
    const auto contents = nb::cast<std::string>(result.attr(form)()) + "\n";
    return WithoutGil([&] { WriteFile(path.string(), contents); });
  }
  if (nb::hasattr(result, kDrawing)) {
    endings += ".png, .jpg, ";
    if (const Encode encode = EncoderOf(path)) return SaveDrawing(result, path, encode, image);
  }
  throw Error(ErrorKind::kInvalidArgument, "path: expected a name that ends with one of " +
                                               endings.substr(0, endings.size() - 2) + "; found '" +
                                               path.string() + "'");
}

}  // namespace fastdeploy::python
