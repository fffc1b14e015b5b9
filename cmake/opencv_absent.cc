// SPDX-License-Identifier: Apache-2.0
//
// What Debian's static OpenCV refers to and this library never calls: LAPACK and BLAS, which OpenCV
// uses for matrices of 25 rows and more, and OpenGL. Linking them would add many megabytes.

#include <opencv2/core.hpp>

namespace {

[[noreturn]] void Refuse(const char* name) {
  CV_Error_(cv::Error::StsNotImplemented, ("%s is not part of this build of OpenCV", name));
}

}  // namespace

#define FASTDEPLOY_ABSENT(name) \
  extern "C" void name();       \
  void name() { Refuse(#name); }

FASTDEPLOY_ABSENT(cblas_sgemm)
FASTDEPLOY_ABSENT(cblas_dgemm)
FASTDEPLOY_ABSENT(cblas_cgemm)
FASTDEPLOY_ABSENT(cblas_zgemm)
FASTDEPLOY_ABSENT(sgels_)
FASTDEPLOY_ABSENT(dgels_)
FASTDEPLOY_ABSENT(sgeqrf_)
FASTDEPLOY_ABSENT(dgeqrf_)
FASTDEPLOY_ABSENT(sgesdd_)
FASTDEPLOY_ABSENT(dgesdd_)
FASTDEPLOY_ABSENT(sgesv_)
FASTDEPLOY_ABSENT(dgesv_)
FASTDEPLOY_ABSENT(sgetrf_)
FASTDEPLOY_ABSENT(dgetrf_)
FASTDEPLOY_ABSENT(sposv_)
FASTDEPLOY_ABSENT(dposv_)
FASTDEPLOY_ABSENT(spotrf_)
FASTDEPLOY_ABSENT(dpotrf_)
FASTDEPLOY_ABSENT(glXGetCurrentContext)
FASTDEPLOY_ABSENT(glXGetCurrentDisplay)
FASTDEPLOY_ABSENT(glXGetProcAddressARB)
