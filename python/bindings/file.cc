// SPDX-License-Identifier: Apache-2.0
#include "bindings/file.h"

#include <memory>
#include <utility>

#include "apps/images/images.h"
#include "apps/images/inputs.h"
#include "apps/images/source.h"
#include "bindings/image.h"
#include "bindings/module.h"
#include "bindings/shared.h"
#include "bindings/text.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

/// Calls `call` with the pages of a file. Errors say which file.
template <typename Call>
auto WithPages(File&& file, const images::ReadSettings& settings, const Call& call) {
  try {
    std::string bytes =
        file.path.empty() ? std::move(file.contents) : images::ReadSource(file.path);
    const auto pages = images::OpenPages(std::move(bytes), settings);
    return call(*pages);
  } catch (const Error& error) {
    throw error.Within(file.what);
  }
}

/// The bytes of the path of a str or an os.PathLike.
std::string PathOf(const nb::object& object, const std::string& name) {
  PyObject* encoded = nullptr;
  if (PyUnicode_FSConverter(object.ptr(), &encoded) == 0) {
    PyErr_Clear();
    throw Error(ErrorKind::kInvalidArgument,
                name + ": expected the path of a file, found " + nb::repr(object).c_str());
  }
  const auto bytes = nb::steal<nb::bytes>(encoded);
  return {bytes.c_str(), bytes.size()};
}

}  // namespace

cv::Mat File::Page() && {
  return WithPages(std::move(*this), {}, [](images::Pages& pages) {
    if (pages.Count() != 1) {
      throw Error(ErrorKind::kInvalidArgument,
                  "expected a picture with one page, found " + std::to_string(pages.Count()) +
                      ": pass the pages of fastdeploy.read_pages one by one");
    }
    return pages.Next();
  });
}

std::vector<cv::Mat> File::AllPages(const images::ReadSettings& settings) && {
  return WithPages(std::move(*this), settings, [](images::Pages& pages) {
    std::vector<cv::Mat> all;
    for (size_t i = 0; i < pages.Count(); ++i) all.push_back(pages.Next());
    return all;
  });
}

std::optional<File> FileOf(const nb::object& object, const std::string& name) {
  if (nb::isinstance<nb::bytes>(object)) {
    const auto bytes = nb::borrow<nb::bytes>(object);
    return File{name, "", {bytes.c_str(), bytes.size()}};
  }
  if (nb::isinstance<nb::bytearray>(object)) {
    const auto bytes = nb::borrow<nb::bytearray>(object);
    return File{name, "", {bytes.c_str(), bytes.size()}};
  }
  if (!nb::isinstance<nb::str>(object) && !nb::hasattr(object, "__fspath__")) return std::nullopt;
  std::string path = PathOf(object, name);
  if (path.empty()) throw Error(ErrorKind::kInvalidArgument, name + ": the path is empty");
  return File{name + ": '" + path + "'", path, ""};
}

void BindFile(nb::module_& module) {
  module.def(
      "read_pages",
      [](const Image& file, double dpi, int jpeg_side) {
        std::optional<File> found = FileOf(file.object, "file");
        if (!found) {
          throw Error(ErrorKind::kInvalidArgument,
                      std::string("file: expected a path or the bytes of a picture file, found ") +
                          nb::str(file.object.type()).c_str());
        }
        if (jpeg_side < 0) {
          throw Error(ErrorKind::kInvalidArgument,
                      "jpeg_side: expected at least 0, found " + std::to_string(jpeg_side));
        }
        const auto pages = WithoutGil(
            [&] { return std::move(*found).AllPages({.dpi = dpi, .jpeg_side = jpeg_side}); });
        nb::list arrays;
        for (const cv::Mat& page : pages) arrays.append(ToArray(page));
        return arrays;
      },
      nb::sig("def read_pages(file: str | os.PathLike[str] | bytes | bytearray, "
              "dpi: float = 200, jpeg_side: int = 0) -> list[numpy.typing.NDArray[numpy.uint8]]"),
      nb::arg("file"), nb::arg("dpi") = images::kDpi, nb::arg("jpeg_side") = 0,
      "The pages of a file, given by its path or its contents, as arrays.\n\n"
      "Each page is uint8, (height, width, 3), BGR, as it is meant to be seen: turned as its\n"
      "orientation says, transparent pixels over white, 8 of 16 bits.\n\n"
      "JPEG, PNG, BMP, WebP and PNM have one page; TIFF, GIF and animated WebP may have several.\n"
      "PDF needs PDFium (pip install fastdeploy-vision[pdf]); its pages are rendered with `dpi`\n"
      "pixels per inch, one thread at a time.\n\n"
      "With `jpeg_side`, a JPEG is decoded at 1/2, 1/4 or 1/8 of its size while its shorter side\n"
      "keeps that many pixels: faster, for models with a small input.\n\n"
      "Raises fastdeploy.Error: NotFoundError (a FileNotFoundError) for a file that does not\n"
      "exist, InvalidFileError for one that is damaged or of another kind, UnsupportedError for\n"
      "PDF without PDFium.");
  module.def(
      "picture_files",
      [](const nb::iterable& inputs, bool recursive) {
        std::vector<std::string> arguments;
        for (const nb::handle input : inputs) {
          arguments.push_back(PathOf(nb::borrow(input), "inputs"));
        }
        const auto files = WithoutGil([&] { return images::ExpandInputs(arguments, recursive); });
        nb::list paths;
        for (const std::string& file : files) {
          paths.append(nb::steal(
              PyUnicode_DecodeFSDefaultAndSize(file.data(), static_cast<Py_ssize_t>(file.size()))));
        }
        return paths;
      },
      nb::sig("def picture_files(inputs: collections.abc.Iterable[str | os.PathLike[str]], "
              "recursive: bool = False) -> list[str]"),
      nb::arg("inputs"), nb::arg("recursive") = false,
      "The picture files that the command reads for such arguments: a file itself, the pictures\n"
      "in a folder (with `recursive`, in its folders, too), or the files that match a pattern,\n"
      "sorted by name. Hidden ones are left out; PDF files count if PDFium is there.\n\n"
      "Raises NotFoundError (a FileNotFoundError) for a folder or a pattern without pictures.");
}

}  // namespace fastdeploy::python
