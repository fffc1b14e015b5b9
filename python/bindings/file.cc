// SPDX-License-Identifier: Apache-2.0
#include "bindings/file.h"

#include <memory>
#include <utility>

#include "apps/images/images.h"
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
auto WithPages(File&& file, const Call& call) {
  try {
    const auto pages = images::OpenPages(file.path.empty() ? std::move(file.contents)
                                                           : images::ReadSource(file.path));
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
  return WithPages(std::move(*this), [](images::Pages& pages) {
    if (pages.Count() != 1) {
      throw Error(ErrorKind::kInvalidArgument,
                  "expected a picture with one page, found " + std::to_string(pages.Count()) +
                      ": pass the pages of fastdeploy.read_pages one by one");
    }
    return pages.Next();
  });
}

std::vector<cv::Mat> File::AllPages() && {
  return WithPages(std::move(*this), [](images::Pages& pages) {
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
      [](const Image& file) {
        std::optional<File> found = FileOf(file.object, "file");
        if (!found) {
          throw Error(ErrorKind::kInvalidArgument,
                      std::string("file: expected a path or the bytes of a picture file, found ") +
                          nb::str(file.object.type()).c_str());
        }
        const auto pages = WithoutGil([&] { return std::move(*found).AllPages(); });
        nb::list arrays;
        for (const cv::Mat& page : pages) arrays.append(ToArray(page));
        return arrays;
      },
      nb::sig("def read_pages(file: str | os.PathLike[str] | bytes | bytearray) -> "
              "list[numpy.typing.NDArray[numpy.uint8]]"),
      nb::arg("file"), "See fastdeploy.read_pages; without PDF.");
}

}  // namespace fastdeploy::python
