# Installs the library for CMake's find_package(FastDeploy) and for 1.x's include(FastDeploy.cmake).

include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/FastDeploy)

set_target_properties(fastdeploy PROPERTIES INSTALL_RPATH "$ORIGIN"
                                            INSTALL_RPATH_USE_LINK_PATH $<NOT:$<BOOL:${FASTDEPLOY_BUNDLE}>>)
install(TARGETS fastdeploy EXPORT FastDeployTargets)
install(EXPORT FastDeployTargets NAMESPACE fastdeploy:: DESTINATION ${package_folder})

# The public headers. Private ones are in the folders internal, backends and formats.
install(DIRECTORY fastdeploy DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h"
        PATTERN "internal" EXCLUDE PATTERN "backends" EXCLUDE PATTERN "formats" EXCLUDE
        REGEX "/compat/include$" EXCLUDE)
# 1.x's header paths: headers that only include others.
install(DIRECTORY fastdeploy/compat/include/fastdeploy DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

configure_package_config_file(cmake/FastDeployConfig.cmake.in FastDeployConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(FastDeployConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/FastDeployConfig.cmake
              ${PROJECT_BINARY_DIR}/FastDeployConfigVersion.cmake cmake/opencv.cmake
        DESTINATION ${package_folder})
# Where 1.x's SDK has them: programs include FastDeploy.cmake and utils/gflags.cmake, or set
# FastDeploy_DIR; users source fastdeploy_init.sh.
configure_file(cmake/fastdeploy_init.sh.in fastdeploy_init.sh @ONLY)
file(CONFIGURE OUTPUT root/FastDeployConfig.cmake CONTENT
     "include(\${CMAKE_CURRENT_LIST_DIR}/@package_folder@/FastDeployConfig.cmake)\n" @ONLY)
install(FILES cmake/FastDeploy.cmake ${PROJECT_BINARY_DIR}/root/FastDeployConfig.cmake
              ${PROJECT_BINARY_DIR}/fastdeploy_init.sh LICENSE DESTINATION .)
install(FILES cmake/gflags.cmake DESTINATION utils)

# For pkg-config and Meson. Paths are relative to the file's own folder.
if(FASTDEPLOY_PORTABLE) # with the SDK's OpenCV
  set(opencv_cflags "-isystem \${includedir}/opencv4")
  string(CONCAT opencv_libs "-L\${libdir}/opencv4 -lfastdeploy_imgcodecs -lopencv_imgproc -lopencv_core "
                            "-lopencv_absent -l:libtbb.so.12 -l:libz.so.1 -pthread -ldl")
else()
  get_target_property(opencv_include fastdeploy::opencv INTERFACE_INCLUDE_DIRECTORIES)
  set(opencv_cflags "")
  if(opencv_include)
    set(opencv_cflags "-isystem ${opencv_include}")
  endif()
  set(opencv_libs "-lopencv_imgcodecs -lopencv_imgproc -lopencv_core")
endif()
file(RELATIVE_PATH include_from_pc /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p/${CMAKE_INSTALL_INCLUDEDIR})
configure_file(cmake/fastdeploy.pc.in fastdeploy.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/fastdeploy.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
