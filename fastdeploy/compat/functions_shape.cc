// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "fastdeploy/compat/functions.h"
#include "fastdeploy/compat/internal/elements.h"

namespace fastdeploy::function {

void Transpose(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims) {
  Shape shape;
  Shape strides;
  std::vector<bool> seen(x.shape.size());
  for (const int64_t dim : dims) {
    const size_t axis = AxisOf(dim, x.shape.size());
    seen[axis] = true;
    shape.push_back(x.shape[axis]);
    strides.push_back(StridesOf(x.shape)[axis]);
  }
  Require(dims.size() == seen.size() && std::ranges::count(seen, false) == 0,
          "Transpose: the dimensions are not a permutation of those of " + ShapeString(x.shape));
  Give(Gathered(x, shape, strides, 0), out);
}

void Concat(const std::vector<FDTensor>& x, FDTensor* out, int axis) {
  Require(!x.empty(), "Concat: no tensors were given");
  const size_t at = AxisOf(axis, x[0].shape.size());
  Shape shape = x[0].shape;
  shape[at] = 0;
  for (const FDTensor& part : x) {
    Shape expected = x[0].shape;
    if (part.shape.size() == expected.size()) expected[at] = part.shape[at];
    Require(part.shape == expected && part.dtype == x[0].dtype,
            "Concat: " + ShapeString(part.shape) + " of " + Str(part.dtype) + " beside " +
                ShapeString(x[0].shape) + " of " + Str(x[0].dtype));
    shape[at] += part.shape[at];
  }
  FDTensor result;
  result.Resize(shape, x[0].dtype);
  WithType(result.dtype, [&]<typename T>() {
    T* to = result.As<T>().data();
    const int64_t outer = Lines(shape, at).outer;
    for (int64_t o = 0; o < outer; ++o) {
      for (const FDTensor& part : x) {
        const int64_t count = part.Numel() / std::max<int64_t>(outer, 1);
        to = std::copy_n(part.As<T>().data() + o * count, count, to);
      }
    }
  });
  Give(std::move(result), out);
}

void Split(const FDTensor& x, const std::vector<int>& num_or_sections, std::vector<FDTensor>* out,
           int axis) {
  const size_t at = AxisOf(axis, x.shape.size());
  const int64_t length = x.shape[at];
  std::vector<int64_t> sections(num_or_sections.begin(), num_or_sections.end());
  if (sections.size() == 1 && sections[0] > 0) {
    Require(length % sections[0] == 0, "Split: the parts would not be equal");
    sections.assign(static_cast<size_t>(sections[0]), length / sections[0]);
  }
  const auto rest = std::ranges::find(sections, -1);
  if (rest != sections.end()) {
    *rest = length - (std::accumulate(sections.begin(), sections.end(), int64_t{0}) + 1);
  }
  Require(std::accumulate(sections.begin(), sections.end(), int64_t{0}) == length &&
              std::ranges::all_of(sections, [](int64_t part) { return part >= 0; }),
          "Split: the parts are not as long as the tensor");
  std::vector<FDTensor> parts;
  int64_t start = 0;
  for (const int64_t part : sections) {
    Slice(x, {static_cast<int64_t>(at)}, {start}, {start + part}, &parts.emplace_back());
    start += part;
  }
  *out = std::move(parts);
}

void Slice(const FDTensor& x, const std::vector<int64_t>& axes, const std::vector<int64_t>& starts,
           const std::vector<int64_t>& ends, FDTensor* out) {
  Require(axes.size() == starts.size() && axes.size() == ends.size(),
          "Slice: expected as many starts and ends as axes");
  const Shape strides = StridesOf(x.shape);
  Shape shape = x.shape;
  int64_t first = 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    const size_t axis = AxisOf(axes[i], x.shape.size());
    const int64_t length = x.shape[axis];
    const auto place = [&](int64_t at) {
      return std::clamp(at < 0 ? at + length : at, int64_t{0}, length);
    };
    const int64_t start = place(starts[i]);
    shape[axis] = std::max<int64_t>(place(ends[i]) - start, 0);
    first += start * strides[axis];
  }
  Give(Gathered(x, shape, strides, first), out);
}

void Slice(const FDTensor& x, const std::vector<int64_t>& axes, const std::vector<int64_t>& index,
           FDTensor* out) {
  Require(axes.size() == index.size(), "Slice: expected one index for each axis");
  std::vector<int64_t> starts = index;
  std::vector<int64_t> ends = index;
  std::vector<size_t> removed;
  for (size_t i = 0; i < axes.size(); ++i) {
    removed.push_back(AxisOf(axes[i], x.shape.size()));
    const int64_t length = x.shape[removed.back()];
    if (starts[i] < 0) starts[i] += length;
    Require(starts[i] >= 0 && starts[i] < length, "Slice: no such element");
    ends[i] = starts[i] + 1;
  }
  Slice(x, axes, starts, ends, out);
  std::ranges::sort(removed, std::greater<>());
  for (const size_t axis : removed) out->Squeeze(static_cast<int64_t>(axis));
  if (out->shape.empty()) out->shape = {1};
}

void Tile(const FDTensor& x, const std::vector<int64_t>& repeat_times, FDTensor* out) {
  FDTensor result = x;
  std::vector<int64_t> times = repeat_times;
  while (result.shape.size() < times.size()) result.ExpandDim(0);
  times.insert(times.begin(), result.shape.size() - times.size(), 1);
  for (size_t i = 0; i < times.size(); ++i) {
    Require(times[i] > 0, "Tile: expected positive numbers");
    const std::vector<FDTensor> copies(static_cast<size_t>(times[i]), result);
    Concat(copies, &result, static_cast<int>(i));
  }
  Give(std::move(result), out);
}

void Pad(const FDTensor& x, FDTensor* out, const std::vector<int>& pads, float pad_value) {
  Require(pads.size() == 2 * x.shape.size(), "Pad: expected two numbers for each axis");
  FDTensor result = x;
  for (size_t i = 0; i < x.shape.size(); ++i) {
    Require(pads[2 * i] >= 0 && pads[2 * i + 1] >= 0, "Pad: expected numbers from 0");
    std::vector<FDTensor> parts(3);
    Shape shape = result.shape;
    shape[i] = pads[2 * i];
    Full(pad_value, shape, &parts[0], x.dtype);
    shape[i] = pads[2 * i + 1];
    parts[1] = result;
    Full(pad_value, shape, &parts[2], x.dtype);
    Concat(parts, &result, static_cast<int>(i));
  }
  Give(std::move(result), out);
}

}  // namespace fastdeploy::function
