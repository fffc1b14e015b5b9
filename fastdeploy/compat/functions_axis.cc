// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "fastdeploy/compat/functions.h"
#include "fastdeploy/compat/internal/elements.h"

namespace fastdeploy::function {
namespace {

/// The tensor with `axes` moved to the end and made one: [other axes ..., elements].
FDTensor WithLines(const FDTensor& x, const std::vector<size_t>& axes, Shape* others) {
  std::vector<int64_t> order;
  for (size_t i = 0; i < x.shape.size(); ++i) {
    if (std::ranges::find(axes, i) != axes.end()) continue;
    order.push_back(static_cast<int64_t>(i));
    others->push_back(x.shape[i]);
  }
  int64_t elements = 1;
  for (const size_t axis : axes) {
    order.push_back(static_cast<int64_t>(axis));
    elements *= x.shape[axis];
  }
  FDTensor lines;
  Transpose(x, &lines, order);
  Shape shape = *others;
  shape.push_back(elements);
  lines.shape = shape;
  return lines;
}

std::vector<size_t> AxesOf(const std::vector<int64_t>& dims, size_t rank, bool all) {
  std::vector<size_t> axes;
  if (all || dims.empty()) {
    axes.resize(rank);
    std::iota(axes.begin(), axes.end(), size_t{0});
    return axes;
  }
  for (const int64_t dim : dims) axes.push_back(AxisOf(dim, rank));
  std::ranges::sort(axes);
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  return axes;
}

/// call(span of T) -> T for the elements that are reduced to one.
template <typename Call>
void Reduce(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
            bool reduce_all, Call call) {
  const std::vector<size_t> axes = AxesOf(dims, x.shape.size(), reduce_all);
  Shape shape;
  const FDTensor lines = WithLines(x, axes, &shape);
  const auto length = static_cast<size_t>(lines.shape.back());
  Require(length > 0, "nothing to reduce");
  if (keep_dim) {
    shape = x.shape;
    for (const size_t axis : axes) shape[axis] = 1;
  }
  if (shape.empty()) shape = {1};
  FDTensor result;
  result.Resize(shape, x.dtype);
  WithType(x.dtype, [&]<typename T>() {
    const auto from = lines.As<T>();
    const auto to = result.As<T>();
    for (size_t i = 0; i < to.size(); ++i) {
      to[i] = static_cast<T>(call(from.subspan(i * length, length)));
    }
  });
  Give(std::move(result), out);
}

/// The place of the best element of each line.
template <typename Better>
void ArgBest(const FDTensor& x, FDTensor* out, int64_t axis, FDDataType dtype, bool keep_dim,
             bool flatten, Better better) {
  Require(dtype == INT64 || dtype == INT32, "places are INT64 or INT32");
  Shape shape;
  const FDTensor lines = WithLines(x,
                                   flatten ? AxesOf({}, x.shape.size(), true)
                                           : std::vector<size_t>{AxisOf(axis, x.shape.size())},
                                   &shape);
  const auto length = static_cast<size_t>(lines.shape.back());
  Require(length > 0, "nothing to choose from");
  if (keep_dim && !flatten)
    shape.insert(shape.begin() + static_cast<int64_t>(AxisOf(axis, x.shape.size())), 1);
  if (shape.empty()) shape = {1};
  FDTensor places;
  places.Resize(shape, INT64);
  WithType(x.dtype, [&]<typename T>() {
    const auto from = lines.As<T>();
    const auto to = places.As<int64_t>();
    for (size_t i = 0; i < to.size(); ++i) {
      const auto line = from.subspan(i * length, length);
      const auto best = std::min_element(line.begin(), line.end(), better);
      to[i] = best - line.begin();
    }
  });
  Cast(places, &places, dtype);
  Give(std::move(places), out);
}

}  // namespace

void Max(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
         bool reduce_all) {
  Reduce(x, out, dims, keep_dim, reduce_all,
         [](auto line) { return *std::ranges::max_element(line); });
}
void Min(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
         bool reduce_all) {
  Reduce(x, out, dims, keep_dim, reduce_all,
         [](auto line) { return *std::ranges::min_element(line); });
}
void Sum(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
         bool reduce_all) {
  Reduce(x, out, dims, keep_dim, reduce_all, []<typename T>(std::span<const T> line) {
    return static_cast<T>(std::accumulate(line.begin(), line.end(), T{0}));
  });
}
void Prod(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
          bool reduce_all) {
  Reduce(x, out, dims, keep_dim, reduce_all, []<typename T>(std::span<const T> line) {
    return static_cast<T>(std::accumulate(line.begin(), line.end(), T{1}, std::multiplies<>()));
  });
}
void Mean(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
          bool reduce_all) {
  Reduce(x, out, dims, keep_dim, reduce_all, [](auto line) {
    return std::accumulate(line.begin(), line.end(), 0.0) / static_cast<double>(line.size());
  });
}
void All(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
         bool reduce_all) {
  Require(x.dtype == BOOL, "All is of booleans");
  Min(x, out, dims, keep_dim, reduce_all);
}
void Any(const FDTensor& x, FDTensor* out, const std::vector<int64_t>& dims, bool keep_dim,
         bool reduce_all) {
  Require(x.dtype == BOOL, "Any is of booleans");
  Max(x, out, dims, keep_dim, reduce_all);
}

void ArgMax(const FDTensor& x, FDTensor* out, int64_t axis, FDDataType output_dtype, bool keep_dim,
            bool flatten) {
  ArgBest(x, out, axis, output_dtype, keep_dim, flatten, std::greater<>());
}
void ArgMin(const FDTensor& x, FDTensor* out, int64_t axis, FDDataType output_dtype, bool keep_dim,
            bool flatten) {
  ArgBest(x, out, axis, output_dtype, keep_dim, flatten, std::less<>());
}

void Softmax(const FDTensor& x, FDTensor* out, int axis) {
  Require(x.dtype == FP32 || x.dtype == FP64, "Softmax is of FP32 or FP64");
  FDTensor largest;
  FDTensor sum;
  FDTensor result;
  (void)AxisOf(axis, x.shape.size());
  Max(x, &largest, {axis}, true);
  Subtract(x, largest, &result);
  Exp(result, &result);
  Sum(result, &sum, {axis}, true);
  Divide(result, sum, &result);
  Give(std::move(result), out);
}

void Cumprod(const FDTensor& x, FDTensor* out, int axis) {
  FDTensor result = x;
  result.StopSharing();
  const Lines lines(x.shape, AxisOf(axis, x.shape.size()));
  WithType(x.dtype, [&]<typename T>() {
    const auto to = result.As<T>();
    lines.ForEach([&](int64_t start) {
      for (int64_t i = 1; i < lines.length; ++i) {
        T& element = to[start + i * lines.inner];
        element = static_cast<T>(element * to[start + (i - 1) * lines.inner]);
      }
    });
  });
  Give(std::move(result), out);
}

void Sort(const FDTensor& x, FDTensor* out, FDTensor* indices, int axis, bool descending,
          FDDataType indices_type) {
  Require(indices_type == INT64 || indices_type == INT32, "places are INT64 or INT32");
  FDTensor places;
  places.Resize(x.shape, INT64);
  const Lines lines(x.shape, AxisOf(axis, x.shape.size()));
  WithType(x.dtype, [&]<typename T>() {
    const auto from = x.As<T>();
    const auto to = places.As<int64_t>();
    std::vector<int64_t> order(static_cast<size_t>(lines.length));
    lines.ForEach([&](int64_t start) {
      const auto at = [&](int64_t i) { return from[start + i * lines.inner]; };
      std::iota(order.begin(), order.end(), 0);
      std::ranges::stable_sort(
          order, [&](int64_t a, int64_t b) { return descending ? at(b) < at(a) : at(a) < at(b); });
      for (int64_t i = 0; i < lines.length; ++i) to[start + i * lines.inner] = order[i];
    });
  });
  FDTensor sorted;
  GatherAlongAxis(x, places, &sorted, axis);
  Cast(places, &places, indices_type);
  Give(std::move(sorted), out);
  Give(std::move(places), indices);
}

void GatherAlongAxis(const FDTensor& x, const FDTensor& index, FDTensor* out, int axis) {
  const size_t at = AxisOf(axis, x.shape.size());
  Shape expected = x.shape;
  if (index.shape.size() == expected.size()) expected[at] = index.shape[at];
  Require(index.shape == expected, "GatherAlongAxis: an index of shape " +
                                       ShapeString(index.shape) + " for a tensor of shape " +
                                       ShapeString(x.shape));
  FDTensor places;
  Cast(index, &places, INT64);
  FDTensor result;
  result.Resize(index.shape, x.dtype);
  const Lines from(x.shape, at);
  const Lines to(index.shape, at);
  WithType(x.dtype, [&]<typename T>() {
    for (int64_t i = 0; i < result.Numel(); ++i) {
      const int64_t place = places.As<int64_t>()[i];
      Require(place >= 0 && place < from.length, "GatherAlongAxis: no element " +
                                                     std::to_string(place) + " of " +
                                                     std::to_string(from.length));
      const int64_t outer = i / (to.length * to.inner);
      const int64_t inner = i % to.inner;
      result.As<T>()[i] = x.As<T>()[(outer * from.length + place) * from.inner + inner];
    }
  });
  Give(std::move(result), out);
}

void Quantile(const FDTensor& x, const std::vector<double>& q, const std::vector<int>& axis,
              FDTensor* out) {
  Require(!q.empty(), "Quantile: no quantiles were given");
  std::vector<FDTensor> parts;
  for (const double quantile : q) {
    Require(quantile >= 0 && quantile <= 1, "Quantile: expected numbers from 0 to 1");
    FDTensor part;
    Reduce(x, &part, {axis.begin(), axis.end()}, false, axis.empty(), [&](auto line) {
      std::vector<double> sorted(line.begin(), line.end());
      std::ranges::sort(sorted);
      const double place = quantile * static_cast<double>(sorted.size() - 1);
      const auto below = static_cast<size_t>(place);
      const size_t above = std::min(below + 1, sorted.size() - 1);
      return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
    });
    if (q.size() > 1) part.ExpandDim(0);
    parts.push_back(std::move(part));
  }
  Concat(parts, out, 0);
}

}  // namespace fastdeploy::function
