// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace fastdeploy::pipeline {

// How texts get into the cells of a table: PaddleOCR 2.10's ppstructure/table/matcher.py,
// TableMatch with filter_ocr_result.

/// Left, top, right, bottom.
using Edges = std::array<int, 4>;

/// The upright rectangle around four corners.
Edges EdgesOf(const std::array<int, 8>& box);

/// The same around a line of text, one pixel larger on each side, but inside the image.
Edges LineEdges(const std::array<int, 8>& box, cv::Size image);

/// For each cell the indices of the lines of text that belong to it, in order. A line belongs to
/// the cell that it overlaps most, and among equal ones (none overlaps it) to the nearest. Lines
/// above all cells belong to none. All lines are without a cell if there are no cells.
std::vector<std::vector<size_t>> MatchLines(const std::vector<Edges>& lines,
                                            const std::vector<Edges>& cells);

/// The tags of a table with the text of its cells, which is escaped. `matched` has an entry for
/// each cell, as MatchLines returns them for these texts; cells without an entry are empty.
std::string TableHtml(const std::vector<std::string>& structure,
                      const std::vector<std::vector<size_t>>& matched,
                      const std::vector<std::string>& texts);

}  // namespace fastdeploy::pipeline
