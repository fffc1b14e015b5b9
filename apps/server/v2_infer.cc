// SPDX-License-Identifier: Apache-2.0
//
// Inference by the inference protocol.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "apps/images/json_line.h"
#include "apps/server/app.h"
#include "apps/server/predict.h"
#include "apps/server/tensors.h"
#include "apps/server/v2_request.h"

namespace fastdeploy::server {
namespace {

constexpr const char* kHeaderLength = "Inference-Header-Content-Length";
constexpr const char* kMasks = "masks";

std::vector<InferImage> ImagesIn(const InferRequest& request, double most_pixels) {
  const InputTensor* image = nullptr;
  for (const InputTensor& input : request.inputs) {
    // Clients of OCR send a language; which ones are read is a property of the model.
    if (input.name == "lang_type") continue;
    if (input.name != "image" || image != nullptr) {
      throw HttpError(
          400, fmt::format("input '{}': expected one input, 'image'", input.name.substr(0, 64)));
    }
    image = &input;
  }
  if (image == nullptr) throw HttpError(400, "there is no input 'image'");
  return ImagesOf(*image, request.parameters, most_pixels);
}

/// All outputs for the images of a request. Those of single tensors are only given for one image.
std::vector<OutputTensor> Outputs(vision::AnyModel* model, std::vector<InferImage> images,
                                  bool masks, double most_pixels, Timings* timings) {
  std::vector<vision::AnyResult> results;
  cv::Size size;
  for (InferImage& image : images) {
    if (image.pixels.empty()) image.pixels = DecodedPage(image.file, most_pixels, timings);
    size = image.pixels.size();
    results.push_back(PredictImage(model, image.pixels, timings));
    image = {};
  }
  const Stopwatch encoding(&timings->encode);
  std::vector<OutputTensor> outputs = {JsonTensor(results)};
  if (results.size() == 1) {
    for (OutputTensor& tensor : TensorsOf(results[0], size, masks)) {
      outputs.push_back(std::move(tensor));
    }
  }
  return outputs;
}

/// The outputs that were asked for, and whether each is to be binary.
std::vector<std::pair<const OutputTensor*, bool>> Chosen(const InferRequest& request,
                                                         const std::vector<OutputTensor>& outputs,
                                                         size_t images) {
  std::vector<std::pair<const OutputTensor*, bool>> chosen;
  if (request.outputs.empty()) {
    for (const OutputTensor& output : outputs) chosen.emplace_back(&output, request.binary);
    return chosen;
  }
  for (const RequestedOutput& wanted : request.outputs) {
    const auto found = std::ranges::find_if(
        outputs, [&](const OutputTensor& output) { return output.info.name == wanted.name; });
    if (found == outputs.end()) {
      std::vector<std::string> names;
      for (const OutputTensor& output : outputs) names.push_back(output.info.name);
      throw HttpError(
          400, fmt::format("there is no output '{}'{}; expected {}", wanted.name.substr(0, 64),
                           images > 1 ? " for several images" : "", fmt::join(names, ", ")));
    }
    chosen.emplace_back(&*found, wanted.binary);
  }
  return chosen;
}

Response Answered(const std::string& name, const InferRequest& request,
                  const std::vector<std::pair<const OutputTensor*, bool>>& outputs) {
  std::string binary;
  std::vector<std::string> rows;
  bool any = false;
  for (const auto& [output, is_binary] : outputs) {
    std::string data;
    if (is_binary) {
      const std::string bytes = output->Binary();
      binary += bytes;
      any = true;
      data = fmt::format(R"("parameters":{{"binary_data_size":{}}})", bytes.size());
    } else {
      data = R"("data":)" + output->Json();
    }
    rows.push_back(fmt::format(R"({{"name":"{}","datatype":"{}","shape":[{}],{}}})",
                               output->info.name, output->info.datatype,
                               fmt::join(output->info.shape, ","), data));
  }
  const std::string id =
      request.id.empty() ? "" : fmt::format(R"("id":{},)", images::JsonText(request.id));
  std::string header = fmt::format(R"({{{}"model_name":{},"model_version":"{}","outputs":[{}]}})",
                                   id, images::JsonText(name), kVersion, fmt::join(rows, ","));
  Response response;
  if (any) {
    response.type = "application/octet-stream";
    response.headers = {{kHeaderLength, std::to_string(header.size())}};
  }
  response.body = std::move(header) + binary;
  return response;
}

Response Infer(vision::AnyModel* model, const Exchange& exchange, double most_pixels) {
  Timings timings;
  const InferRequest request = ReadInferRequest(
      exchange.request.body, exchange.request.Header("inference-header-content-length"));
  std::vector<InferImage> images = ImagesIn(request, most_pixels);
  const size_t count = images.size();
  const bool masks =
      std::ranges::find(request.outputs, kMasks, &RequestedOutput::name) != request.outputs.end();
  const std::vector<OutputTensor> outputs =
      Outputs(model, std::move(images), masks, most_pixels, &timings);
  Response response;
  {
    const Stopwatch encoding(&timings.encode);
    response = Answered(exchange.model, request, Chosen(request, outputs, count));
  }
  response.timings = timings;
  return response;
}

}  // namespace

void ModelInfer(App& app, const ExchangePtr& exchange) {
  CheckVersion(*exchange);
  app.models.Run(
      exchange->parameters.at("name"), exchange,
      [most_pixels = app.options.most_pixels](vision::AnyModel& model, const Exchange& of) {
        return Infer(&model, of, most_pixels);
      });
}

}  // namespace fastdeploy::server
