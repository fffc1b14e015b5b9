# The target `development`: warnings and sanitizers for our own code, not for code that links it.

add_library(development INTERFACE)
target_compile_options(
  development
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
            -Woverloaded-virtual -Werror
            # Designated initialisers omit fields on purpose, to keep their defaults.
            -Wno-missing-field-initializers
            # Results must not depend on whether the compiler uses a fused multiply-add.
            -ffp-contract=off)
if(FASTDEPLOY_SANITIZER)
  # In instrumented code, GCC takes values of std::variant and std::optional for uninitialised.
  target_compile_options(development INTERFACE -fsanitize=${FASTDEPLOY_SANITIZER}
                                               -fno-omit-frame-pointer -fno-sanitize-recover=all
                                               $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(development INTERFACE -fsanitize=${FASTDEPLOY_SANITIZER})
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
# What is linked for programs of users, such as OpenCV's imgcodecs, is not loaded by ours.
add_link_options(-Wl,--as-needed)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# The shared library exports only what FASTDEPLOY_DECL marks. Code from other projects' headers must
# not be replaced by another version of it in the same program.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
