# The licences of what a portable build contains of other projects, in one file: for each Debian
# package its copyright file.

# add_contents(<file>...): libraries or headers of which the build contains something.
function(add_contents)
  set_property(GLOBAL APPEND PROPERTY FASTDEPLOY_CONTENTS ${ARGN})
endfunction()

# write_licences(<path>)
function(write_licences path)
  get_property(files GLOBAL PROPERTY FASTDEPLOY_CONTENTS)
  set(packages "")
  foreach(file IN LISTS files)
    execute_process(COMMAND dpkg-query --search ${file} OUTPUT_VARIABLE found ERROR_QUIET)
    if(NOT found MATCHES "^([^:, ]+)")
      message(FATAL_ERROR "No Debian package has ${file}, so its licence is not known")
    endif()
    list(APPEND packages ${CMAKE_MATCH_1})
    cmake_path(GET file FILENAME name)
    string(APPEND names_${CMAKE_MATCH_1} " ${name}")
  endforeach()
  list(SORT packages)
  list(REMOVE_DUPLICATES packages)
  set(text "This package contains these parts of other projects.\n")
  foreach(package IN LISTS packages)
    execute_process(COMMAND dpkg-query --show --showformat "\${Version}" ${package}
                    OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
    file(READ /usr/share/doc/${package}/copyright copyright)
    string(APPEND text "\n==== ${package} ${version}:${names_${package}}\n\n${copyright}")
  endforeach()
  file(WRITE ${path} "${text}")
endfunction()
