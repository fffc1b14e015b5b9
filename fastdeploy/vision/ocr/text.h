// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/ocr/result.h"

namespace fastdeploy::vision {

/// The recognised text, one line below the other, without a line break at the end. Thread-safe.
FASTDEPLOY_DECL std::string ToText(const OCRResult& result);

/// The same as Markdown, by the boxes of the lines: lines that are far apart are paragraphs, lines
/// that are much higher than the others are headings, and lines with a bullet are items. Of a
/// table, its HTML. Characters that mean something in Markdown are escaped. Thread-safe.
FASTDEPLOY_DECL std::string ToMarkdown(const OCRResult& result);

}  // namespace fastdeploy::vision
