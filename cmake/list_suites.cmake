# Included by ctest (cmake/suites.cmake): adds a test `name`.<suite> with `properties` for each test
# suite of `program`.

set(list "")
if(EXISTS ${program})
  execute_process(COMMAND ${program} --gtest_list_tests OUTPUT_VARIABLE list)
endif()
string(REGEX MATCHALL "\n[A-Za-z0-9_/]+\\." suites "${list}")
if(NOT suites)
  add_test(${name} ${program}) # fails, since the program does not exist or does not start
endif()
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "[\n.]" "" suite ${suite})
  add_test(${name}.${suite} ${program} --gtest_filter=${suite}.*)
  set_tests_properties(${name}.${suite} PROPERTIES ${properties})
endforeach()
