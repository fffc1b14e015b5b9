# Bundles libraries with the installed copy, so that it can be moved to any folder or machine.

option(FASTDEPLOY_BUNDLE "Also install the libraries of the backends" ON)

# Installs the shared libraries in a folder beside ours.
function(bundle_libraries folder)
  if(FASTDEPLOY_BUNDLE)
    file(GLOB libraries ${folder}/*.so ${folder}/*.so.*)
    install(PROGRAMS ${libraries} DESTINATION ${CMAKE_INSTALL_LIBDIR})
  endif()
endfunction()
