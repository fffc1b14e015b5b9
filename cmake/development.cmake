# The target `development`: warnings and sanitizers for our own code, never for those who link it.

add_library(development INTERFACE)
target_compile_options(
  development
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
            -Woverloaded-virtual -Werror
            # Designated initialisers leave fields at their defaults on purpose.
            -Wno-missing-field-initializers
            # Results must not depend on whether the compiler found a fused multiply-add.
            -ffp-contract=off)
if(FASTDEPLOY_SANITIZER)
  target_compile_options(development INTERFACE -fsanitize=${FASTDEPLOY_SANITIZER}
                                               -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(development INTERFACE -fsanitize=${FASTDEPLOY_SANITIZER})
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# The shared library exports what FASTDEPLOY_DECL marks; what other projects keep in their headers
# must not meet another version of it in a program.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
