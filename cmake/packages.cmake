# Finds the packages that the library needs. All are system packages; ./dev has their Debian names.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Freetype REQUIRED)

# Debian's packages of OpenCV's modules (core, imgproc, imgcodecs) contain no CMake files.
if(NOT FASTDEPLOY_PORTABLE) # portable.cmake has another one
  include(opencv)
endif()

find_path(POLYCLIPPING_INCLUDE_DIR polyclipping/clipper.hpp REQUIRED)
find_library(POLYCLIPPING_LIBRARY polyclipping REQUIRED)
add_library(polyclipping INTERFACE)
target_include_directories(polyclipping SYSTEM INTERFACE ${POLYCLIPPING_INCLUDE_DIR})
target_link_libraries(polyclipping INTERFACE ${POLYCLIPPING_LIBRARY})

# Used as a header-only library: the hash is compiled into ours.
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
add_library(xxhash INTERFACE)
target_include_directories(xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
