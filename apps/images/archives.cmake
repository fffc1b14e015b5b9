# The static libraries of TIFF, JPEG and WebP, for a portable build: libtiff's shared library depends
# on one that is under the GPL (JBIG).

foreach(name tiff jpeg webp zstd lzma Lerc deflate)
  find_archive(${name}_ARCHIVE ${name})
endforeach()
add_contents(${GIF_LIBRARY} ${WEBPDEMUX_LIBRARY})
find_path(JPEG_INCLUDE_DIR jpeglib.h REQUIRED)
find_path(TIFF_INCLUDE_DIR tiffio.h REQUIRED)

add_library(tiff_absent STATIC tiff_absent.cc)
add_library(JPEG::JPEG INTERFACE IMPORTED)
target_include_directories(JPEG::JPEG INTERFACE ${JPEG_INCLUDE_DIR})
target_link_libraries(JPEG::JPEG INTERFACE ${jpeg_ARCHIVE})
add_library(TIFF::TIFF INTERFACE IMPORTED)
target_include_directories(TIFF::TIFF INTERFACE ${TIFF_INCLUDE_DIR})
target_link_libraries(
  TIFF::TIFF INTERFACE ${tiff_ARCHIVE} tiff_absent ${webp_ARCHIVE} ${zstd_ARCHIVE} ${lzma_ARCHIVE}
                       ${Lerc_ARCHIVE} ${deflate_ARCHIVE} ${jpeg_ARCHIVE} ZLIB::ZLIB)
set(WEBP_LIBRARY ${webp_ARCHIVE})
