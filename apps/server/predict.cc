// SPDX-License-Identifier: Apache-2.0
#include "apps/server/predict.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "apps/images/header.h"
#include "apps/images/images.h"
#include "apps/images/json_line.h"
#include "apps/images/png.h"
#include "apps/server/app.h"
#include "apps/server/multipart.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::server {
namespace {

/// A picture file of a request.
struct File {
  std::string name;
  std::string contents;
};

/// The pictures of a request, and the trimap beside them, if there is one.
struct Pictures {
  std::vector<File> files;
  std::string trimap;
};

Pictures PicturesOf(const Request& request) {
  const std::string type = request.Header("content-type");
  if (!IsForm(type)) {
    if (request.body.empty()) throw HttpError(400, "the body is empty: expected a picture file");
    return {{{request.Query("image", "-"), request.body}}, ""};
  }
  Pictures pictures;
  for (const Part& part : ReadForm(request.body, type)) {
    if (part.name == "trimap") {
      pictures.trimap = part.contents;
    } else if (!part.file.empty() || !part.contents.empty()) {
      pictures.files.push_back(
          {part.file.empty() ? part.name : part.file, std::string(part.contents)});
    }
  }
  if (pictures.files.empty()) throw HttpError(400, "the form has no picture file");
  return pictures;
}

bool IsSet(const Request& request, const char* name) {
  const std::string value = request.Query(name, "0");
  if (value == "1" || value == "true") return true;
  if (value == "0" || value == "false") return false;
  throw HttpError(400, fmt::format("{}: expected 1 or 0, found '{}'", name, value.substr(0, 32)));
}

Response Drawing(vision::AnyModel* model, const Pictures& pictures, double most_pixels) {
  if (pictures.files.size() != 1) throw HttpError(400, "draw: expected one picture");
  Response response = {.body = {}, .type = "image/png"};
  Timings* timings = &response.timings;
  const cv::Mat image = DecodedPage(pictures.files[0].contents, most_pixels, timings);
  cv::Mat trimap;
  if (!pictures.trimap.empty()) trimap = DecodedPage(pictures.trimap, most_pixels, timings);
  response.body = DrawnPng(PredictImage(model, image, timings, trimap), image, timings);
  return response;
}

/// The lines of JSON for the pages of a file. A page that cannot be read is the last.
std::vector<std::string> LinesOf(vision::AnyModel* model, const File& file, const cv::Mat& trimap,
                                 const Exchange& exchange, double most_pixels, Timings* timings) {
  std::vector<std::string> lines;
  const auto pages = OpenFile(file.contents, most_pixels, kMostPages);
  const size_t count = pages->Count();
  bool read = true;
  for (size_t i = 0; i < count && read && !exchange.Answered(); ++i) {
    const images::Picture picture = {file.name, count == 1 ? 0 : i + 1, count};
    read = false;
    try {
      cv::Mat image;
      {
        const Stopwatch decoding(&timings->decode);
        image = pages->Next();
      }
      read = true;
      const vision::AnyResult result = PredictImage(model, image, timings, trimap);
      const Stopwatch encoding(&timings->encode);
      lines.push_back(images::JsonLine(picture, result.Json()));
    } catch (const std::exception& error) {
      if (count == 1) throw;
      lines.push_back(images::JsonErrorLine(picture, WithoutFolders(error.what())));
    }
  }
  return lines;
}

/// The lines of all files: one as an object, several as an array. What fails is a line with the
/// error, unless it is the only one, which is thrown.
Response Lines(vision::AnyModel* model, const Pictures& pictures, const Exchange& exchange,
               double most_pixels) {
  Response response;
  Timings* timings = &response.timings;
  cv::Mat trimap;
  if (!pictures.trimap.empty()) trimap = DecodedPage(pictures.trimap, most_pixels, timings);
  std::vector<std::string> all;
  for (const File& file : pictures.files) {
    try {
      const auto lines = LinesOf(model, file, trimap, exchange, most_pixels, timings);
      all.insert(all.end(), lines.begin(), lines.end());
    } catch (const std::exception& error) {
      if (pictures.files.size() == 1) throw;
      all.push_back(images::JsonErrorLine({.file = file.name}, WithoutFolders(error.what())));
    }
  }
  response.body = all.size() == 1 ? all[0] : fmt::format("[{}]", fmt::join(all, ","));
  return response;
}

}  // namespace

std::unique_ptr<images::Pages> OpenFile(const std::string& file, double most_pixels, size_t most) {
  constexpr int kUnsupportedType = 415;
  try {
    (void)images::FormatOf(file);
  } catch (const Error& error) {
    throw HttpError(kUnsupportedType, error.what());
  }
  std::unique_ptr<images::Pages> pages;
  try {
    pages = images::OpenPages(file, {.most_pixels = most_pixels});
  } catch (const Error& error) {
    if (error.Kind() != ErrorKind::kUnsupported) throw;
    throw HttpError(kUnsupportedType, error.what());  // a PDF, without PDFium
  }
  if (pages->Count() > most) {
    throw HttpError(
        400, fmt::format("the picture has {} pages, expected at most {}", pages->Count(), most));
  }
  return pages;
}

cv::Mat DecodedPage(const std::string& file, double most_pixels, Timings* timings) {
  const Stopwatch decoding(&timings->decode);
  return OpenFile(file, most_pixels, 1)->Next();
}

vision::AnyResult PredictImage(vision::AnyModel* model, const cv::Mat& image, Timings* timings,
                               const cv::Mat& trimap) {
  const Stopwatch predicting(&timings->predict);
  ++timings->images;
  return trimap.empty() ? model->Predict(image) : model->Predict(image, trimap);
}

std::string DrawnPng(const vision::AnyResult& result, const cv::Mat& image, Timings* timings) {
  const Stopwatch encoding(&timings->encode);
  return images::EncodePng(result.Draw(image));
}

void Predict(App& app, const ExchangePtr& exchange) {
  const bool draw = IsSet(exchange->request, "draw");
  const double most_pixels = app.options.most_pixels;
  app.models.Run(exchange->parameters.at("name"), exchange,
                 [=](vision::AnyModel& model, const Exchange& of) {
                   const Pictures pictures = PicturesOf(of.request);
                   return draw ? Drawing(&model, pictures, most_pixels)
                               : Lines(&model, pictures, of, most_pixels);
                 });
}

void ListModels(App& app, const ExchangePtr& exchange) {
  std::string rows;
  for (const ModelInfo& info : app.models.List()) {
    const std::string reason =
        info.reason.empty() ? "" : fmt::format(R"(,"reason":{})", images::JsonText(info.reason));
    rows += fmt::format(R"({}{{"name":{},"family":{},"state":"{}"{}}})", rows.empty() ? "" : ",",
                        images::JsonText(info.name), images::JsonText(info.family), Str(info.state),
                        reason);
  }
  exchange->Answer({.body = fmt::format(R"({{"models":[{}]}})", rows)});
}

void ShowMetrics(App& app, const ExchangePtr& exchange) {
  app.models.SetMetrics();
  SetProcessMetrics(&app.metrics);
  exchange->Answer({.body = app.metrics.Text(), .type = "text/plain; version=0.0.4"});
}

}  // namespace fastdeploy::server
