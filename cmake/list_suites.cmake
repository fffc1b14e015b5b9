# Read by ctest: adds the suites of `program`, under `name`, with `properties` (cmake/suites.cmake).

set(list "")
if(EXISTS ${program})
  execute_process(COMMAND ${program} --gtest_list_tests OUTPUT_VARIABLE list)
endif()
string(REGEX MATCHALL "\n[A-Za-z0-9_/]+\\." suites "${list}")
if(NOT suites)
  add_test(${name} ${program}) # fails: it is not built, or does not start
endif()
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "[\n.]" "" suite ${suite})
  add_test(${name}.${suite} ${program} --gtest_filter=${suite}.*)
  set_tests_properties(${name}.${suite} PROPERTIES ${properties})
endforeach()
