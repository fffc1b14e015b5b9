# What an installed copy carries along, so that it can be moved to any folder or machine.

option(FASTDEPLOY_BUNDLE "Install the libraries of the backends, too" ON)

# Installs the shared libraries of a folder beside ours.
function(bundle_libraries folder)
  if(FASTDEPLOY_BUNDLE)
    file(GLOB libraries ${folder}/*.so ${folder}/*.so.*)
    install(PROGRAMS ${libraries} DESTINATION ${CMAKE_INSTALL_LIBDIR})
  endif()
endfunction()
