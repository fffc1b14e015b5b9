# For CMake projects written for 1.x, whose utils/gflags.cmake builds gflags. They link `gflags`.

find_package(gflags REQUIRED)
