// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>  // first: jpeglib.h needs FILE

#include <jpeglib.h>

#include <csetjmp>

namespace fastdeploy::images {

/// Where libjpeg reports to: its errors leave by longjmp to `place`, which setjmp has set; its
/// warnings are dropped. `manager` is what a struct of libjpeg takes as `err`.
struct JpegErrors {
  JpegErrors() {
    jpeg_std_error(&manager);
    manager.error_exit = Fail;
    manager.emit_message = DropMessage;
  }

  jpeg_error_mgr manager = {};  // first: Fail finds the struct by it
  jmp_buf place = {};

 private:
  [[noreturn]] static void Fail(j_common_ptr jpeg) {
    longjmp(reinterpret_cast<JpegErrors*>(jpeg->err)->place, 1);
  }
  static void DropMessage(j_common_ptr /*jpeg*/, int /*level*/) {}
};

}  // namespace fastdeploy::images
