// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "apps/cli/destination.h"
#include "apps/cli/report.h"
#include "apps/cli/save.h"
#include "apps/images/images.h"
#include "apps/images/source.h"
#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/opencv_threads.h"
#include "fastdeploy/core/write_file.h"
#include "fastdeploy/pool/ordered.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

void MakeFolder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot make folder '{}': {}", folder, error.message()));
  }
}

/// What became of one file.
struct FileResults {
  size_t pages = 0;
  std::vector<Attempt<std::string>> attempts;  ///< of its pages, up to the last that was read
};

/// What belongs to one image; "": it has none.
struct Beside {
  std::string result;
  std::string drawing;
  std::string labels;
  std::string trimap;
};

/// The trimap in a file, which has one page.
cv::Mat ReadTrimap(const std::string& file) {
  try {
    return images::OpenPages(images::ReadSource(file))->Next();
  } catch (const Error& error) {
    throw error.Within(fmt::format("trimap '{}'", file));
  }
}

vision::AnyResult PredictOne(vision::AnyModel& model, const cv::Mat& image,
                             const std::string& trimap) {
  return trimap.empty() ? model.Predict(image) : model.Predict(image, ReadTrimap(trimap));
}

std::string Formatted(const vision::AnyResult& result, const std::string& format) {
  if (format == kText) return result.Text();
  return format == kJson ? result.Json() : result.Format(format);
}

/// Reads a file and runs the model on its pages, one after the other. A page that cannot be read is
/// the last.
FileResults RunFile(vision::AnyModel& model, const std::string& file, const Beside& beside,
                    const std::string& format, const images::ReadSettings& read_settings,
                    const std::atomic<bool>& stop) {
  const auto pages = images::OpenPages(images::ReadSource(file), read_settings);
  FileResults results = {.pages = pages->Count(), .attempts = {}};
  for (size_t page = 1; page <= results.pages && (page == 1 || !stop); ++page) {
    bool read = false;
    results.attempts.push_back(Try([&] {
      const cv::Mat image = pages->Next();
      read = true;
      const vision::AnyResult result = PredictOne(model, image, beside.trimap);
      const auto path = [&](const std::string& of_file) {
        return results.pages == 1 ? of_file : PagePath(of_file, page);
      };
      if (!beside.drawing.empty()) SavePng(path(beside.drawing), result.Draw(image));
      if (!beside.labels.empty()) SavePng(path(beside.labels), result.LabelMap());
      std::string text = Formatted(result, format);
      if (!beside.result.empty()) {
        WriteFile(path(beside.result), text.ends_with('\n') ? text : text + "\n");
      }
      return text;
    }));
    if (!read) break;
  }
  return results;
}

/// What belongs to each image. `format`: of the results, if each is written to a file of its own.
std::vector<Beside> BesideAll(const std::vector<std::string>& images, const RunSettings& settings,
                              const std::string& command, const Destination& to) {
  std::vector<Beside> all(images.size());
  const auto fill = [&](const std::string& folder, const std::string& name, const char* ending,
                        std::string Beside::*place) {
    if (folder.empty()) return;
    MakeFolder(folder);
    const std::vector<std::string> paths = SavedPaths(images, folder, name, ending);
    for (size_t i = 0; i < images.size(); ++i) all[i].*place = paths[i];
  };
  fill(to.folder, command, EndingOf(to.format), &Beside::result);
  fill(settings.save_folder, command, ".png", &Beside::drawing);
  fill(settings.labels_folder, "labels", ".png", &Beside::labels);
  if (!settings.trimap.empty()) {
    const std::vector<std::string> trimaps = TrimapsOf(images, settings.trimap);
    for (size_t i = 0; i < images.size(); ++i) all[i].trimap = trimaps[i];
  }
  return all;
}

}  // namespace

ExitCode RunImages(const vision::AnyModel& model, const std::vector<std::string>& images,
                   const RunSettings& settings, const std::string& command,
                   const std::atomic<bool>& stop) {
  const Destination to = DestinationOf(settings.output, settings.format);
  const std::vector<Beside> beside = BesideAll(images, settings, command, to);
  const size_t most = std::min(images.size(), settings.threads);
  const int threads = WithinMaxThreads(static_cast<int>(std::max<size_t>(most, 1)));
  if (threads > 1) SetOpenCVThreads(1);  // the images are already spread over the cores

  Reporter reporter(images.size(),
                    {.format = to.format, .file = to.file, .prints = to.folder.empty()});
  bool complete = true;
  const size_t done = RunInOrder(
      model, threads, images.size(), stop,
      [&](vision::AnyModel& clone, size_t i) {
        return RunFile(clone, images[i], beside[i], to.format, settings.read, stop);
      },
      [&](size_t i, const Attempt<FileResults>& attempt) {
        if (!attempt.result) return reporter.Add({.file = images[i]}, {{}, attempt.error});
        const auto& [pages, attempts] = *attempt.result;
        reporter.Expect(pages - 1);
        for (size_t page = 0; page < attempts.size(); ++page) {
          reporter.Add({images[i], pages == 1 ? 0 : page + 1, pages}, attempts[page]);
        }
        complete = complete && (attempts.size() == pages || !attempts.back().result);
      });
  const size_t failed = reporter.Finish(static_cast<size_t>(threads));
  if (done < images.size() || !complete) return kInterrupted;
  return failed == 0 ? kDone : kSomeImagesFailed;
}

}  // namespace fastdeploy::cli
