// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/font.h"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr double kFixed16 = 65536.0;  // FreeType's 16.16 numbers
constexpr double kFixed6 = 64.0;      // and its 26.6 ones
/// No page needs larger letters; they would only cost memory.
constexpr double kMostPixels = 2048;

/// The number of bytes of the character that starts with `lead`; 0 if none does.
size_t Utf8Length(uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

/// False for overlong forms, halves of surrogate pairs and values past the end of Unicode.
bool IsCharacter(char32_t code, size_t length) {
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  return code >= kLeast[length] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

/// Blends `color` into the image by a glyph's coverage, one byte a pixel; its top-left is at
/// `corner`.
void Blend(const FT_Bitmap& glyph, cv::Point corner, const cv::Vec3b& color, cv::Mat* image) {
  const cv::Rect place =
      cv::Rect(corner.x, corner.y, static_cast<int>(glyph.width), static_cast<int>(glyph.rows)) &
      cv::Rect({}, image->size());
  for (int y = place.y; y < place.y + place.height; ++y) {
    const uint8_t* coverage = glyph.buffer + (y - corner.y) * glyph.pitch - corner.x;
    auto* pixels = image->ptr<cv::Vec3b>(y);
    for (int x = place.x; x < place.x + place.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        const int mixed = pixels[x][c] * (255 - coverage[x]) + color[c] * coverage[x];
        pixels[x][c] = static_cast<uint8_t>((mixed + 127) / 255);
      }
    }
  }
}

}  // namespace

std::u32string DecodeUtf8(std::string_view text) {
  std::u32string decoded;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<uint8_t>(text[i]);
    const size_t length = Utf8Length(lead);
    char32_t code = length <= 1 ? lead : lead & (0x7FU >> length);
    size_t used = 1;
    while (used < length && i + used < text.size() && (text[i + used] & 0xC0) == 0x80) {
      code = (code << 6) | (text[i + used++] & 0x3FU);
    }
    const bool whole = used == length && IsCharacter(code, length);
    decoded += whole ? code : kReplacement;
    i += whole ? length : 1;
  }
  return decoded;
}

struct Font::Face {
  FT_Library library = nullptr;
  FT_Face face = nullptr;

  ~Face() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }

  [[nodiscard]] double InEms(long units) const {
    return static_cast<double>(units) / face->units_per_EM;
  }

  /// The advance width of a letter; 0 if it cannot be loaded.
  [[nodiscard]] double Advance(char32_t letter) const {
    if (FT_Load_Char(face, letter, FT_LOAD_NO_SCALE) != 0) return 0;
    return InEms(face->glyph->metrics.horiAdvance);
  }
};

Font::Font(const std::string& path) : face_(std::make_unique<Face>()) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored) || !std::ifstream(path)) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot read font file '{}'", path));
  }
  if (FT_Init_FreeType(&face_->library) != 0) {
    throw Error(ErrorKind::kRuntime, "cannot initialise FreeType");
  }
  if (FT_New_Face(face_->library, path.c_str(), 0, &face_->face) != 0) {
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("font file '{}' is damaged or not a font", path));
  }
  if (!FT_IS_SCALABLE(face_->face)) {
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("font file '{}' contains bitmaps, not scalable outlines", path));
  }
}

Font::~Font() = default;

double Font::Ascent() const { return face_->InEms(face_->face->ascender); }
double Font::Descent() const { return -face_->InEms(face_->face->descender); }

double Font::Width(std::u32string_view text) const {
  double width = 0;
  for (const char32_t letter : text) width += face_->Advance(letter);
  return width;
}

void Font::Draw(std::u32string_view text, const cv::Matx23d& placement, const cv::Vec3b& color,
                cv::Mat* image) const {
  const FT_Face face = face_->face;
  // The size is set in whole pixels, and the rest of the transform is applied to the hinted
  // outlines: horizontal text stays sharp, and rotated or squeezed text needs no resampling.
  const double size = std::round(std::hypot(placement(0, 1), placement(1, 1)));
  if (!(size >= 1) || size > kMostPixels) return;
  if (FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(size)) != 0) return;
  const auto fixed = [size](double value) {
    return static_cast<FT_Fixed>(std::lround(value / size * kFixed16));
  };
  // FreeType's y points up.
  FT_Matrix matrix = {fixed(placement(0, 0)), -fixed(placement(0, 1)), -fixed(placement(1, 0)),
                      fixed(placement(1, 1))};
  double pen = 0;
  for (const char32_t letter : text) {
    const cv::Point2d at(placement(0, 0) * pen + placement(0, 2),
                         placement(1, 0) * pen + placement(1, 2));
    pen += face_->Advance(letter);
    const cv::Point2d whole(std::floor(at.x), std::floor(at.y));
    FT_Vector part = {std::lround((at.x - whole.x) * kFixed6),
                      -std::lround((at.y - whole.y) * kFixed6)};
    FT_Set_Transform(face, &matrix, &part);
    // Bitmaps that a font has beside its outlines may have one bit a pixel, and cannot be turned.
    constexpr FT_Int32 kFlags = FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP;
    if (FT_Load_Char(face, letter, kFlags) != 0) continue;
    const FT_GlyphSlot glyph = face->glyph;
    if (glyph->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) continue;
    Blend(glyph->bitmap, cv::Point(whole) + cv::Point(glyph->bitmap_left, -glyph->bitmap_top),
          color, image);
  }
}

}  // namespace fastdeploy::vision
