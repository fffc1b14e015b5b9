// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/internal/read_postprocessor.h"

#include <filesystem>
#include <sstream>

#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/internal/number.h"
#include "fastdeploy/vision/internal/paddlex_export.h"
#include "fastdeploy/vision/internal/yaml.h"

namespace fastdeploy::vision::classification {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostClasses = 1 << 20;

/// The names in a file with a line "number name" for each class. PaddleClas's training folders,
/// which YAML files point to, are seldom there: then the file's name is looked for beside the YAML.
/// Without the file the classes have no names, as in the reference.
std::vector<std::string> ReadClassFile(const Yaml& op, const std::string& config_file) {
  const fs::path folder = fs::path(config_file).parent_path();
  const fs::path named = op.Get<std::string>("class_id_map_file");
  std::error_code error;
  for (const fs::path& path : {folder / named, folder / named.filename(), named}) {
    if (!fs::is_regular_file(path, error)) continue;
    std::vector<std::string> labels;
    std::istringstream lines(ReadTextFile(path.string()));
    for (std::string line; std::getline(lines, line);) {
      if (line.ends_with('\r')) line.pop_back();
      if (line.find_first_not_of(' ') == std::string::npos) continue;
      const size_t space = std::min(line.find(' '), line.size());
      size_t id = 0;
      if (!ParseNumber(std::string_view(line).substr(0, space), &id) || id >= kMostClasses) {
        throw Error(ErrorKind::kInvalidFile,
                    fmt::format("class file '{}': expected \"number name\", found '{}'",
                                path.string(), line));
      }
      if (id >= labels.size()) labels.resize(id + 1);
      labels[id] = space == line.size() ? "" : line.substr(space + 1);
    }
    return labels;
  }
  return {};
}

std::vector<std::string> ReadLabels(const Yaml& op, const std::string& config_file) {
  if (op.Has("label_list")) return op.Get<std::vector<std::string>>("label_list");
  if (op.Has("class_id_map_file")) return ReadClassFile(op, config_file);
  return {};
}

/// One threshold, one for each class, or a map of some with a "default".
std::vector<float> ReadThresholds(const Yaml& op, size_t classes) {
  if (!op.Has("threshold")) return {0.5F};
  const Yaml threshold = op.At("threshold");
  if (threshold.IsSequence()) return threshold.As<std::vector<float>>();
  if (threshold.IsScalar()) return {threshold.As<float>()};
  std::vector<float> thresholds(classes, threshold.Get<float>("default"));
  for (const auto& [key, value] : threshold.Entries()) {
    size_t id = 0;
    if (key == "default") continue;
    if (!ParseNumber(key, &id) || id >= classes) {
      threshold.Fail(fmt::format("'{}' is none of the {} classes of label_list", key, classes));
    }
    thresholds[id] = value.As<float>();
  }
  return thresholds;
}

}  // namespace

PaddleClasPostprocessor ReadPostprocessor(const std::string& config_file) {
  PaddleClasPostprocessor postprocessor;
  const Yaml yaml = Yaml::Load(config_file);
  if (!PaddleXTask(yaml).empty()) {
    postprocessor.SetLabels(ReadPaddleXExport(yaml, "classifier").labels);
  }
  if (!yaml.Has("PostProcess")) return postprocessor;
  const Yaml section = yaml.At("PostProcess");
  for (const auto& [name, op] : section.Entries()) {
    if (name == "main_indicator" || name == "SavePreLabel") continue;  // nothing is stored here
    if (name == "Topk") {
      postprocessor.SetLabels(ReadLabels(op, config_file));
    } else if (name == "MultiLabelThreshOutput") {
      postprocessor.SetLabels(ReadLabels(op, config_file));
      postprocessor.SetLabelThresholds(ReadThresholds(op, postprocessor.GetLabels().size()));
    } else if (name == "ThreshOutput") {
      postprocessor.SetEitherThreshold(op.Get<float>("threshold"));
      postprocessor.SetLabels(
          {op.Get<std::string>("label_0", "0"), op.Get<std::string>("label_1", "1")});
    } else {
      op.FailUnsupported("unknown step '" + name +
                         "': expected Topk, MultiLabelThreshOutput or ThreshOutput");
    }
  }
  return postprocessor;
}

}  // namespace fastdeploy::vision::classification
