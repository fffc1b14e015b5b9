// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/arguments.h"

#include <fmt/format.h>

#include "apps/cli/models.h"
#include "apps/cli/report.h"
#include "fastdeploy/core/cores.h"
#include "fastdeploy/runtime/backend.h"

namespace fastdeploy::cli {
namespace {

/// The backends of this build by their names in commands.
const std::map<std::string, Backend>& Backends() {
  static const auto backends = [] {
    std::map<std::string, Backend> found;
    for (const BackendRow* row : BackendRows()) found.emplace(row->id, row->backend);
    return found;
  }();
  return backends;
}

/// Refuses a number outside the bounds of the setting.
CLI::Validator InBounds(const vision::Setting& setting) {
  const std::string bounds = setting.Bounds();
  const auto check = [setting, bounds](const std::string& text) {
    double number = 0;
    const bool good = CLI::detail::lexical_cast(text, number) && setting.Allows(number);
    return good ? std::string() : fmt::format("{} is not {}", text, bounds);
  };
  return {check, bounds};
}

}  // namespace

void AddSetting(const vision::Setting& setting, CLI::App* command, vision::Settings* settings) {
  const std::string name = "--" + setting.name;
  const auto set = [name = setting.name, settings](const auto& value) {
    settings->Set(name, value);
  };
  const auto set_model = [set](const std::string& value) { set(ResolveModel(value)); };
  const std::string help = setting.help + (setting.of_model ? "; default: the model's own" : "");
  CLI::Option* option = nullptr;
  if (std::holds_alternative<bool>(setting.value)) {
    option = command->add_flag_callback(
        name, [set] { set(true); }, help);
  } else if (const auto* number = std::get_if<int>(&setting.value)) {
    option = command->add_option_function<int>(name, set, help)->check(InBounds(setting));
    option->default_str(std::to_string(*number));
  } else if (const auto* real = std::get_if<double>(&setting.value)) {
    option = command->add_option_function<double>(name, set, help)->check(InBounds(setting));
    if (!setting.of_model) option->default_str(fmt::format("{}", *real));
  } else if (setting.is_model) {
    option = command->add_option_function<std::string>(name, set_model, help);
  } else {
    option = command->add_option_function<std::string>(name, set, help);
  }
  if (setting.of_drawing) option->needs(command->get_option("--save"));
}

void AddModelArguments(CLI::App* command, ModelArguments* arguments) {
  command
      ->add_option("--cpu-threads", arguments->cpu_threads,
                   "number of threads of the network; -1: one per core")
      ->capture_default_str();
  command
      ->add_option("--max-threads", arguments->max_threads,
                   "most threads of the network, of the clones and of OpenCV; 0: no limit")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  command
      ->add_option("--streams", arguments->streams,
                   "number of images in the network at once; 0: chosen from the cost of the model")
      ->capture_default_str();
  command
      ->add_option("--precision", arguments->precision,
                   "precision of the network: f32, bf16 or f16")
      ->capture_default_str();
  command
      ->add_option("--backend", arguments->backend,
                   "the backend that runs the model; default: the first that can")
      ->check(CLI::IsMember(Backends()));
  command->add_flag("--share-weights", arguments->share_weights,
                    "share one copy of the weights between all processes (onnxruntime)");
}

std::shared_ptr<Arguments> AddArguments(CLI::App* command, const std::string& default_model,
                                        const std::vector<std::string>& formats) {
  auto arguments = std::make_shared<Arguments>();
  command->add_option("images", arguments->inputs, "files, folders or globs; -: standard input")
      ->required();
  command->add_flag("-r,--recursive", arguments->recursive, "search the folders in folders, too");
  CLI::Option* model = command->add_option("-m,--model", arguments->model,
                                           "folder of a model, or name of one that is fetched");
  arguments->model = default_model;
  default_model.empty() ? model->required() : model->capture_default_str();
  command
      ->add_option("-t,--threads", arguments->run.threads,
                   "number of threads, each with a clone of the model")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  std::vector<std::string> all = {kText, kJson};
  all.insert(all.end(), formats.begin(), formats.end());
  CLI::Option* format =
      command->add_option("--format", arguments->run.format, "of the results; default: text")
          ->check(CLI::IsMember(all));
  command
      ->add_flag_callback(
          "--json", [arguments] { arguments->run.format = kJson; }, "the same as --format json")
      ->excludes(format);
  command->add_option("-o,--output", arguments->run.output,
                      "write the results into this folder, a file for each image; or all into this "
                      "file, *.jsonl, *.md or *.txt");
  command->add_option("--save", arguments->run.save_folder,
                      "draw the results and save the images in this folder");
  command->add_option("--dpi", arguments->run.read.dpi, "pixels per inch of the pages of a PDF")
      ->check(CLI::Range(10, 2400))
      ->capture_default_str();
  command
      ->add_option("--jpeg-side", arguments->run.read.jpeg_side,
                   "decode a JPEG at 1/2, 1/4 or 1/8 of its size while its shorter side keeps so "
                   "many pixels; positions are then those of the smaller picture")
      ->check(CLI::Range(1, 65535));
  AddModelArguments(command, &arguments->on);
  return arguments;
}

RuntimeOption OptionOf(const ModelArguments& arguments) {
  RuntimeOption option;
  option.SetCpuThreadNum(arguments.cpu_threads);
  if (arguments.max_threads > 0) SetMaxThreads(arguments.max_threads);
  option.openvino_option.SetStreamNum(arguments.streams);
  option.openvino_option.SetInferencePrecision(arguments.precision);
  if (!arguments.backend.empty()) option.backend = Backends().at(arguments.backend);
  option.enable_valid_backend_check = true;  // one that is asked for is not replaced by another
  if (arguments.share_weights) option.EnableWeightSharing();
  return option;
}

}  // namespace fastdeploy::cli
