// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"

namespace fastdeploy::fuzz {
namespace {

using nlohmann::json;

constexpr const char* kWords[] = {"0",
                                  "-1",
                                  "1",
                                  "2",
                                  "65536",
                                  "2147483647",
                                  "1e30",
                                  "-1.5",
                                  ".nan",
                                  ".inf",
                                  "true",
                                  "null",
                                  "~",
                                  "[]",
                                  "{}",
                                  "[1, 2]",
                                  "''",
                                  "x",
                                  "9223372036854775807",
                                  "-2147483648",
                                  "0.0001",
                                  "1./255.",
                                  "&a",
                                  "*a",
                                  "!!binary",
                                  "\xC3\xA9",
                                  "\xFF"};

/// Places in a text.
size_t Place(const std::string& text, Random* random) { return Below(random, text.size()); }

json AnyValue(Random* random) {
  switch (Below(random, 12)) {
    case 0:
      return nullptr;
    case 1:
      return 1e300;
    case 2:
      return int64_t((*random)()) << Below(random, 40);
    case 3:
      return -1;
    case 4:
      return json::array();
    case 5:
      return json::object();
    case 6:
      return Below(random, 2) == 0;
    case 7:
      return "1.relu";
    case 8:
      return {1, 2, 3};
    case 9:
      return 0.5;
    default:
      return Below(random, 9);
  }
}

/// Chooses a node by a walk from the root.
void MutateTree(json* root, Random* random) {
  const auto child_of = [random](json* node) {
    auto child = node->begin();
    std::advance(child, static_cast<std::ptrdiff_t>(Below(random, node->size())));
    return child;
  };
  json* node = root;
  while (node->is_structured() && !node->empty() && Below(random, 12) != 0) {
    node = &*child_of(node);
  }
  if (!node->is_structured() || node->empty() || Below(random, 2) == 0) {
    *node = AnyValue(random);
    return;
  }
  const auto child = child_of(node);
  if (node->is_array() && Below(random, 2) == 0) {
    node->push_back(json(*child));
  } else {
    node->erase(child);
  }
}

void AddVarint(uint64_t number, std::string* text) {
  for (; number >= 0x80; number >>= 7) *text += static_cast<char>(number | 0x80);
  *text += static_cast<char>(number);
}

/// A field as it is written; numbers of any width are written as varints.
std::string Written(uint32_t number, const std::optional<std::string>& bytes, uint64_t value) {
  std::string text;
  AddVarint(uint64_t{number} << 3 | (bytes ? 2 : 0), &text);
  AddVarint(bytes ? bytes->size() : value, &text);
  return text + bytes.value_or("");
}

/// The fields of a message, as they lie in it; nothing if it is none.
std::vector<std::string_view> FieldsOf(std::string_view message) {
  std::vector<std::string_view> fields;
  try {
    while (!message.empty()) {
      ProtobufReader reader(message);
      (void)reader.Next();
      fields.push_back(message.substr(0, message.size() - reader.Rest()));
      message.remove_prefix(fields.back().size());
    }
  } catch (const Error&) {
    return {};
  }
  return fields;
}

std::string MutatedField(std::string_view written, Random* random) {
  const ProtobufField field = *ProtobufReader(written).Next();
  if (field.is_bytes) {
    std::string bytes(field.bytes);
    MutateProtobuf(&bytes, random);
    return Written(field.number, bytes, 0);
  }
  constexpr uint64_t kValues[] = {0, 1, 2, 3, 5, 20, 21, 255, 1ULL << 31, 1ULL << 62, ~0ULL};
  const bool bit = Below(random, 2) == 0;
  const uint64_t value =
      bit ? field.value ^ 1ULL << Below(random, 8) : kValues[Below(random, std::size(kValues))];
  return Written(field.number, std::nullopt, value);
}

}  // namespace

void MutateBytes(std::string* input, Random* random) {
  if (input->empty()) *input = "x";
  // Headers matter more than the rest.
  const size_t reach = Below(random, 3) == 0 ? std::min<size_t>(input->size(), 64) : input->size();
  const size_t at = Below(random, reach);
  const size_t length = std::min(1 + Below(random, 9), input->size() - at);
  constexpr std::string_view kValues("\x00\x01\x7F\x80\xFF\xFE", 6);
  switch (Below(random, 6)) {
    case 0:
      (*input)[at] = static_cast<char>((*input)[at] ^ 1 << Below(random, 8));
      break;
    case 1:
      (*input)[at] = kValues[Below(random, kValues.size())];
      break;
    case 2:
      input->erase(at, length);
      break;
    case 3:
      input->insert(at, input->substr(Place(*input, random), length));
      break;
    case 4:
      input->insert(at, length, static_cast<char>((*random)()));
      break;
    default:
      if (Below(random, 4) == 0) input->resize(at);
  }
}

void MutateJson(std::string* input, Random* random) {
  json tree = json::parse(*input, nullptr, false);
  if (tree.is_discarded()) return MutateBytes(input, random);
  MutateTree(&tree, random);
  *input = tree.dump(-1, ' ', false, json::error_handler_t::replace);
}

void MutateProtobuf(std::string* input, Random* random) {
  const std::vector<std::string_view> fields = FieldsOf(*input);
  if (fields.empty()) return MutateBytes(input, random);
  const size_t chosen = Below(random, fields.size());
  std::string mutated;
  const size_t change = Below(random, 10);
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i != chosen) {
      mutated += fields[i];
    } else if (change == 0) {
      mutated += std::string(fields[i]) + std::string(fields[i]);
    } else if (change > 1) {  // 1: it is left out
      mutated += MutatedField(fields[i], random);
    }
  }
  *input = mutated;
}

void MutateText(std::string* input, Random* random) {
  if (input->empty() || Below(random, 8) == 0) return MutateBytes(input, random);
  const size_t place = Place(*input, random);
  const size_t before = input->rfind('\n', place);
  const size_t start = before == std::string::npos ? 0 : std::min(before + 1, place);
  const size_t end = std::min(input->find('\n', place), input->size() - 1) + 1;
  const std::string line = input->substr(start, end - start);
  switch (Below(random, 6)) {
    case 0:
      input->insert(start, line);
      break;
    case 1:
      input->erase(start, end - start);
      break;
    case 2:
      input->erase(start, end - start);
      input->insert(input->empty() ? 0 : Place(*input, random), line);
      break;
    case 3:
      input->insert(start, 1 + Below(random, 3), ' ');
      break;
    default: {  // a word
      const auto is_part = [&](size_t at) {
        return std::isspace(static_cast<unsigned char>((*input)[at])) == 0 &&
               std::string_view(",:[]{}").find((*input)[at]) == std::string_view::npos;
      };
      size_t from = place;
      size_t to = place;
      while (from > 0 && is_part(from - 1)) --from;
      while (to < input->size() && is_part(to)) ++to;
      input->replace(from, to - from, kWords[Below(random, std::size(kWords))]);
    }
  }
}

}  // namespace fastdeploy::fuzz
