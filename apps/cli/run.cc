// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "apps/cli/report.h"
#include "apps/cli/save.h"
#include "apps/images/images.h"
#include "apps/images/source.h"
#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/opencv_threads.h"
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

/// The files for what is saved of one image; "": it is not saved.
struct Saved {
  std::string drawing;
  std::string labels;
};

/// Reads a file and runs the model on its pages, one after the other. A page that cannot be read is
/// the last.
FileResults RunFile(vision::AnyModel& model, const std::string& file, const Saved& saved, bool json,
                    const std::atomic<bool>& stop) {
  const auto pages = images::OpenPages(images::ReadSource(file));
  FileResults results = {.pages = pages->Count(), .attempts = {}};
  for (size_t page = 1; page <= results.pages && (page == 1 || !stop); ++page) {
    bool read = false;
    results.attempts.push_back(Try([&] {
      const cv::Mat image = pages->Next();
      read = true;
      const vision::AnyResult result = model.Predict(image);
      const auto save = [&](const std::string& path, const cv::Mat& picture) {
        SavePng(results.pages == 1 ? path : PagePath(path, page), picture);
      };
      if (!saved.drawing.empty()) save(saved.drawing, result.Draw(image));
      if (!saved.labels.empty()) save(saved.labels, result.LabelMap());
      return json ? result.Json() : result.Text();
    }));
    if (!read) break;
  }
  return results;
}

/// The files for what is saved of each image.
std::vector<Saved> PlacesOf(const std::vector<std::string>& images, const RunSettings& settings,
                            const std::string& command) {
  std::vector<Saved> places(images.size());
  const auto fill = [&](const std::string& folder, const std::string& name,
                        std::string Saved::*place) {
    if (folder.empty()) return;
    MakeFolder(folder);
    const std::vector<std::string> paths = DrawingPaths(images, folder, name);
    for (size_t i = 0; i < images.size(); ++i) places[i].*place = paths[i];
  };
  fill(settings.save_folder, command, &Saved::drawing);
  fill(settings.labels_folder, "labels", &Saved::labels);
  return places;
}

}  // namespace

ExitCode RunImages(const vision::AnyModel& model, const std::vector<std::string>& images,
                   const RunSettings& settings, const std::string& command,
                   const std::atomic<bool>& stop) {
  const std::vector<Saved> places = PlacesOf(images, settings, command);
  const size_t most = std::min(images.size(), settings.threads);
  const int threads = WithinMaxThreads(static_cast<int>(std::max<size_t>(most, 1)));
  if (threads > 1) SetOpenCVThreads(1);  // the images are already spread over the cores

  Reporter reporter(images.size(), settings.json);
  bool complete = true;
  const size_t done = RunInOrder(
      model, threads, images.size(), stop,
      [&](vision::AnyModel& clone, size_t i) {
        return RunFile(clone, images[i], places[i], settings.json, stop);
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
