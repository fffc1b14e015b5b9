// SPDX-License-Identifier: Apache-2.0
//
// In the place of the library of jbigkit, which libtiff refers to and which is under the GPL: a
// portable build leaves it out. A page that is compressed by JBIG, which fax machines use, cannot
// be read: libtiff reports the text of jbg_strerror.

extern "C" {

#pragma GCC visibility push(default)

void jbg_dec_init(void* decoder);
int jbg_dec_in(void* decoder, void* data, unsigned long size, unsigned long* used);
unsigned long jbg_dec_getsize(const void* decoder);
unsigned char* jbg_dec_getimage(const void* decoder, int plane);
void jbg_dec_free(void* decoder);
void jbg_enc_init(void* encoder);
void jbg_enc_out(void* encoder);
void jbg_enc_free(void* encoder);
int jbg_newlen(void* data, unsigned long size);
const char* jbg_strerror(int code);

void jbg_dec_init(void* /*decoder*/) {}
int jbg_dec_in(void* /*decoder*/, void* /*data*/, unsigned long /*size*/, unsigned long* /*used*/) {
  constexpr int kUnsupported = 1;  // anything but 0
  return kUnsupported;
}
unsigned long jbg_dec_getsize(const void* /*decoder*/) { return 0; }
unsigned char* jbg_dec_getimage(const void* /*decoder*/, int /*plane*/) { return nullptr; }
void jbg_dec_free(void* /*decoder*/) {}
void jbg_enc_init(void* /*encoder*/) {}
void jbg_enc_out(void* /*encoder*/) {}
void jbg_enc_free(void* /*encoder*/) {}
int jbg_newlen(void* /*data*/, unsigned long /*size*/) { return 0; }
const char* jbg_strerror(int /*code*/) { return "JBIG is not part of this build of libtiff"; }

#pragma GCC visibility pop

}  // extern "C"
