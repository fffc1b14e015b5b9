# For a wheel and an SDK that run on other distributions and versions: OpenCV is linked statically,
# from Debian's archives. Its shared libraries depend on GDAL, OpenGL, X11 and LAPACK. Each of our
# programs then has the part of OpenCV that it uses, and exports none of it. What Debian has no
# archive of for shared libraries (yaml-cpp, FreeType, ...) is copied afterwards, into the wheel by
# tools/wheel.sh, into the SDK by cmake/sdk. See docs/decisions/10-portable-wheel.md.

if(NOT FASTDEPLOY_PORTABLE)
  return()
endif()

include(licences)

# find_archive(<variable> <name>): the static library of that name.
function(find_archive variable name)
  find_library(${variable} lib${name}.a)
  if(NOT ${variable})
    message(FATAL_ERROR "FASTDEPLOY_PORTABLE needs lib${name}.a, which Debian and Ubuntu have; "
                        "elsewhere set -DFASTDEPLOY_PORTABLE=OFF")
  endif()
  add_contents(${${variable}})
endfunction()

find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
find_archive(OPENCV_IMGPROC_ARCHIVE opencv_imgproc)
find_archive(OPENCV_CORE_ARCHIVE opencv_core)
find_package(ZLIB REQUIRED)
add_library(opencv_absent STATIC ${CMAKE_CURRENT_LIST_DIR}/opencv_absent.cc)
set_target_properties(opencv_absent PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_include_directories(opencv_absent SYSTEM PRIVATE ${OPENCV_INCLUDE_DIR})
target_compile_features(opencv_absent PRIVATE cxx_std_20)

add_library(fastdeploy::opencv INTERFACE IMPORTED)
target_include_directories(fastdeploy::opencv SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
target_link_options(fastdeploy::opencv INTERFACE -Wl,--exclude-libs,ALL -Wl,--gc-sections)
# OpenCV's loops run on the TBB that OpenVINO brings.
target_link_libraries(
  fastdeploy::opencv INTERFACE ${OPENCV_IMGPROC_ARCHIVE} ${OPENCV_CORE_ARCHIVE} opencv_absent
                               ZLIB::ZLIB ${OPENVINO_TBB_LIBRARY} Threads::Threads
                               ${CMAKE_DL_LIBS})

# The licences of what a portable build contains: what is compiled in, and what is copied.
# install_licences(<folder> [<component>])
function(install_licences folder)
  foreach(name spdlog fmt yaml-cpp polyclipping freetype png16 brotlidec brotlicommon tiff jpeg webp
               zstd lzma Lerc deflate)
    find_library(${name}_LIBRARY ${name} REQUIRED)
    add_contents(${${name}_LIBRARY})
  endforeach()
  foreach(name nlohmann/json.hpp CLI/CLI.hpp xxhash.h)
    find_file(${name}_HEADER ${name} REQUIRED)
    add_contents(${${name}_HEADER})
  endforeach()
  write_licences(${PROJECT_BINARY_DIR}/LICENSES)
  install(FILES ${PROJECT_BINARY_DIR}/LICENSES DESTINATION ${folder} ${ARGN})
endfunction()
