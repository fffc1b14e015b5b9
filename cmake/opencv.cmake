# The target `fastdeploy::opencv`: core, imgproc and imgcodecs. Also used by the installed package.
# In an SDK it is the OpenCV there, unless FASTDEPLOY_OPENCV is `system`, or the project has found
# another OpenCV 4 before. Elsewhere it comes from OpenCV's CMake files if these are found
# (OpenCV_DIR), else from its headers and libraries.

if(TARGET fastdeploy::opencv)
  return()
endif()
set(FASTDEPLOY_OPENCV sdk CACHE STRING "OpenCV of programs: `sdk` (if there is one) or `system`")
add_library(fastdeploy::opencv INTERFACE IMPORTED)
if(TARGET fastdeploy::fastdeploy_imgcodecs AND NOT TARGET opencv_core AND FASTDEPLOY_OPENCV STREQUAL sdk)
  set(FASTDEPLOY_SDK_OPENCV ON)
  get_target_property(library fastdeploy::fastdeploy_imgcodecs LOCATION)
  cmake_path(GET library PARENT_PATH libraries)
  set_target_properties(fastdeploy::opencv PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
                                                      ${PACKAGE_PREFIX_DIR}/include/opencv4)
  target_link_libraries(
    fastdeploy::opencv
    INTERFACE fastdeploy::fastdeploy_imgcodecs ${libraries}/opencv4/libopencv_imgproc.a
              ${libraries}/opencv4/libopencv_core.a ${libraries}/opencv4/libopencv_absent.a
              ${libraries}/libtbb.so.12 -l:libz.so.1 Threads::Threads ${CMAKE_DL_LIBS})
  return()
endif()

find_package(OpenCV QUIET CONFIG COMPONENTS core imgproc imgcodecs)
if(OpenCV_FOUND)
  target_link_libraries(fastdeploy::opencv INTERFACE opencv_core opencv_imgproc opencv_imgcodecs)
else()
  find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
  set_target_properties(fastdeploy::opencv PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE_DIR})
  foreach(module imgcodecs imgproc core)
    find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
    target_link_libraries(fastdeploy::opencv INTERFACE ${OPENCV_${module}_LIBRARY})
  endforeach()
endif()
