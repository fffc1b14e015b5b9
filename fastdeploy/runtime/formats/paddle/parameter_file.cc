// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"

#include <fmt/format.h>

#include <cstring>
#include <limits>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"

namespace fastdeploy::paddle {
namespace {

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

/// VarType.TensorDesc of framework.proto.
TensorType ReadTensorDesc(std::string_view message) {
  TensorType type;
  ProtobufReader reader(message);
  while (const auto field = reader.Next()) {
    if (field->number == 1) type.dtype = static_cast<int64_t>(field->value);
    if (field->number != 2) continue;
    if (field->is_bytes) Fail("dimensions are packed, which Paddle does not write");
    type.dims.push_back(static_cast<int64_t>(field->value));
  }
  return type;
}

/// Reads the records of save_combine from the front of `rest`.
class RecordReader {
 public:
  explicit RecordReader(std::string_view file) : rest_(file) {}

  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

  template <typename T>
  T Number() {
    T value;
    std::memcpy(&value, Take(sizeof(T)).data(), sizeof(T));
    return value;
  }

  std::string_view Take(uint64_t bytes) {
    if (bytes > rest_.size()) {
      Fail(fmt::format("truncated: {} more bytes were expected", bytes - rest_.size()));
    }
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

 private:
  std::string_view rest_;
};

/// Bytes of all elements. Throws for an unknown type and for impossible dimensions.
uint64_t DataBytes(const TensorType& type) {
  const DTypeRow* dtype = FindDType(type.dtype);
  if (dtype == nullptr) Fail(fmt::format("unknown element type {}", type.dtype));
  int64_t bytes = dtype->size;
  for (const int64_t dim : type.dims) {
    if (dim < 0 || (dim > 0 && bytes > std::numeric_limits<int64_t>::max() / dim)) {
      Fail(fmt::format("impossible dimensions {}", ShapeString(type.dims)));
    }
    bytes *= dim;
  }
  return static_cast<uint64_t>(bytes);
}

/// Whether a tensor has the declared shape. Dimensions of 1 do not count: PaddleSlim declares
/// scales as {8} and writes them as {1, 8}, and {1} as {}.
bool SameShape(std::vector<int64_t> expected, std::vector<int64_t> found) {
  std::erase(expected, 1);
  std::erase(found, 1);
  return found == expected;
}

ParameterData ReadRecord(const TensorType& expected, RecordReader* reader) {
  if (reader->Number<uint32_t>() != 0) Fail("not a Paddle parameter file (unknown version)");
  for (auto levels = reader->Number<uint64_t>(); levels > 0; --levels) {
    reader->Take(reader->Number<uint64_t>());
  }
  if (reader->Number<uint32_t>() != 0) Fail("a tensor record has an unknown version");
  const auto desc_bytes = reader->Number<int32_t>();
  if (desc_bytes < 0) Fail("a tensor record has a negative size");
  const TensorType found = ReadTensorDesc(reader->Take(static_cast<uint64_t>(desc_bytes)));
  const bool quantised = found.dtype == kInt8 && expected.dtype == kFloat32;
  if ((found.dtype != expected.dtype && !quantised) || !SameShape(expected.dims, found.dims)) {
    Fail(fmt::format("expected {} of shape {}, found {} of shape {}", DTypeName(expected.dtype),
                     ShapeString(expected.dims), DTypeName(found.dtype), ShapeString(found.dims)));
  }
  return {.dtype = found.dtype, .bytes = reader->Take(DataBytes(found))};
}

}  // namespace

std::vector<ParameterData> ReadParameterFile(std::string_view file,
                                             const std::vector<Parameter>& parameters) {
  if (file.empty() && !parameters.empty()) {
    Fail(fmt::format("no parameters: the model needs {} of them", parameters.size()));
  }
  std::vector<ParameterData> data;
  RecordReader reader(file);
  for (const Parameter& parameter : parameters) {
    try {
      data.push_back(ReadRecord(parameter.type, &reader));
    } catch (const Error& error) {
      throw error.Within(fmt::format("parameter '{}'", parameter.name));
    }
  }
  if (!reader.AtEnd()) {
    Fail(fmt::format("the file goes on after the {} parameters of the model", parameters.size()));
  }
  return data;
}

}  // namespace fastdeploy::paddle
