// SPDX-License-Identifier: Apache-2.0
//
// The exporters' YAML files of every family, and a file of class names beside one: the first part
// chooses the family. What has been read prepares an image.

#include <filesystem>
#include <opencv2/core.hpp>

#include "fastdeploy/vision/classification/internal/read_postprocessor.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/internal/dialect.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "fastdeploy/vision/ocr/structurev2_table.h"
#include "fastdeploy/vision/segmentation/postprocessor.h"
#include "fastdeploy/vision/tracking/postprocessor.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

using vision::Yaml;

template <typename Preprocessor>
void PrepareWith(const Preprocessor& preprocessor) {
  static const cv::Mat kImage(24, 40, CV_8UC3, cv::Scalar(10, 100, 200));
  typename Preprocessor::Scratch scratch;
  std::vector<FDTensor> tensors;
  (void)preprocessor.Process(std::span(&kImage, 1), &scratch, &tensors);
}

void Classification(const std::string& file) {
  (void)vision::classification::ReadPostprocessor(file);
  const vision::classification::PaddleClasPreprocessor preprocessor(file);
  (void)preprocessor.FixedShape();
  PrepareWith(preprocessor);
}

void Detection(const std::string& file) {
  const vision::detection::PaddleDetPreprocessor preprocessor(file);
  (void)preprocessor.InputShapes();
  PrepareWith(preprocessor);
}

void Segmentation(const std::string& file) {
  (void)vision::segmentation::PaddleSegPostprocessor(file);
  PrepareWith(vision::segmentation::PaddleSegPreprocessor(file));
}

void Matting(const std::string& file) {
  PrepareWith(vision::segmentation::PaddleSegPreprocessor(file, true));
}

void Tracking(const std::string& file) {
  const vision::tracking::PPTrackingPostprocessor postprocessor(file);
  (void)vision::tracking::JDETracker(postprocessor.tracker);
}

void TextDetector(const std::string& file) {
  const Yaml yaml = Yaml::Load(file);
  (void)vision::ocr::ReadDBSettings(yaml);
  const auto read = vision::ocr::ReadDetectorPreparation(yaml);
  vision::ocr::DBDetectorPreprocessor preprocessor;
  preprocessor.SetLimitType(read.size.limit_type);
  if (read.size.limit_side_len > 0) preprocessor.SetLimitSideLen(read.size.limit_side_len);
  PrepareWith(preprocessor);
  if (!read.size.shape) return;
  preprocessor.SetStaticShapeInfer(true);
  preprocessor.SetDetImageShape({3, read.size.shape->height, read.size.shape->width});
  PrepareWith(preprocessor);
}

void TextRecogniser(const std::string& file) {
  const Yaml yaml = Yaml::Load(file);
  const vision::ocr::Dictionary dictionary(vision::ocr::ReadCharacters(yaml), file);
  PrepareWith(vision::ocr::RecognizerPreprocessor::FromConfig(file));
}

void TextClassifier(const std::string& file) {
  PrepareWith(vision::ocr::ClassifierPreprocessor::FromSteps(
      vision::classification::PaddleClasPreprocessor(file).GetPreparation()));
}

void Table(const std::string& file) {
  const vision::ocr::TableDialect table = vision::ocr::ReadTable(Yaml::Load(file));
  vision::ocr::StructureV2TablePreprocessor preprocessor;
  if (table.max_len) preprocessor.SetMaxLen(*table.max_len);
  PrepareWith(preprocessor);
}

struct Family {
  void (*run)(const std::string& file);
  const char* key;     ///< of its YAML files
  const char* sample;  ///< more of what it can read than is in the models' files
};
constexpr Family kFamilies[] = {
    {Classification, "PreProcess", R"(PreProcess:
  transform_ops:
  - DecodeImage: {to_rgb: true, channel_first: false}
  - ResizeImage: {resize_short: 26, interpolation: bicubic, backend: pil}
  - CropImage: {size: 22}
  - NormalizeImage: {scale: 1.0/255.0, mean: [0.4, 0.4, 0.4], std: [0.2, 0.2, 0.2], order: ''}
  - ToCHWImage: null
PostProcess:
  main_indicator: Topk
  Topk: {topk: 5, class_id_map_file: ./classes.txt}
  MultiLabelThreshOutput: {threshold: {default: 0.5, 1: 0.4}, label_list: [cat, dog]}
)"},
    {Detection, "Preprocess", R"(mode: paddle
arch: YOLO
draw_threshold: 0.5
Preprocess:
- {type: LetterBoxResize, target_size: [32, 64]}
- {type: NormalizeImage, is_scale: true, mean: [0.4, 0.4, 0.4], std: [0.2, 0.2, 0.2], norm_type: mean_std}
- {type: Permute}
- {type: PadStride, stride: 32}
label_list: [person, car]
NMS: {keep_top_k: 100, name: MultiClassNMS, nms_threshold: 0.5, nms_top_k: 1000, score_threshold: 0.3}
fpn_stride: [8, 16, 32, 64]
)"},
    {Segmentation, "Deploy", R"(Global: {model_name: PP-LiteSeg-T}
PreProcess:
  transform_ops:
  - Resize: {target_size: [32, 64], keep_ratio: true, interp: LINEAR, size_divisor: 8}
  - Normalize: {mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5]}
  - ToCHWImage
)"},
    {Segmentation, "", R"(Deploy:
  input_shape: [1, 3, 32, 48]
  output_op: softmax
  transforms:
  - {type: PaddingByAspectRatio, aspect_ratio: 1.7, im_padding_value: [3, 4, 5]}
  - {type: Resize, target_size: [64, 32], keep_ratio: true, size_divisor: 16, interp: AREA}
  - {type: LimitLong, max_long: 60, min_long: 20}
  - {type: ResizeByShort, short_size: 20, max_size: 99}
  - {type: Normalize, mean: [0.5], std: [0.5]}
  - {type: Padding, target_size: [99, 99]}
)"},
    {Matting, "Deploy", R"(Deploy:
  model: model.pdmodel
  params: model.pdiparams
  input_shape: [1, 3, 32, 64]
  transforms:
  - {type: LoadImages}
  - {type: LimitShort, max_short: 20}
  - {type: ResizeToIntMult, mult_int: 8}
  - {type: ResizeByShort, short_size: 16}
  - {type: Normalize}
)"},
    {Segmentation, "", R"(Model: UNet
version: 1.3.11
status: Infer
TransformsMode: BGR
_init_params: {input_channel: 3}
_Attributes: {model_type: segmenter, labels: [a, b]}
Transforms:
- ResizeByShort: {short_size: 16, max_size: 40}
- Normalize: {mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], min_val: [0, 0, 0], max_val: [255, 255, 255]}
- Padding: {target_size: [64, 32], im_padding_value: [1, 2, 3]}
)"},
    {Detection, "", R"(Model: FasterRCNN
version: 2.1.0
status: Infer
_init_params: {with_fpn: true}
_Attributes: {model_type: detector, labels: [a, b]}
Transforms:
- Resize: {target_size: [32, 40], interp: CUBIC, keep_ratio: true}
- ResizeByLong: {long_size: 30}
- Normalize: {is_scale: true}
- Padding: {pad_mode: 0, size_divisor: 16, target_size: null}
)"},
    {Tracking, "tracker", nullptr},
    {TextDetector, "", R"(Global: {model_name: PP-OCRv5_mobile_det}
PreProcess:
  transform_ops:
  - DecodeImage: {channel_first: false, img_mode: BGR}
  - DetLabelEncode: null
  - DetResizeForTest: {resize_long: 960, limit_type: max}
  - NormalizeImage: {mean: [0.485, 0.456, 0.406], order: hwc, scale: 1./255., std: [0.2, 0.2, 0.2]}
  - ToCHWImage: null
  - KeepKeys: {keep_keys: [image, shape]}
PostProcess: {name: DBPostProcess, box_thresh: 0.6, max_candidates: 1000, thresh: 0.3, unclip_ratio: 1.5}
)"},
    {TextRecogniser, "", R"(Global: {model_name: PP-OCRv5_mobile_rec}
PreProcess:
  transform_ops:
  - RecResizeImg: {image_shape: [3, 48, 320]}
PostProcess: {name: CTCLabelDecode, character_dict: [a, b, "'", ' ']}
)"},
    {TextClassifier, "", R"(Global: {model_name: PP-LCNet_x0_25_textline_ori}
PreProcess:
  transform_ops:
  - ResizeImage: {size: [160, 80]}
  - NormalizeImage: {channel_num: 3, mean: [0.485, 0.456, 0.406], order: '', scale: 0.003, std: [0.2, 0.2, 0.2]}
  - ToCHWImage: null
)"},
    {Table, "", R"(Global: {model_name: SLANet}
PreProcess:
  transform_ops:
  - ResizeTableImage: {max_len: 48}
  - PaddingTableImage: {size: [48, 48]}
PostProcess: {name: TableLabelDecode, merge_no_span_structure: true, character_dict: [<td>, <tr>]}
)"},
    {TextRecogniser, "", R"(PreProcess:
  transform_ops:
  - DecodeImage: {img_mode: RGB, channel_first: false}
  - GrayRecResizeImg: {image_shape: [100, 32], resize_type: PIL, inter_type: Image.BICUBIC, scale: false}
PostProcess: {name: ViTSTRLabelDecode, character_dict: [a, b]}
)"},
    {TextRecogniser, "", R"(PreProcess:
  transform_ops:
  - NRTRDecodeImage: {img_mode: BGR}
  - SARLabelEncode: null
  - RobustScannerRecResizeImg: {image_shape: [3, 48, 48, 160], width_downsample_ratio: 0.25, max_text_length: 40}
PostProcess: {name: SARLabelDecode, character_dict: [a, b], rm_symbol: true}
)"},
    {TextRecogniser, "", R"(PreProcess:
  transform_ops:
  - SRNRecResizeImg: {image_shape: [1, 64, 256], num_heads: 8, max_text_length: 25}
PostProcess: {name: SRNLabelDecode}
)"},
    {TextRecogniser, "", R"(PreProcess:
  transform_ops:
  - SPINRecResizeImg: {image_shape: [100, 32], interpolation: 2, mean: [127.5], std: [127.5]}
PostProcess: {name: SPINAttnLabelDecode}
)"},
    {TextRecogniser, "", R"(PreProcess:
  transform_ops:
  - RFLRecResizeImg: {image_shape: [1, 32, 100], padding: false, interpolation: 2}
PostProcess: {name: RFLLabelDecode}
)"},
};

void RunConfig(std::string_view input) {
  static const testing::TemporaryFolder kFolder;
  const std::vector<std::string> parts = Split(input, 3);
  const size_t family = Bytes(parts[0]).Below(std::size(kFamilies));
  (void)kFolder.Write("classes.txt", parts[2]);
  kFamilies[family].run(kFolder.Write("model.yml", parts[1]));
}

std::vector<std::string> ConfigSeeds() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(FASTDEPLOY_SOURCE_DIR "/models/graphs")) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".yml" || ending == ".yaml") files.push_back(testing::ReadBytes(entry.path()));
  }
  std::ranges::sort(files);
  std::vector<std::string> seeds;
  for (size_t i = 0; i < std::size(kFamilies); ++i) {
    const auto& [run, key, sample] = kFamilies[i];
    const std::string choice(1, static_cast<char>(i));
    if (sample != nullptr) seeds.push_back(Join({choice, sample, "0 cat\n1 dog\n"}));
    for (const std::string& file : files) {
      const bool fits = *key != '\0' && file.find(key) != std::string::npos;
      if (fits) seeds.push_back(Join({choice, file, ""}));
    }
  }
  return seeds;
}

void MutateConfig(std::string* input, Random* random) {
  std::vector<std::string> parts = Split(*input, 3);
  const size_t chosen = Below(random, 16);
  if (chosen == 0) parts[0] = std::string(1, static_cast<char>((*random)()));
  MutateText(&parts[chosen == 1 ? 2 : 1], random);
  *input = Join(parts);
}

}  // namespace

Target ConfigTarget() { return {"config", RunConfig, ConfigSeeds, MutateConfig}; }

}  // namespace fastdeploy::fuzz
