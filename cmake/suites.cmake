# Registers a GoogleTest program with ctest: one entry for every test suite, so that the tests of a
# suite run in one process and share what they load. The suites are listed when ctest runs.

# add_suites(<target> [<name of a ctest property> <value>]...)
function(add_suites target)
  set(file ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites)
  file(GENERATE OUTPUT ${file}_$<CONFIG>.cmake CONTENT
"set(name \"${target}\")
set(program \"$<TARGET_FILE:${target}>\")
set(properties \"${ARGN}\")
include(\"${PROJECT_SOURCE_DIR}/cmake/list_suites.cmake\")
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${file}_${CMAKE_BUILD_TYPE}.cmake)
endfunction()
