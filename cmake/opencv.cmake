# The target `fastdeploy::opencv`: core, imgproc and imgcodecs, from OpenCV's CMake files if these
# are found (OpenCV_DIR), else from its headers and libraries. Also used by the installed package.

if(NOT TARGET fastdeploy::opencv)
  add_library(fastdeploy::opencv INTERFACE IMPORTED)
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
endif()
