// SPDX-License-Identifier: Apache-2.0
//
// The `fastdeploy` command.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <sstream>

#include "apps/cli/convert.h"
#include "apps/cli/info.h"
#include "apps/cli/inputs.h"
#include "apps/cli/models.h"
#include "apps/cli/output.h"
#include "apps/cli/report.h"
#include "apps/cli/run.h"
#include "apps/cli/suggest.h"
#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/vision/family.h"

namespace fastdeploy::cli {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

/// The first Ctrl-C lets the images in progress finish. It also removes the handler, so that a
/// second one ends the program.
void StopOnInterrupt() {
  struct sigaction action = {};
  action.sa_handler = [](int) { interrupted = true; };
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
}

/// The arguments of every command that runs a model.
struct Arguments {
  std::vector<std::string> inputs;
  bool recursive = false;
  std::string model;
  RunSettings run;
  int cpu_threads = -1;
  int max_threads = 0;
  int streams = 0;
  std::string precision = "f32";
  std::string backend;
  bool share_weights = false;
  vision::Settings settings;
};

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

/// Adds the option for one setting of a family. A given value is stored in `settings`.
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

/// Adds the options of every command that runs a model.
std::shared_ptr<Arguments> AddArguments(CLI::App* command) {
  auto arguments = std::make_shared<Arguments>();
  command->add_option("images", arguments->inputs, "files, folders or globs; -: standard input")
      ->required();
  command->add_flag("-r,--recursive", arguments->recursive, "search the folders in folders, too");
  command
      ->add_option("-m,--model", arguments->model, "folder of a model, or name of a fetched model")
      ->required();
  command
      ->add_option("-t,--threads", arguments->run.threads,
                   "number of threads, each with a clone of the model")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_flag("--json", arguments->run.json, "print one line of JSON per image");
  command->add_option("--save", arguments->run.save_folder,
                      "draw the results and save the images in this folder");
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
  return arguments;
}

/// Loads the model and runs it. `family` is the name of its family; "": identified by its files.
ExitCode RunModel(const Arguments& arguments, const std::string& command,
                  const std::string& family) {
  const std::vector<std::string> images = ExpandInputs(arguments.inputs, arguments.recursive);
  RuntimeOption option;
  option.SetCpuThreadNum(arguments.cpu_threads);
  if (arguments.max_threads > 0) SetMaxThreads(arguments.max_threads);
  option.openvino_option.SetStreamNum(arguments.streams);
  option.openvino_option.SetInferencePrecision(arguments.precision);
  if (!arguments.backend.empty()) option.backend = Backends().at(arguments.backend);
  option.enable_valid_backend_check = true;  // one that is asked for is not replaced by another
  if (arguments.share_weights) option.EnableWeightSharing();
  const vision::AnyModel model =
      Load(ResolveModel(arguments.model), option, arguments.settings, family);
  StopOnInterrupt();
  return RunImages(model, images, arguments.run, command, interrupted);
}

/// Adds the command of a family.
void AddFamily(const vision::Family& family, CLI::App* app, ExitCode* result) {
  CLI::App* command = app->add_subcommand(family.command, family.description);
  const auto arguments = AddArguments(command);
  if (family.label_maps) {
    command->add_option("--save-labels", arguments->run.labels_folder,
                        "save the class of every pixel as a grey PNG file in this folder");
  }
  for (const vision::Setting& setting : family.settings) {
    AddSetting(setting, command, &arguments->settings);
  }
  command->callback([&family, arguments, result] {
    *result = RunModel(*arguments, family.command, family.name);
  });
}

/// Adds the command that runs models of any family.
void AddPredict(CLI::App* app, ExitCode* result) {
  CLI::App* command = app->add_subcommand("predict", "Runs a model of any family.");
  const auto arguments = AddArguments(command);
  const auto family = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const vision::Family& row : vision::Families()) names.push_back(row.name);
  command->add_option("--family", *family, "family of the model; default: identified by its files")
      ->check(CLI::IsMember(names));
  command->callback(
      [arguments, family, result] { *result = RunModel(*arguments, "predict", *family); });
}

void AddInfo(CLI::App* app) {
  const auto names = std::make_shared<std::pair<std::string, std::string>>();
  CLI::App* info =
      app->add_subcommand("info", "Loads a model and prints its format, inputs and outputs.");
  info->add_option("model", names->first, "a file, a folder or the name of a fetched model")
      ->required();
  info->add_option("--params", names->second,
                   "file with the parameters, if it is not beside the model");
  info->callback([names] { PrintInfo(names->first, names->second); });
}

void AddConvert(CLI::App* app) {
  const auto settings = std::make_shared<ConvertSettings>();
  CLI::App* convert = app->add_subcommand("convert", "Converts a Paddle model to ONNX.");
  convert->add_option("model", settings->model, "a file, a folder or the name of a fetched model")
      ->required();
  convert->add_option("-o,--output", settings->output,
                      "model.onnx, or a folder; default: the model's folder");
  convert->add_flag("--external-weights", settings->external_weights,
                    "leave the weights in Paddle's parameter file");
  convert->add_flag("--force", settings->force, "replace existing files");
  convert->callback([settings] { Convert(*settings); });
}

/// The command line up to the subcommand, to refer to its help.
std::string CommandLine(const CLI::App& app) {
  const auto subcommands = app.get_subcommands();
  return "fastdeploy" + (subcommands.empty() ? "" : " " + subcommands.front()->get_name());
}

/// Refuses a first argument that is no command.
void CheckCommand(const CLI::App& app, const std::string& given) {
  if (given.empty() || given.starts_with('-')) return;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), given) != names.end()) return;
  throw Error(ErrorKind::kInvalidArgument,
              UnknownCommand(given, names) + " (see fastdeploy --help)");
}

ExitCode Main(int argc, char** argv) {
  ExitCode result = kDone;
  CLI::App app(
      "Runs Paddle-series vision models on images, in threads that share one copy of the weights.",
      "fastdeploy");
  app.require_subcommand(1);
  app.set_version_flag("--version", FASTDEPLOY_VERSION);
  for (const vision::Family& family : vision::Families()) {
    if (!family.command.empty()) AddFamily(family, &app, &result);
  }
  AddPredict(&app, &result);
  app.add_subcommand("models", "Lists the models that can be fetched.")->callback(ListModels);
  AddInfo(&app);
  AddConvert(&app);
  SetLogger(false, true);
  if (argc > 1) CheckCommand(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    std::ostringstream text;
    app.exit(help, text);
    Print(text.str());
  } catch (const CLI::ParseError& error) {
    Complain(fmt::format("error: {} (see {} --help)\n", OneLine(error.what()), CommandLine(app)));
    return kCannotRun;
  }
  return result;
}

}  // namespace
}  // namespace fastdeploy::cli

int main(int argc, char** argv) {
  using namespace fastdeploy::cli;
  try {
    KeepStandardStreams();
    return Main(argc, argv);
  } catch (const std::bad_alloc&) {
    Complain("error: out of memory\n");
  } catch (const std::exception& error) {
    Complain(fmt::format("error: {}\n", OneLine(error.what())));
  } catch (...) {
    Complain("error: unknown\n");
  }
  return kCannotRun;
}
