// SPDX-License-Identifier: Apache-2.0
//
// The `fastdeploy` command.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <iostream>

#include "apps/cli/families.h"
#include "apps/cli/inputs.h"
#include "apps/cli/models.h"
#include "apps/cli/run.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::cli {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

/// The first Ctrl-C lets the images in work finish; the handler is gone then, so a second kills.
void StopOnInterrupt() {
  struct sigaction action = {};
  action.sa_handler = [](int) { interrupted = true; };
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
}

/// What a family's subcommand is told.
struct FamilyArguments {
  std::vector<std::string> inputs;
  std::string model;
  ModelSettings model_settings;
  RunSettings run_settings;
  bool no_classifier = false;
  int cpu_threads = -1;
  int streams = 0;
  std::string precision = "f32";
};

CLI::App* AddFamily(const Family& family, FamilyArguments* arguments, CLI::App* app) {
  CLI::App* command = app->add_subcommand(family.command, family.description);
  command->add_option("images", arguments->inputs, "files, folders or globs")->required();
  command
      ->add_option("--model,-m", arguments->model, "a model's folder, or the name of a fetched one")
      ->required();
  command->add_option("--threads,-t", arguments->run_settings.threads, "threads, each with a clone")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_flag("--json", arguments->run_settings.json, "one JSON line an image");
  command->add_option("--save", arguments->run_settings.save_folder, "folder for drawn results");
  command->add_option("--cpu-threads", arguments->cpu_threads,
                      "threads of the network; -1: all cores");
  command->add_option("--streams", arguments->streams, "images in the network at once; 0: chosen");
  command->add_option("--precision", arguments->precision, "f32, bf16 or f16")
      ->capture_default_str();
  if (family.command == "classify") {
    command->add_option("--topk", arguments->model_settings.topk, "classes shown")
        ->check(CLI::PositiveNumber);
  }
  if (family.command == "ocr") {
    command->add_flag("--no-cls", arguments->no_classifier, "do not look for lines upside down");
    command->add_option("--rec-batch", arguments->model_settings.rec_batch, "lines read together");
    command->add_option("--font", arguments->model_settings.font,
                        "font file: draw the text beside the page");
  }
  return command;
}

ExitCode RunFamily(const Family& family, FamilyArguments arguments) {
  const std::vector<std::string> images = ExpandInputs(arguments.inputs);
  ModelSettings& settings = arguments.model_settings;
  settings.folder = ResolveModel(arguments.model);
  settings.angle_classifier = !arguments.no_classifier;
  settings.option.SetCpuThreadNum(arguments.cpu_threads);
  settings.option.openvino_option.SetStreamNum(arguments.streams);
  settings.option.openvino_option.SetInferencePrecision(arguments.precision);
  std::unique_ptr<Predictor> model = family.load(settings);
  StopOnInterrupt();
  return RunImages(std::move(model), images, arguments.run_settings, family.command, &interrupted);
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Runs Paddle-series vision models over images, in threads over one copy of the weights.");
  app.require_subcommand(1);
  std::vector<FamilyArguments> arguments(Families().size());
  std::vector<CLI::App*> commands;
  for (size_t i = 0; i < Families().size(); ++i) {
    commands.push_back(AddFamily(Families()[i], &arguments[i], &app));
  }
  CLI::App* models = app.add_subcommand("models", "list the models that can be fetched");
  CLI::App* info = app.add_subcommand("info", "inputs, outputs, format and backend of a model");
  std::string model;
  std::string params;
  info->add_option("model", model, "a file, a folder or a name")->required();
  info->add_option("--params", params, "parameters, where they are not beside the model");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kCannotRun;
  }
  SetLogger(false, true);
  if (models->parsed()) ListModels();
  if (info->parsed()) PrintInfo(model, params);
  for (size_t i = 0; i < commands.size(); ++i) {
    if (commands[i]->parsed()) return RunFamily(Families()[i], arguments[i]);
  }
  return kDone;
}

}  // namespace
}  // namespace fastdeploy::cli

int main(int argc, char** argv) {
  try {
    return fastdeploy::cli::Main(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return fastdeploy::cli::kCannotRun;
  }
}
