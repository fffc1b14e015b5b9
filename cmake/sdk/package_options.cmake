# What CPack sets for one kind of package. The Debian package has the SDK in /opt/fastdeploy, and
# where systems look for it: the command in /usr/bin, files for CMake and pkg-config.
if(CPACK_GENERATOR STREQUAL DEB)
  set(CPACK_PACKAGING_INSTALL_PREFIX /opt/fastdeploy)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= 2.35), libgcc-s1, libstdc++6 (>= 12), zlib1g")
  set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
  set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_links.cmake)
endif()
