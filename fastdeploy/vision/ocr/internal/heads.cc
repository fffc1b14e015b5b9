// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/heads.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "fastdeploy/vision/ocr/internal/dialect.h"

namespace fastdeploy::vision::ocr {
namespace {

using enum HeadOutput;
using enum Token;

const std::vector<Head>& Heads() {
  static const std::vector<Head> kHeads = {
      {.name = "CTCLabelDecode", .output = kCtc, .before = {{""}}},
      // The end does not stop these two, nor SRN, in PaddleOCR either.
      {.name = "AttnLabelDecode", .before = {{"sos"}}, .after = {{"eos"}}},
      {.name = "SPINLabelDecode", .before = {{"sos"}, {"eos"}}},
      // The first output counts the characters of each class.
      {.name = "RFLLabelDecode", .before = {{"sos"}}, .after = {{"eos"}}, .output_index = 1},
      // The outputs are in the order of their names: decoded_out, gsrm_out, predict, ...
      {.name = "SRNLabelDecode",
       .output = kRows,
       .before = {},
       .after = {{"sos"}, {"eos"}},
       .output_index = 2},
      {.name = "SARLabelDecode", .before = {}, .after = {{"<UKN>", kText}, {"<BOS/EOS>", kStop}}},
      {.name = "SATRNLabelDecode", .before = {}, .after = {{"<UKN>", kText}, {"<BOS/EOS>", kStop}}},
      {.name = "PRENLabelDecode",
       .before = {{"<PAD>"}, {"<EOS>", kStop}, {"<UNK>"}},
       .empty_score = 1},
      {.name = "NRTRLabelDecode",
       .output = kIds,
       .before = {{"blank", kText}, {"<unk>", kText}, {"<s>", kText}, {"</s>", kStop}}},
      {.name = "ViTSTRLabelDecode", .before = {{"<s>", kText}, {"</s>", kStop}}, .first_step = 1},
      {.name = "ABINetLabelDecode", .before = {{"</s>", kStop}}},
      {.name = "CPPDLabelDecode", .before = {{"</s>", kStop}}},
      {.name = "ParseQLabelDecode", .before = {{"[E]", kStop}}},
      {.name = "VLLabelDecode", .output = kTimeFirst, .before = {{"", kStop}}},
  };
  return kHeads;
}

/// Other names of heads, in configurations.
constexpr std::array<std::array<std::string_view, 2>, 2> kAliases = {{
    {"DistillationCTCLabelDecode", "CTCLabelDecode"},
    {"SPINAttnLabelDecode", "SPINLabelDecode"},
}};

/// Recognisers that only a Runtime runs, and why.
struct Refused {
  std::string_view name;
  std::string_view reason;
};
constexpr Refused kRefused[] = {
    {"SEEDLabelDecode", "PaddleOCR has no inference for it"},
    {"DistillationSARLabelDecode", "PaddleOCR exports the CTC head of such a model"},
    {"DistillationNRTRLabelDecode", "PaddleOCR exports the CTC head of such a model"},
    {"CANLabelDecode", "it reads formulas, not lines of text"},
    {"LaTeXOCRDecode", "it reads formulas, not lines of text"},
    {"UniMERNetDecode", "it reads formulas, not lines of text"},
};

const Head* FindHead(std::string_view name) {
  for (const auto& [alias, meant] : kAliases) {
    if (name == alias) name = meant;
  }
  const auto found = std::ranges::find(Heads(), name, &Head::name);
  return found == Heads().end() ? nullptr : &*found;
}

/// The first row of several with the same head is what a YAML without a known operator means.
const std::vector<Algorithm>& Algorithms() {
  constexpr std::string_view kAnyWidth = "RecResizeImg: {image_shape: [3, 48, 320]}";
  constexpr std::string_view kOld = "RecResizeImg: {image_shape: [3, 32, 100]}";
  static const std::vector<Algorithm> kAlgorithms = {
      {"SVTR_LCNet", FindHead("CTCLabelDecode"), kAnyWidth},
      {"SVTR_HGNet", FindHead("CTCLabelDecode"), kAnyWidth},
      {"CRNN", FindHead("CTCLabelDecode"), kOld},
      {"Rosetta", FindHead("CTCLabelDecode"), kOld},
      {"STARNet", FindHead("CTCLabelDecode"), kOld},
      {"SVTR", FindHead("CTCLabelDecode"),
       "SVTRRecResizeImg: {image_shape: [3, 64, 256], padding: false}"},
      {"RARE", FindHead("AttnLabelDecode"), kOld},
      {"SPIN", FindHead("SPINLabelDecode"), "SPINRecResizeImg: {image_shape: [100, 32]}"},
      {"RFL", FindHead("RFLLabelDecode"),
       "RFLRecResizeImg: {image_shape: [1, 32, 100], padding: false, interpolation: 2}"},
      {"SRN", FindHead("SRNLabelDecode"), "SRNRecResizeImg: {image_shape: [1, 64, 256]}"},
      {"SAR", FindHead("SARLabelDecode"), "SARRecResizeImg: {image_shape: [3, 48, 48, 160]}"},
      {"RobustScanner", FindHead("SARLabelDecode"),
       "RobustScannerRecResizeImg: {image_shape: [3, 48, 48, 160]}", true},
      {"SATRN", FindHead("SATRNLabelDecode"),
       "SVTRRecResizeImg: {image_shape: [3, 32, 100], padding: false}", true},
      {"PREN", FindHead("PRENLabelDecode"), "PRENResizeImg: {image_shape: [64, 256]}"},
      {"NRTR", FindHead("NRTRLabelDecode"),
       "GrayRecResizeImg: {image_shape: [100, 32], resize_type: PIL}"},
      {"ViTSTR", FindHead("ViTSTRLabelDecode"),
       "GrayRecResizeImg: {image_shape: [224, 224], resize_type: PIL, inter_type: Image.BICUBIC, "
       "scale: false}"},
      {"ABINet", FindHead("ABINetLabelDecode"),
       "DecodeImage: {img_mode: RGB}, ABINetRecResizeImg: {image_shape: [3, 32, 128]}"},
      {"CPPD", FindHead("CPPDLabelDecode"),
       "SVTRRecResizeImg: {image_shape: [3, 32, 100], padding: false}"},
      {"CPPDPadding", FindHead("CPPDLabelDecode"),
       "SVTRRecResizeImg: {image_shape: [3, 32, 256], padding: true}"},
      {"ParseQ", FindHead("ParseQLabelDecode"),
       "SVTRRecResizeImg: {image_shape: [3, 32, 128], padding: false}"},
      {"VisionLAN", FindHead("VLLabelDecode"),
       "DecodeImage: {img_mode: RGB}, VLRecResizeImg: {image_shape: [3, 64, 256]}"},
  };
  return kAlgorithms;
}

std::vector<std::string> TextsOf(const std::vector<SpecialClass>& classes) {
  std::vector<std::string> texts;
  for (const SpecialClass& one : classes) texts.emplace_back(one.text);
  return texts;
}

}  // namespace

std::vector<std::string> Head::Before() const { return TextsOf(before); }
std::vector<std::string> Head::After() const { return TextsOf(after); }

Token Head::TokenOf(size_t index, size_t classes) const {
  if (index < before.size()) return before[index].token;
  const size_t from_end = classes - index;  // 1: the last
  return from_end <= after.size() ? after[after.size() - from_end].token : kText;
}

const Algorithm* DefaultAlgorithm() { return &Algorithms().front(); }

const Algorithm* FindAlgorithm(std::string_view name) {
  const auto found = std::ranges::find(Algorithms(), name, &Algorithm::name);
  if (found != Algorithms().end()) return &*found;
  std::vector<std::string_view> names;
  for (const Algorithm& algorithm : Algorithms()) names.push_back(algorithm.name);
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("unknown algorithm '{}'; known are {}", name, fmt::join(names, ", ")));
}

bool IsRecognizer(std::string_view post_process) {
  return FindHead(post_process) != nullptr ||
         std::ranges::find(kRefused, post_process, &Refused::name) != std::end(kRefused);
}

bool NamesHead(const Yaml& yaml) {
  return yaml.Has("PostProcess") && yaml.At("PostProcess").Has("name");
}

const Algorithm* ReadAlgorithm(const Yaml& yaml) {
  const Head* head = DefaultAlgorithm()->head;
  if (NamesHead(yaml)) {
    const Yaml place = yaml.At("PostProcess").At("name");
    const auto name = place.As<std::string>();
    head = FindHead(name);
    const auto refused = std::ranges::find(kRefused, name, &Refused::name);
    if (refused != std::end(kRefused)) {
      place.FailUnsupported(
          fmt::format("'{}' is not supported: {}. A Runtime runs the network, "
                      "without this step",
                      name, refused->reason));
    }
    if (head == nullptr) {
      std::vector<std::string_view> names;
      for (const Head& known : Heads()) names.push_back(known.name);
      place.FailUnsupported(fmt::format("'{}' is not known for a text recogniser; known are {}",
                                        name, fmt::join(names, ", ")));
    }
  }
  const auto operators = Operators(yaml);
  const auto resizes_by = [&](const Algorithm& algorithm) {
    return std::ranges::any_of(operators, [&](const auto& one) {
      return one.first.find("Resize") != std::string::npos &&
             algorithm.preparation.find(one.first + ":") != std::string_view::npos;
    });
  };
  const Algorithm* first = nullptr;
  for (const Algorithm& algorithm : Algorithms()) {
    if (algorithm.head != head) continue;
    if (resizes_by(algorithm)) return &algorithm;
    if (first == nullptr) first = &algorithm;
  }
  return first;
}

std::vector<std::string_view> FittingAlgorithms(size_t characters, size_t classes) {
  std::vector<std::string_view> names;
  for (const Algorithm& algorithm : Algorithms()) {
    const size_t all = characters + algorithm.head->before.size() + algorithm.head->after.size();
    if (classes == all || classes == all + 1) names.push_back(algorithm.name);
  }
  return names;
}

}  // namespace fastdeploy::vision::ocr
