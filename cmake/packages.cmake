# Finds what the library is made of. Each package is a system one (Debian's names in ./dev).

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Freetype REQUIRED)

# Debian's small OpenCV packages (core, imgproc, imgcodecs) carry no CMake files.
include(opencv)

find_path(POLYCLIPPING_INCLUDE_DIR polyclipping/clipper.hpp REQUIRED)
find_library(POLYCLIPPING_LIBRARY polyclipping REQUIRED)
add_library(polyclipping INTERFACE)
target_include_directories(polyclipping SYSTEM INTERFACE ${POLYCLIPPING_INCLUDE_DIR})
target_link_libraries(polyclipping INTERFACE ${POLYCLIPPING_LIBRARY})

# Headers alone are used: the hash is compiled into ours.
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
add_library(xxhash INTERFACE)
target_include_directories(xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
