// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/paddle_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/formats/dtype.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"

namespace fastdeploy {
namespace {

// Field numbers of framework.proto.
namespace program_desc {
constexpr uint32_t kBlocks = 1;
}
namespace block_desc {
constexpr uint32_t kVars = 3;
}
namespace var_desc {
constexpr uint32_t kName = 1;
constexpr uint32_t kType = 2;
constexpr uint32_t kPersistable = 3;
}  // namespace var_desc
namespace var_type {
constexpr uint32_t kType = 1;
constexpr uint32_t kLodTensor = 3;
constexpr uint64_t kIsLodTensor = 7;
}  // namespace var_type
namespace lod_tensor_desc {
constexpr uint32_t kTensor = 1;
}
namespace tensor_desc {
constexpr uint32_t kDataType = 1;
constexpr uint32_t kDims = 2;
}  // namespace tensor_desc

[[noreturn]] void Fail(const std::string& reason) { throw Error(ErrorKind::kInvalidFile, reason); }

void ReadTensorDesc(std::string_view message, PaddleParameter* parameter) {
  ProtobufReader reader(message);
  while (const auto field = reader.Next()) {
    if (field->number == tensor_desc::kDataType) {
      parameter->dtype = static_cast<int64_t>(field->value);
    } else if (field->number == tensor_desc::kDims && !field->is_bytes) {
      parameter->dims.push_back(static_cast<int64_t>(field->value));
    } else if (field->number == tensor_desc::kDims) {  // packed
      Fail("dimensions are packed, which Paddle does not write");
    }
  }
}

/// Whether the variable is a dense tensor; fills its type and dims.
bool ReadVarType(std::string_view message, PaddleParameter* parameter) {
  uint64_t kind = 0;
  ProtobufReader reader(message);
  while (const auto field = reader.Next()) {
    if (field->number == var_type::kType) kind = field->value;
    if (field->number != var_type::kLodTensor) continue;
    ProtobufReader lod_reader(field->bytes);
    while (const auto tensor = lod_reader.Next()) {
      if (tensor->number == lod_tensor_desc::kTensor) ReadTensorDesc(tensor->bytes, parameter);
    }
  }
  return kind == var_type::kIsLodTensor;
}

void ReadVariable(std::string_view message, std::vector<PaddleParameter>* parameters) {
  PaddleParameter parameter;
  bool persistable = false;
  bool dense = false;
  ProtobufReader reader(message);
  while (const auto field = reader.Next()) {
    if (field->number == var_desc::kName) parameter.name = field->bytes;
    if (field->number == var_desc::kPersistable) persistable = field->value != 0;
    if (field->number == var_desc::kType) dense = ReadVarType(field->bytes, &parameter);
  }
  if (persistable && dense) parameters->push_back(std::move(parameter));
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
uint64_t DataBytes(const PaddleParameter& parameter) {
  const DTypeRow* dtype = FindDType(parameter.dtype);
  if (dtype == nullptr) Fail(fmt::format("unknown element type {}", parameter.dtype));
  int64_t bytes = dtype->size;
  for (const int64_t dim : parameter.dims) {
    if (dim < 0 || (dim > 0 && bytes > std::numeric_limits<int64_t>::max() / dim)) {
      Fail(fmt::format("impossible dimensions {}", ShapeString(parameter.dims)));
    }
    bytes *= dim;
  }
  return static_cast<uint64_t>(bytes);
}

void CheckRecord(const PaddleParameter& expected, RecordReader* reader) {
  if (reader->Number<uint32_t>() != 0) Fail("not a Paddle parameter file (unknown version)");
  for (auto levels = reader->Number<uint64_t>(); levels > 0; --levels) {
    reader->Take(reader->Number<uint64_t>());
  }
  if (reader->Number<uint32_t>() != 0) Fail("a tensor record has an unknown version");
  const auto desc_bytes = reader->Number<int32_t>();
  if (desc_bytes < 0) Fail("a tensor record has a negative size");
  PaddleParameter found;
  ReadTensorDesc(reader->Take(static_cast<uint64_t>(desc_bytes)), &found);
  if (found.dtype != expected.dtype || found.dims != expected.dims) {
    Fail(fmt::format("expected {} of shape {}, found {} of shape {}", DTypeName(expected.dtype),
                     ShapeString(expected.dims), DTypeName(found.dtype), ShapeString(found.dims)));
  }
  reader->Take(DataBytes(found));
}

}  // namespace

std::vector<PaddleParameter> ReadPaddleParameters(std::string_view program) {
  std::vector<PaddleParameter> parameters;
  ProtobufReader reader(program);
  while (const auto block = reader.Next()) {
    if (block->number != program_desc::kBlocks) continue;
    ProtobufReader block_reader(block->bytes);
    while (const auto field = block_reader.Next()) {
      if (field->number == block_desc::kVars) ReadVariable(field->bytes, &parameters);
    }
  }
  std::sort(parameters.begin(), parameters.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return parameters;
}

void CheckPaddleParameterFile(std::string_view file, const std::vector<PaddleParameter>& expected) {
  RecordReader reader(file);
  for (const PaddleParameter& parameter : expected) {
    try {
      CheckRecord(parameter, &reader);
    } catch (const Error& error) {
      throw error.Within(fmt::format("parameter '{}'", parameter.name));
    }
  }
  if (!reader.AtEnd()) {
    Fail(fmt::format("the file goes on after the {} parameters of the model", expected.size()));
  }
}

}  // namespace fastdeploy
