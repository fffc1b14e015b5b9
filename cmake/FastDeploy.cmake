# For CMake projects written for 1.x: include(${FASTDEPLOY_INSTALL_DIR}/FastDeploy.cmake) defines
# FASTDEPLOY_INCS, FASTDEPLOY_LIBS and install_fastdeploy_libraries(<folder>).

find_package(FastDeploy REQUIRED CONFIG PATHS ${CMAKE_CURRENT_LIST_DIR} NO_DEFAULT_PATH)

# Programs written for 1.x request C++11, but the headers need C++20.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)

get_target_property(FASTDEPLOY_INCS fastdeploy::fastdeploy INTERFACE_INCLUDE_DIRECTORIES)
set(FASTDEPLOY_LIBS fastdeploy::fastdeploy)
# 1.x has all of OpenCV. These modules are not ours, but its programs show and record with them. They
# belong to the system's OpenCV, not to the one in an SDK.
if(NOT FASTDEPLOY_SDK_OPENCV)
  foreach(module highgui videoio)
    find_library(FASTDEPLOY_OPENCV_${module} opencv_${module})
    if(FASTDEPLOY_OPENCV_${module})
      list(APPEND FASTDEPLOY_LIBS ${FASTDEPLOY_OPENCV_${module}})
    endif()
  endforeach()
endif()

# Copies the shared libraries that a program needs at run time into its folder.
function(install_fastdeploy_libraries folder)
  get_target_property(library fastdeploy::fastdeploy LOCATION)
  cmake_path(GET library PARENT_PATH libraries)
  file(GLOB files ${libraries}/*.so ${libraries}/*.so.*)
  file(COPY ${files} DESTINATION ${folder})
endfunction()
