// SPDX-License-Identifier: Apache-2.0
#include "apps/images/pdfium.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"

namespace fastdeploy::images::pdfium {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "FASTDEPLOY_PDFIUM_LIBRARY";
constexpr const char* kName = "libpdfium.so";

/// Where the library may be, best first; of an installed package: our program or module is in
/// fastdeploy/bin or fastdeploy, the library in pypdfium2_raw.
std::vector<fs::path> Candidates() {
  if (const char* named = std::getenv(kVariable); named != nullptr && *named != '\0') {
    return {named};
  }
  std::vector<fs::path> candidates;
  Dl_info here = {};
  if (dladdr(reinterpret_cast<void*>(&Load), &here) != 0 && here.dli_fname != nullptr) {
    std::error_code error;
    const fs::path own = fs::canonical(here.dli_fname, error).parent_path();
    for (const char* folder : {"", "../lib", "../pypdfium2_raw", "../../pypdfium2_raw"}) {
      const fs::path file = own / folder / kName;
      if (!own.empty() && fs::exists(file, error)) candidates.push_back(file);
    }
  }
  candidates.emplace_back(kName);
  return candidates;
}

/// nullptr: there is none.
void* Open() {
  for (const fs::path& candidate : Candidates()) {
    if (void* library = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

template <typename Function>
void Find(void* library, const char* name, Function* function) {
  *function = reinterpret_cast<Function>(dlsym(library, name));
  if (*function == nullptr) {
    throw Error(ErrorKind::kUnsupported, fmt::format("{} lacks {}: it is too old", kName, name));
  }
}

Functions FindAll(void* library) {
  Functions all;
  Find(library, "FPDF_InitLibrary", &all.init_library);
  Find(library, "FPDF_GetLastError", &all.last_error);
  Find(library, "FPDF_LoadMemDocument64", &all.load_document);
  Find(library, "FPDF_CloseDocument", &all.close_document);
  Find(library, "FPDF_GetPageCount", &all.page_count);
  Find(library, "FPDF_LoadPage", &all.load_page);
  Find(library, "FPDF_ClosePage", &all.close_page);
  Find(library, "FPDF_GetPageWidthF", &all.page_width);
  Find(library, "FPDF_GetPageHeightF", &all.page_height);
  Find(library, "FPDFBitmap_CreateEx", &all.create_bitmap);
  Find(library, "FPDFBitmap_Destroy", &all.destroy_bitmap);
  Find(library, "FPDF_RenderPageBitmap", &all.render);
  return all;
}

/// The library is never closed: a program may use it, too.
void* Library() {
  static void* const library = Open();
  return library;
}

}  // namespace

bool IsInstalled() { return Library() != nullptr; }

const Functions& Load() {
  if (!IsInstalled()) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("PDF needs PDFium: `pip install fastdeploy-vision[pdf]`, or set {} to "
                            "the path of a {}",
                            kVariable, kName));
  }
  static const Functions functions = [] {
    Functions all = FindAll(Library());
    all.init_library();
    return all;
  }();
  return functions;
}

std::mutex& Mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace fastdeploy::images::pdfium
