// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/serve.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "apps/cli/arguments.h"
#include "apps/cli/models.h"
#include "apps/cli/output.h"
#include "apps/cli/report.h"
#include "apps/cli/suggest.h"
#include "apps/server/processes.h"
#include "apps/server/server.h"
#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/opencv_threads.h"

namespace fastdeploy::cli {
namespace {

struct ServeArguments {
  std::vector<std::string> models;  ///< "[NAME=]MODEL"
  std::vector<std::string> settings;
  std::vector<std::string> families;
  std::string token_file;
  std::string access_log = "-";
  double most_body = 64;    ///< MiB
  double most_pixels = 50;  ///< millions
  int processes = 1;
  ModelArguments model;
  server::Options options;
};

[[noreturn]] void Refuse(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

/// A setting that was given as NAME.SETTING=VALUE, or SETTING=VALUE for all models.
struct GivenSetting {
  std::string model;
  std::string name;
  std::string value;
};

GivenSetting ParsedSetting(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos) {
    Refuse(fmt::format("--set: expected MODEL.SETTING=VALUE, found '{}'", text));
  }
  const std::string name = text.substr(0, equals);
  const size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {"", name, text.substr(equals + 1)};
  return {name.substr(0, dot), name.substr(dot + 1), text.substr(equals + 1)};
}

/// The text as a value of the setting's type.
vision::Setting::Value Parsed(const vision::Setting& setting, const std::string& text) {
  if (std::holds_alternative<std::string>(setting.value)) {
    return setting.is_model ? ResolveModel(text) : text;
  }
  const auto read = [&](auto number, const char* expected) -> vision::Setting::Value {
    if (CLI::detail::lexical_cast(text, number)) return number;
    Refuse(fmt::format("setting '{}': expected {}, found '{}'", setting.name, expected, text));
  };
  if (std::holds_alternative<bool>(setting.value)) return read(false, "true or false");
  if (std::holds_alternative<int>(setting.value)) return read(0, "a whole number");
  return read(0.0, "a number");
}

/// The settings of a model of a family. One for all models is left out where the family lacks it.
vision::Settings SettingsOf(const std::string& model, const vision::Family& family,
                            const std::vector<GivenSetting>& given) {
  vision::Settings settings;
  for (const GivenSetting& one : given) {
    if (!one.model.empty() && one.model != model) continue;
    const auto found = std::ranges::find(family.settings, one.name, &vision::Setting::name);
    if (found != family.settings.end()) {
      settings.Set(one.name, Parsed(*found, one.value));
    } else if (!one.model.empty()) {
      Refuse(fmt::format("models of the family '{}' have no setting '{}'", family.name, one.name));
    }
  }
  return settings;
}

/// The family of a model: the one that was given for it, "NAME=FAMILY", else by its files.
const vision::Family& FamilyIn(const std::string& folder, const std::string& given) {
  const vision::Family* family =
      given.empty() ? vision::FamilyOf(folder) : vision::FindFamily(given);
  if (family != nullptr) return *family;
  std::vector<std::string> names;
  for (const vision::Family& row : vision::Families()) names.push_back(row.name);
  if (!given.empty()) Refuse(Unknown("family", given, names));
  Refuse(
      fmt::format("the files of '{}' do not identify its family: --family NAME=FAMILY, with one "
                  "of {}",
                  folder, fmt::join(names, ", ")));
}

std::string GivenFamily(const std::vector<std::string>& given, const std::string& model) {
  for (const std::string& text : given) {
    if (text.starts_with(model + "=")) return text.substr(model.size() + 1);
  }
  return "";
}

/// The name under which a model is served if none is given: that of its folder.
std::string NameOf(const std::string& model) {
  std::string path = model;
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path.substr(path.rfind('/') + 1);
}

void CheckName(const std::string& name) {
  const bool good = !name.empty() && name.find_first_not_of(
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "abcdefghijklmnopqrstuvwxyz0123456789"
                                         "._-") == std::string::npos;
  if (!good) {
    Refuse(
        fmt::format("a model cannot be served as '{}': expected letters, digits and ._- (give "
                    "it a name: NAME=MODEL)",
                    name));
  }
}

/// A model to serve. `family`: the one that was given for it; "": none.
server::ModelSource SourceOf(const std::string& name, const std::string& model,
                             const std::string& family, const RuntimeOption& option,
                             const std::vector<GivenSetting>& given) {
  server::ModelSource source = {.name = name, .load = {}, .family = {}};
  source.load = [=] {
    const std::string folder = ResolveModel(model);
    const vision::Family& row = FamilyIn(folder, family);
    return Load(folder, option, SettingsOf(name, row, given), row.name);
  };
  source.family = [=] { return FamilyIn(ResolveModel(model), family).name; };
  return source;
}

std::vector<server::ModelSource> Sources(const ServeArguments& arguments) {
  std::vector<GivenSetting> given;
  for (const std::string& text : arguments.settings) given.push_back(ParsedSetting(text));
  const RuntimeOption option = OptionOf(arguments.model);
  std::vector<server::ModelSource> sources;
  for (const std::string& text : arguments.models) {
    const size_t equals = text.find('=');
    const std::string model = equals == std::string::npos ? text : text.substr(equals + 1);
    const std::string name = equals == std::string::npos ? NameOf(model) : text.substr(0, equals);
    CheckName(name);
    if (std::ranges::find(sources, name, &server::ModelSource::name) != sources.end()) {
      Refuse(fmt::format("two models are called '{}': give them names, NAME=MODEL", name));
    }
    const std::string family = GivenFamily(arguments.families, name);
    sources.push_back(SourceOf(name, model, family, option, given));
  }
  for (const GivenSetting& one : given) {
    if (one.model.empty() ||
        std::ranges::find(sources, one.model, &server::ModelSource::name) != sources.end()) {
      continue;
    }
    Refuse(fmt::format("--set: no model is called '{}'", one.model));
  }
  return sources;
}

/// The token in a file, without the line break at its end.
std::string ReadToken(const std::string& path) {
  std::ifstream file(path);
  std::string token;
  if (!std::getline(file, token) || token.empty()) {
    throw Error(ErrorKind::kNotFound, fmt::format("cannot read a token from '{}'", path));
  }
  return token;
}

void SetToken(ServeArguments* arguments) {
  std::string& token = arguments->options.token;
  const char* variable = std::getenv("FASTDEPLOY_TOKEN");
  if (!arguments->token_file.empty()) {
    token = ReadToken(arguments->token_file);
  } else if (token.empty() && variable != nullptr) {
    token = variable;
  }
}

void Say(const std::string& line) { Complain(OneLine(line) + "\n"); }

ExitCode ServeHere(const server::Options& options, const std::vector<server::ModelSource>& models) {
  if (options.workers != 1 && AvailableCores() > 1) SetOpenCVThreads(1);
  server::Server server(options, models, Say);
  Say(fmt::format("listening at {}", server.Address()));
  if (server.Run()) return kDone;
  Say("error: no model could be loaded");
  return kCannotRun;
}

/// The same in a process of its own, where nobody else reports what is thrown.
int GuardedServe(const server::Options& options, const std::vector<server::ModelSource>& models) {
  try {
    return ServeHere(options, models);
  } catch (const std::exception& error) {
    Say(fmt::format("error: {}", error.what()));
    return kCannotRun;
  }
}

ExitCode Serve(ServeArguments* arguments) {
  constexpr double kMebibyte = 1 << 20;
  constexpr double kMillion = 1e6;
  server::Options& options = arguments->options;
  SetToken(arguments);
  options.most_body = size_t(arguments->most_body * kMebibyte);
  options.most_bodies = std::max(options.most_bodies, 2 * options.most_body);
  options.most_pixels = arguments->most_pixels * kMillion;
  options.access_log = arguments->access_log == "none" ? "" : arguments->access_log;
  if (options.certificate.empty() != options.key.empty()) {
    Refuse("TLS needs both --certificate and --key");
  }
  const auto sources = Sources(*arguments);
  const int count = arguments->processes;
  if (count == 1) return ServeHere(options, sources);
  const server::SharedPort port(options.host, options.port);
  options.port = port.Port();
  options.share_port = true;
  options.reload = false;  // it would reach one process only
  if (options.workers == 0) options.workers = std::max(1, AvailableCores() / count);
  return ExitCode(server::RunProcesses(
      count, [&] { return GuardedServe(options, sources); }, Say));
}

void AddLimits(CLI::App* serve, ServeArguments* arguments) {
  server::Options& options = arguments->options;
  serve->add_option("--workers", options.workers, "clones of each model; 0: one per core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  serve
      ->add_option("--processes", arguments->processes,
                   "serve in so many processes; with --share-weights, they share the weights")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  serve->add_option("--queue", options.queue, "requests that may wait for each model")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  serve->add_option("--timeout", options.timeout, "seconds for a request, waiting included")
      ->check(CLI::Range(0.001, 86400.0))
      ->capture_default_str();
  serve->add_option("--max-body", arguments->most_body, "MiB of a request")
      ->check(CLI::Range(0.001, 2048.0))
      ->capture_default_str();
  serve->add_option("--max-pixels", arguments->most_pixels, "millions of pixels of an image")
      ->check(CLI::Range(0.001, 200.0))
      ->capture_default_str();
  serve->add_option("--max-connections", options.most_connections, "open connections")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  serve
      ->add_option("--drain", options.drain,
                   "at the end, seconds between becoming not ready and refusing connections")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  serve->add_option("--grace", options.grace, "at the end, seconds for the work in hand")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
}

}  // namespace

void AddServe(CLI::App* app, ExitCode* result) {
  CLI::App* serve = app->add_subcommand("serve", "Serves models of any family over HTTP.");
  const auto arguments = std::make_shared<ServeArguments>();
  server::Options& options = arguments->options;
  serve
      ->add_option("models", arguments->models,
                   "[NAME=]MODEL: folders of models, or names of ones that are fetched")
      ->required();
  serve->add_option("--host", options.host, "address to listen at; 0.0.0.0: all of this machine")
      ->capture_default_str();
  serve->add_option("--port", options.port, "0: one that is free")->capture_default_str();
  serve
      ->add_option("--set", arguments->settings,
                   "[MODEL.]SETTING=VALUE: a setting as the commands have it: ocr.words=true")
      ->allow_extra_args(false);
  serve
      ->add_option("--family", arguments->families,
                   "NAME=FAMILY: of a model whose files do not identify it: cut=matting")
      ->allow_extra_args(false);
  AddLimits(serve, arguments.get());
  serve->add_option("--token", options.token,
                    "bearer token that requests need; better: $FASTDEPLOY_TOKEN or --token-file");
  serve->add_option("--token-file", arguments->token_file, "file with that token");
  serve->add_option("--certificate", options.certificate, "chain of certificates, PEM: serves TLS");
  serve->add_option("--key", options.key, "its private key, PEM");
  serve
      ->add_option("--access-log", arguments->access_log,
                   "file for a line of JSON for each request; -: standard output; none")
      ->capture_default_str();
  serve->add_flag_callback(
      "--no-reload", [arguments] { arguments->options.reload = false; },
      "refuse requests to load and unload models");
  AddModelArguments(serve, &arguments->model);
  serve->callback([arguments, result] { *result = Serve(arguments.get()); });
}

}  // namespace fastdeploy::cli
