// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

namespace fastdeploy::images::pdfium {

// The part of PDFium's C interface that renders pages (public/fpdfview.h of PDFium). The library is
// loaded by the first PDF; nothing of it is needed to build.

struct Document;
struct Page;
struct Bitmap;

constexpr unsigned long kPasswordError = 4;  // NOLINT(google-runtime-int): PDFium's type
constexpr int kBgr = 2;                      ///< a bitmap of three bytes a pixel
constexpr int kAnnotations = 1;              ///< renders them, too

struct Functions {
  void (*init_library)() = nullptr;
  unsigned long (*last_error)() = nullptr;  // NOLINT(google-runtime-int)
  Document* (*load_document)(const void* data, size_t size, const char* password) = nullptr;
  void (*close_document)(Document*) = nullptr;
  int (*page_count)(Document*) = nullptr;
  Page* (*load_page)(Document*, int index) = nullptr;
  void (*close_page)(Page*) = nullptr;
  float (*page_width)(Page*) = nullptr;  ///< points: 72 are an inch
  float (*page_height)(Page*) = nullptr;
  Bitmap* (*create_bitmap)(int width, int height, int format, void* pixels, int stride) = nullptr;
  void (*destroy_bitmap)(Bitmap*) = nullptr;
  void (*render)(Bitmap*, Page*, int x, int y, int width, int height, int rotate,
                 int flags) = nullptr;
};

/// PDFium, from the environment variable FASTDEPLOY_PDFIUM_LIBRARY, from beside our own library,
/// from the package pypdfium2 beside ours, or from the system. Throws Error (kUnsupported) if there
/// is none.
const Functions& Load();

bool IsInstalled();

/// PDFium is not thread-safe: held during every call.
std::mutex& Mutex();

}  // namespace fastdeploy::images::pdfium
