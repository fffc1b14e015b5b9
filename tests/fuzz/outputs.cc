// SPDX-License-Identifier: Apache-2.0
//
// Outputs of any number, shape, type and content, given to every decoder. What they find is
// printed and drawn.

#include <cmath>
#include <opencv2/core.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"

namespace fastdeploy::fuzz {
namespace {

namespace detection = vision::detection;
namespace ocr = vision::ocr;

constexpr int64_t kMostElements = 4096;
const cv::Size kImage(30, 20);
const cv::Size kInput(64, 32);

/// Outputs whose dimensions are taken from a few numbers, so that some of them fit together.
class Outputs {
 public:
  explicit Outputs(Bytes* bytes) : bytes_(bytes) {
    for (int64_t& size : sizes_) {
      size = bytes->Of<int64_t>({0, 1, 1, 2, 3, 4, 5, 6, 8, 10, 16, 32});
    }
    sizes_[0] = static_cast<int64_t>(bytes->Below(3));  // images
  }

  [[nodiscard]] size_t Images() const { return static_cast<size_t>(sizes_[0]); }

  FDTensor Next() {
    std::vector<int64_t> shape(bytes_->Below(6));
    for (int64_t& size : shape) size = sizes_[bytes_->Below(std::size(sizes_))];
    int64_t count = 1;
    for (const int64_t size : shape) count *= size;
    if (count > kMostElements) shape = {sizes_[0], sizes_[1]};
    FDTensor tensor;
    tensor.Resize(shape, bytes_->Of({FP32, FP32, FP32, INT32, INT64, UINT8, BOOL, FP64, INT8}),
                  "output");
    Fill(&tensor);
    return tensor;
  }

 private:
  /// A number that decoders look for: a class, a probability, a corner; or any.
  double Value() {
    const auto byte = bytes_->Number<uint8_t>();
    switch (byte % 8) {
      case 0:
        return bytes_->Number<float>();
      case 1:
        return -double(byte);
      case 2:
        return bytes_->Of<double>({1e9, -1e9, 3e38, 2147483648.0, 1e-30, 65536.5});
      case 3:
      case 4:
        return double(byte) / 255;
      default:
        return double(byte >> 3);
    }
  }

  template <typename T>
  void FillWith(FDTensor* tensor) {
    for (T& number : tensor->As<T>()) {
      const double value = Value();
      const bool fits = std::is_floating_point_v<T> || std::abs(value) < 1e9;
      number = fits ? T(value) : std::numeric_limits<T>::max();
      if (bytes_->AtEnd()) break;  // the rest is zeros
    }
  }

  void Fill(FDTensor* tensor) {
    if (tensor->Nbytes() > 0) std::memset(tensor->MutableData(), 0, size_t(tensor->Nbytes()));
    if (tensor->dtype == FP32) return FillWith<float>(tensor);
    if (tensor->dtype == FP64) return FillWith<double>(tensor);
    if (tensor->dtype == INT32) return FillWith<int32_t>(tensor);
    if (tensor->dtype == INT64) return FillWith<int64_t>(tensor);
    for (int64_t i = 0; i < tensor->Nbytes(); ++i) {
      static_cast<uint8_t*>(tensor->MutableData())[i] = bytes_->Bool() ? 1 : 0;
    }
  }

  Bytes* bytes_;
  int64_t sizes_[6] = {};
};

/// The image that results are drawn on.
const cv::Mat& Picture() {
  static const cv::Mat kPicture(kImage, CV_8UC3, cv::Scalar(10, 100, 200));
  return kPicture;
}

void Draw(const vision::ClassifyResult& result) {
  (void)vision::VisClassification(Picture(), result);
}
void Draw(const vision::DetectionResult& result) { (void)vision::VisDetection(Picture(), result); }
void Draw(const vision::SegmentationResult& result) {
  (void)vision::VisSegmentation(Picture(), result);
}
void Draw(const vision::MattingResult& result) { (void)vision::VisMatting(Picture(), result); }
void Draw(const vision::KeyPointDetectionResult& result) {
  (void)vision::VisKeypointDetection(Picture(), result);
}
void Draw(const vision::MOTResult& result) { (void)vision::VisMOT(Picture(), result); }
void Draw(const vision::OCRResult& result) { (void)vision::VisOcr(Picture(), result); }

/// Counts the decoders that take the outputs.
size_t taken = 0;

template <typename Call>
void Decode(Call call) {
  try {
    for (const auto& result : call()) {
      (void)result.Str();
      (void)ToJson(result);
      Draw(result);
    }
    ++taken;
  } catch (const Error&) {  // what is expected of most outputs
  }
}

std::vector<vision::Geometry> Geometries(size_t images, bool padded) {
  std::vector<vision::Geometry> batch;
  for (size_t i = 0; i < images; ++i) {
    vision::Geometry& image = batch.emplace_back(kImage);
    const cv::Size scaled(padded ? 48 : kInput.width, kInput.height);
    image.NoteScaling(
        kImage, scaled,
        {float(scaled.width) / float(kImage.width), float(scaled.height) / float(kImage.height)});
    if (padded) image.NoteCanvas(scaled, kInput, {0, 0});
  }
  return batch;
}

void Classification(const std::vector<FDTensor>& outputs, Bytes* bytes) {
  vision::classification::PaddleClasPostprocessor labels(static_cast<int>(bytes->Below(4)));
  if (bytes->Bool()) labels.SetLabelThresholds({0.5F});
  if (bytes->Bool()) labels.SetLabelThresholds({0.5F, 0.1F, 0});
  if (bytes->Bool()) labels.SetEitherThreshold(0.5F);
  Decode([&] { return labels.Process(outputs, {}); });
  Decode([&] {
    return vision::classification::PPShiTuV2RecognizerPostprocessor().Process(outputs, {});
  });
}

void Detection(const std::vector<FDTensor>& outputs, const detection::BatchInfo& batch,
               Bytes* bytes) {
  detection::DetectionConfig config;
  if (bytes->Bool()) config.fpn_stride = {8, 16, 32, 64};
  detection::PaddleDetPostprocessor objects(config);
  if (bytes->Bool()) {
    objects.SetNMSOption({.background_label = static_cast<int>(bytes->Below(3)) - 1,
                          .keep_top_k = static_cast<int>(bytes->Below(5)) - 1,
                          .nms_eta = 0.9F,
                          .nms_top_k = static_cast<int>(bytes->Below(5)) - 1,
                          .normalized = bytes->Bool(),
                          .score_threshold = 0});
  }
  Decode([&] { return objects.Process(outputs, batch); });
  Decode([&] {
    objects.SetScaleFactor({0.5F, 0});
    return objects.Process(outputs);
  });
  Decode([&] { return ocr::StructureV2LayoutPostprocessor().Process(outputs, batch); });
  vision::keypointdetection::PPTinyPosePostprocessor points;
  points.use_dark = bytes->Bool();
  Decode([&] { return points.Process(outputs, batch); });
  Decode([&] {
    const vision::tracking::PPTrackingPostprocessor tracks;
    vision::tracking::TrailRecorder recorder;
    vision::tracking::PPTrackingPostprocessor::State state = {.tracker = {}, .recorder = &recorder};
    (void)tracks.Process(outputs, batch, &state);
    return tracks.Process(outputs, batch, &state);
  });
}

void Segmentation(const std::vector<FDTensor>& outputs, const std::vector<vision::Geometry>& images,
                  Bytes* bytes) {
  vision::segmentation::PaddleSegPostprocessor labels;
  labels.SetIsStoreScoreMap(bytes->Bool());
  labels.SetApplySoftmax(bytes->Bool());
  Decode([&] { return labels.Process(outputs, images); });
  Decode([&] { return vision::matting::PPMattingPostprocessor().Process(outputs, images); });
}

void Ocr(const std::vector<FDTensor>& outputs, const std::vector<vision::Geometry>& images,
         Bytes* bytes) {
  ocr::DBDetectorPostprocessor boxes;
  boxes.SetSettings({.thresh = 0.3F,
                     .box_thresh = 0.1F,
                     .unclip_ratio = bytes->Of({1.5F, 0.0F, 100.0F}),
                     .slow_score = bytes->Bool(),
                     .use_dilation = bytes->Bool()});
  Decode([&] { return boxes.Process(outputs, images); });
  Decode([&] { return ocr::ClassifierPostprocessor().Process(outputs, images); });
  const ocr::Dictionary keys({"a", "b", "\xD8\xA7"}, "keys.txt");
  ocr::RecognizerPostprocessor text(keys);
  Decode([&] { return text.Process(outputs, images); });
  ocr::StructureV2TablePostprocessor table(
      ocr::Dictionary({"<tr>", "</tr>", "<td>", "</td>"}, "tags.txt"));
  table.SetMergeNoSpanStructure(bytes->Bool());
  table.SetBoxShape(bytes->Bool() ? "pad" : "ori");
  Decode([&] { return table.Process(outputs, images); });
  for (const char* algorithm :
       {"RARE", "RFL", "SRN", "RobustScanner", "PREN", "NRTR", "ViTSTR", "ABINet", "VisionLAN"}) {
    text.SetAlgorithm(algorithm);
    Decode([&] { return text.Process(outputs, images); });
    Decode([&] { return text.Process(outputs); });
  }
}

void RunOutputs(std::string_view input) {
  Bytes bytes(input);
  Outputs made(&bytes);
  std::vector<FDTensor> outputs(bytes.Below(9));
  const size_t settings = bytes.Number<uint64_t>();
  for (FDTensor& output : outputs) output = made.Next();
  const std::string chosen(reinterpret_cast<const char*>(&settings), sizeof(settings));
  const std::string twice = chosen + chosen;
  Bytes choices(twice);
  detection::BatchInfo batch = {.images = Geometries(made.Images(), choices.Bool()),
                                .input = kInput,
                                .undo_scale = choices.Bool()};
  taken = 0;
  Classification(outputs, &choices);
  Detection(outputs, batch, &choices);
  Segmentation(outputs, batch.images, &choices);
  Ocr(outputs, batch.images, &choices);
  if (taken == 0) throw Error(ErrorKind::kInvalidArgument, "no decoder takes these outputs");
}

/// Bytes that RunOutputs makes outputs of these shapes from. `sizes` and `axes` are the indices
/// of the lists above.
struct Made {
  std::vector<uint8_t> axes;
  uint8_t type;
};
std::string Seed(const std::vector<uint8_t>& sizes, const std::vector<Made>& tensors) {
  std::string seed(sizes.begin(), sizes.end());
  seed.resize(6);
  seed += static_cast<char>(1);  // one image
  seed += static_cast<char>(tensors.size());
  seed += std::string("\0\1\1\0\0\1\1\1", 8);
  for (const auto& [axes, type] : tensors) {
    seed += static_cast<char>(axes.size());
    seed.append(axes.begin(), axes.end());
    seed += static_cast<char>(type);
    for (int i = 0; i < 64; ++i) seed += static_cast<char>(i * 37 % 251);
  }
  return seed;
}

std::vector<std::string> OutputsSeeds() {
  constexpr uint8_t kFloat = 0;
  constexpr uint8_t kInt = 3;
  constexpr uint8_t kByte = 5;
  // Sizes by their indices: 0: of images, then 6, 4, 32, 16, 5 (the list of Outputs).
  const std::vector<uint8_t> sizes = {0, 7, 5, 11, 10, 6};
  return {
      Seed(sizes, {{{0, 5}, kFloat}}),                                             // classes
      Seed(sizes, {{{2, 1}, kFloat}, {{0}, kInt}}),                                // rows
      Seed(sizes, {{{2, 1}, kFloat}, {{0}, kInt}, {{2, 3, 4}, kByte}}),            // with masks
      Seed(sizes, {{{0, 1, 2}, kFloat}, {{0, 5, 1}, kFloat}}),                     // candidates
      Seed(sizes, {{{0}, kInt}, {{2}, kInt}, {{2}, kFloat}, {{2, 3, 4}, kByte}}),  // segments
      Seed(sizes, {{{0, 4, 5}, kFloat}, {{0, 4, 3}, kFloat}}),                     // raw heads
      Seed(sizes, {{{0, 3, 4}, kInt}}),                                            // labels
      Seed(sizes, {{{0, 5, 4, 3}, kFloat}}),                                       // scores
      Seed(sizes, {{{0, 0, 4, 3}, kFloat}}),                                       // alpha, text
      Seed(sizes, {{{0, 4, 5}, kFloat}}),                         // steps of a line
      Seed(sizes, {{{2, 1}, kFloat}, {{2, 4}, kFloat}}),          // with embeddings
      Seed(sizes, {{{0, 4, 2}, kFloat}, {{0, 4, 1}, kFloat}}),    // a table
      Seed(sizes, {{{0, 4}, kInt}, {{0, 4}, kFloat}}),            // classes of a line
      Seed(sizes, {{{4, 0, 5}, kFloat}}),                         // steps before lines
      Seed(sizes, {{{0}, kInt}, {{0}, kInt}, {{4, 5}, kFloat}}),  // rows of steps
  };
}

}  // namespace

Target OutputsTarget() { return {"outputs", RunOutputs, OutputsSeeds, MutateBytes}; }

}  // namespace fastdeploy::fuzz
