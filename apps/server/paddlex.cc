// SPDX-License-Identifier: Apache-2.0
//
// The requests and answers of PaddleX's own servers, so that its clients work: JSON with the
// picture as base64 in "file" or "image", at the path of each pipeline. The first model of the
// family answers. What those servers can set for a request is set here when a model is loaded;
// requests that set it are refused.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "apps/images/header.h"
#include "apps/server/app.h"
#include "apps/server/base64.h"
#include "apps/server/bounded_json.h"
#include "apps/server/predict.h"
#include "fastdeploy/vision/families.h"

namespace fastdeploy::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kUnprocessable = 422;

Response Enveloped(const std::string& id, int status, const std::string& message, Json result) {
  Json answer = {{"logId", id}, {"errorCode", status == 200 ? 0 : status}, {"errorMsg", message}};
  if (!result.is_null()) answer["result"] = std::move(result);
  return {.status = status, .body = answer.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

/// An error in PaddleX's form, from one in ours.
Response Enveloped(const std::string& id, const Response& error) {
  const Json ours = Json::parse(error.body);
  Response response = Enveloped(id, error.status, ours.value("error", ""), nullptr);
  response.headers = error.headers;
  return response;
}

/// The body as JSON. `known`: what may be set beside the picture.
Json BodyOf(const Request& request, const std::vector<std::string>& known) {
  constexpr size_t kMostValues = 1000;
  Json body = ParsedJson(request.body, kMostValues);
  if (!body.is_object()) throw HttpError(kUnprocessable, "the body: expected a JSON object");
  for (const auto& [name, value] : body.items()) {
    if (value.is_null() || std::ranges::find(known, name) != known.end()) continue;
    throw HttpError(kUnprocessable, fmt::format("'{}' cannot be set for a request, only when the "
                                                "server loads the model",
                                                name.substr(0, 64)));
  }
  return body;
}

/// The picture file in a body.
std::string FileOf(const Json& body, const char* name) {
  if (!body.contains(name) || !body[name].is_string()) {
    throw HttpError(kUnprocessable, fmt::format("'{}': expected a picture file as base64", name));
  }
  const auto text = body[name].get<std::string>();
  if (text.starts_with("http://") || text.starts_with("https://")) {
    throw HttpError(kUnprocessable,
                    fmt::format("'{}': expected a picture file as base64; addresses are not "
                                "fetched",
                                name));
  }
  return DecodedBase64(text);
}

/// "image", "pdf" or "tiff", as PaddleX names what it was sent: it takes a TIFF of one page for an
/// image. Throws HttpError if "fileType" says otherwise.
std::string TypeOf(const std::string& file, size_t pages, const Json& body) {
  const images::Format format = images::FormatOf(file);
  const bool pdf = format == images::Format::kPdf;
  if (body.contains("fileType") && body["fileType"] != (pdf ? 0 : 1) &&
      !body["fileType"].is_null()) {
    throw HttpError(kUnprocessable, fmt::format("'fileType': expected {}, since the file is {}",
                                                pdf ? 0 : 1, pdf ? "a PDF" : "a picture"));
  }
  if (pdf) return "pdf";
  return format == images::Format::kTiff && pages > 1 ? "tiff" : "image";
}

bool WantsDrawing(const Json& body) {
  return !body.contains("visualize") || body["visualize"] != false;
}

std::string Drawn(const vision::AnyResult& result, const cv::Mat& image, Timings* timings) {
  return EncodedBase64(DrawnPng(result, image, timings));
}

/// The names of the classes in a result, one for each of its labels; none if the model has none.
Json NamesIn(const vision::AnyResult& any) {
  return Json::parse(any.Json()).value("label_names", Json::array());
}

/// The name of a class; its number if it has none. `names`: "label_names" of the result's JSON, one
/// for each entry.
Json NameOf(const Json& names, size_t entry, int id) {
  return entry < names.size() ? names[entry] : Json(std::to_string(id));
}

template <typename Result>
const Result& As(const vision::AnyResult& result) {
  if (const auto* found = result.As<Result>()) return *found;
  throw HttpError(500, "the model gives results of another kind");
}

/// Corners x0, y0, ... as points.
Json Polygon(const std::array<int, 8>& box) {
  Json points = Json::array();
  for (size_t i = 0; i < box.size(); i += 2) points.push_back({box.at(i), box.at(i + 1)});
  return points;
}

Json Upright(const std::array<int, 8>& box) {
  const auto x = std::minmax({box[0], box[2], box[4], box[6]});
  const auto y = std::minmax({box[1], box[3], box[5], box[7]});
  return {x.first, y.first, x.second, y.second};
}

/// Of one page.
Json OcrAnswer(const vision::AnyResult& any, const cv::Mat& image, const Json& body,
               Timings* timings) {
  const auto& result = As<vision::OCRResult>(any);
  Json polygons = Json::array();
  Json boxes = Json::array();
  for (const auto& box : result.boxes) {
    polygons.push_back(Polygon(box));
    boxes.push_back(Upright(box));
  }
  Json angles = Json::array();
  for (size_t i = 0; i < result.text.size(); ++i) {
    angles.push_back(i < result.cls_labels.size() ? result.cls_labels[i] : -1);
  }
  Json page = {{"prunedResult",
                {{"text_type", "general"},
                 {"dt_polys", polygons},
                 {"textline_orientation_angles", angles},
                 {"rec_texts", result.text},
                 {"rec_scores", result.rec_scores},
                 {"rec_polys", polygons},
                 {"rec_boxes", boxes}}}};
  if (WantsDrawing(body)) page["ocrImage"] = Drawn(any, image, timings);
  return page;
}

Json DetectionAnswer(const vision::AnyResult& any, const cv::Mat& image, const Json& body,
                     Timings* timings) {
  const auto& result = As<vision::DetectionResult>(any);
  double threshold = 0;
  if (body.contains("threshold") && !body["threshold"].is_null()) {
    if (!body["threshold"].is_number()) {
      throw HttpError(kUnprocessable, "'threshold': expected a number");
    }
    threshold = body["threshold"].get<double>();
  }
  const Json names = NamesIn(any);
  Json objects = Json::array();
  for (size_t i = 0; i < result.boxes.size(); ++i) {
    if (result.scores[i] < threshold) continue;
    objects.push_back({{"bbox", result.boxes[i]},
                       {"categoryId", result.label_ids[i]},
                       {"categoryName", NameOf(names, i, result.label_ids[i])},
                       {"score", result.scores[i]}});
  }
  Json answer = {{"detectedObjects", objects}};
  if (WantsDrawing(body)) answer["image"] = Drawn(any, image, timings);
  return answer;
}

Json ClassificationAnswer(const vision::AnyResult& any, const cv::Mat& image, const Json& body,
                          Timings* timings) {
  const auto& result = As<vision::ClassifyResult>(any);
  size_t most = result.label_ids.size();
  if (body.contains("topk") && !body["topk"].is_null()) {
    if (!body["topk"].is_number_unsigned() || body["topk"] == 0) {
      throw HttpError(kUnprocessable, "'topk': expected a whole number above 0");
    }
    most = std::min(most, body["topk"].get<size_t>());
  }
  const Json names = NamesIn(any);
  Json categories = Json::array();
  for (size_t i = 0; i < most; ++i) {
    categories.push_back({{"id", result.label_ids[i]},
                          {"name", NameOf(names, i, result.label_ids[i])},
                          {"score", result.scores[i]}});
  }
  Json answer = {{"categories", categories}};
  if (WantsDrawing(body)) answer["image"] = Drawn(any, image, timings);
  return answer;
}

Json SegmentationAnswer(const vision::AnyResult& any, const cv::Mat& image, const Json& body,
                        Timings* timings) {
  const auto& result = As<vision::SegmentationResult>(any);
  Json answer = {{"labelMap", result.label_map}, {"size", result.shape}};
  if (WantsDrawing(body)) answer["image"] = Drawn(any, image, timings);
  return answer;
}

using Answer = Json (*)(const vision::AnyResult&, const cv::Mat&, const Json&, Timings*);

/// A pipeline of PaddleX.
struct Pipeline {
  const char* family;  ///< of the models that can answer
  const char* picture;
  std::vector<std::string> known;
  Answer answer;                ///< for a picture or a page
  const char* pages = nullptr;  ///< the name of the array of pages; null: files have one page
};

/// The pages that the file of a request has, each with its answer.
Json PagesAnswer(const Pipeline& pipeline, vision::AnyModel* model, const Exchange& exchange,
                 const Json& body, double most_pixels, Timings* timings) {
  const std::string file = FileOf(body, pipeline.picture);
  const auto pages = OpenFile(file, most_pixels, pipeline.pages != nullptr ? kMostPages : 1);
  const std::string type = TypeOf(file, pages->Count(), body);
  Json answers = Json::array();
  Json sizes = Json::array();
  for (size_t i = 0; i < pages->Count() && !exchange.Answered(); ++i) {
    const cv::Mat image = [&] {
      const Stopwatch decoding(&timings->decode);
      return pages->Next();
    }();
    const vision::AnyResult result = PredictImage(model, image, timings);
    answers.push_back(pipeline.answer(result, image, body, timings));
    sizes.push_back({{"width", image.cols}, {"height", image.rows}});
  }
  if (pipeline.pages == nullptr) return answers.at(0);
  Json info = {{"numPages", sizes.size()}, {"pages", sizes}, {"type", type}};
  if (type == "image") {
    info = sizes.at(0);
    info["type"] = type;
  }
  return {{pipeline.pages, answers}, {"dataInfo", info}};
}

Response Answered(const Pipeline& pipeline, vision::AnyModel* model, const Exchange& exchange,
                  double most_pixels) {
  const std::string& id = exchange.request.id;
  Timings timings;
  try {
    const Json body = BodyOf(exchange.request, pipeline.known);
    Json result = PagesAnswer(pipeline, model, exchange, body, most_pixels, &timings);
    Response response = Enveloped(id, 200, "Success", std::move(result));
    response.timings = timings;
    return response;
  } catch (...) {
    return Enveloped(id, CurrentErrorResponse());
  }
}

void Handle(App& app, const ExchangePtr& exchange, const Pipeline& pipeline) {
  try {
    app.models.Run(app.models.OfFamily(pipeline.family), exchange,
                   [&pipeline, most_pixels = app.options.most_pixels](vision::AnyModel& model,
                                                                      const Exchange& of) {
                     return Answered(pipeline, &model, of, most_pixels);
                   });
  } catch (const HttpError&) {
    exchange->Answer(Enveloped(exchange->request.id, CurrentErrorResponse()));
  }
}

}  // namespace

void PaddleXHealth(App& /*app*/, const ExchangePtr& exchange) {
  exchange->Answer(Enveloped(exchange->request.id, 200, "Healthy", nullptr));
}

void PaddleXOcr(App& app, const ExchangePtr& exchange) {
  static const Pipeline pipeline = {
      "OCR", "file", {"file", "fileType", "visualize"}, OcrAnswer, "ocrResults"};
  Handle(app, exchange, pipeline);
}

void PaddleXDetection(App& app, const ExchangePtr& exchange) {
  static const Pipeline pipeline = {
      "detection", "image", {"image", "threshold", "visualize"}, DetectionAnswer};
  Handle(app, exchange, pipeline);
}

void PaddleXClassification(App& app, const ExchangePtr& exchange) {
  static const Pipeline pipeline = {
      "classification", "image", {"image", "topk", "visualize"}, ClassificationAnswer};
  Handle(app, exchange, pipeline);
}

void PaddleXSegmentation(App& app, const ExchangePtr& exchange) {
  static const Pipeline pipeline = {
      "segmentation", "image", {"image", "visualize"}, SegmentationAnswer};
  Handle(app, exchange, pipeline);
}

}  // namespace fastdeploy::server
