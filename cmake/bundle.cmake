# Bundles libraries with the installed copy, so that it can be moved to any folder or machine.

option(FASTDEPLOY_BUNDLE "Also install the libraries of the backends" ON)

# bundle_libraries(<folder> <name>...): installs lib<name>.so* of a folder beside ours.
function(bundle_libraries folder)
  if(FASTDEPLOY_BUNDLE)
    set(libraries "")
    foreach(name IN LISTS ARGN)
      file(GLOB found ${folder}/lib${name}.so ${folder}/lib${name}.so.*)
      list(APPEND libraries ${found})
    endforeach()
    install(PROGRAMS ${libraries} DESTINATION ${CMAKE_INSTALL_LIBDIR})
  endif()
endfunction()

# bundle_licences(<name> <file or folder>...): installs the licences of libraries that are bundled.
function(bundle_licences name)
  if(FASTDEPLOY_BUNDLE)
    foreach(path IN LISTS ARGN)
      if(IS_DIRECTORY ${path})
        install(DIRECTORY ${path}/ DESTINATION licences/${name})
      elseif(EXISTS ${path})
        install(FILES ${path} DESTINATION licences/${name})
      endif()
    endforeach()
  endif()
endfunction()
