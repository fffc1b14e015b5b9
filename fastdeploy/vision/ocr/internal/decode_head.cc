// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/decode_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/internal/lowercase.h"
#include "fastdeploy/vision/internal/font.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/ocr/internal/check_output.h"
#include "fastdeploy/vision/ocr/internal/text_order.h"

namespace fastdeploy::vision::ocr {
namespace {

/// The steps of a line for networks whose output does not tell: PaddleOCR's max_text_length.
constexpr int64_t kUsualSteps = 25;

[[noreturn]] void FailLines(const FDTensor& output, const char* words, size_t lines) {
  FailOutput(output, fmt::format("does not fit a batch of {} images: expected the shape {}. Is "
                                 "this the right model?",
                                 lines, words));
}

/// Whether there are ids, or probabilities as for other heads.
bool HasIds(const Head& head, std::span<const FDTensor> outputs) {
  return head.output == HeadOutput::kIds && outputs.size() > 1;
}

/// The outputs from the one that is read.
std::span<const FDTensor> From(const Head& head, std::span<const FDTensor> outputs) {
  (void)FirstOutput(outputs);  // throws if there is none
  if (outputs.size() > head.output_index) return outputs.subspan(head.output_index);
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("{} reads output number {}, but the model has {}", head.name,
                          head.output_index + 1, outputs.size()));
}

HeadValues ReadIds(std::span<const FDTensor> outputs, size_t lines) {
  constexpr const char* kWords = "[N, steps] of classes, and a second output with their scores";
  const FDTensor& ids = outputs[0];
  RequireShape(ids, {kAnySize, kAnySize}, kWords);
  if (ids.shape[0] != static_cast<int64_t>(lines)) FailLines(ids, kWords, lines);
  RequireShape(outputs[1], {ids.shape[0], ids.shape[1]}, "[N, steps], as the first output");
  return {.values = Floats(outputs[1]),
          .ids = Integers(ids),
          .lines = lines,
          .steps = static_cast<size_t>(ids.shape[1])};
}

/// Adds what a step gives. Returns false at the end of the line.
struct LineOf {
  const Head& head;
  const std::vector<std::string>& classes;
  DecodedText text = {};
  double sum = 0;
  size_t kept = 0;

  bool Add(size_t index, float score) {
    const Token token = head.TokenOf(index, classes.size());
    if (token == Token::kStop) return false;
    if (token == Token::kSkip) return true;
    text.text += classes[index];
    sum += score;
    ++kept;
    return true;
  }
  DecodedText Done() {
    text.score = kept == 0 ? head.empty_score : static_cast<float>(sum / static_cast<double>(kept));
    return std::move(text);
  }
};

DecodedText DecodeIds(const HeadValues& values, size_t line, LineOf decoded) {
  const size_t start = line * values.steps;
  constexpr int64_t kStart = 2;  // "<s>": the network repeats what it began with
  const size_t first = values.ids[0] == kStart ? 1 : 0;
  for (size_t step = first; step < values.steps; ++step) {
    const int64_t id = values.ids[start + step];
    if (id < 0 || id >= static_cast<int64_t>(decoded.classes.size())) continue;
    if (!decoded.Add(static_cast<size_t>(id), values.values[start + step])) break;
  }
  return decoded.Done();
}

/// PaddleOCR's VLLabelDecode: the score is the geometric mean of the probabilities, that of the end
/// included.
DecodedText DecodeTimeFirst(const HeadValues& values, size_t line, LineOf decoded) {
  constexpr double kSmall = 1e-6;  // of PaddleOCR
  const size_t steps = std::max<size_t>(values.steps, 2) - 1;
  double logarithms = 0;
  double count = 0;
  for (size_t step = 0; step < steps; ++step) {
    const auto row =
        values.values.subspan((step * values.lines + line) * values.classes, values.classes);
    const size_t best = ArgMax(row);
    double sum = 0;
    for (const float value : row) sum += std::exp(double(value) - row[best]);
    logarithms -= std::log(sum);
    ++count;
    if (!decoded.Add(best, 0)) break;
  }
  decoded.text.score = static_cast<float>(std::exp(logarithms / (count + kSmall)));
  return std::move(decoded.text);
}

}  // namespace

HeadValues ReadOutputs(const Head& head, std::span<const FDTensor> outputs, size_t lines) {
  if (HasIds(head, outputs)) return ReadIds(outputs, lines);
  const std::span<const FDTensor> from = From(head, outputs);
  const FDTensor& output = from.front();
  const auto size = [&](size_t axis) { return static_cast<size_t>(output.shape[axis]); };
  if (head.output == HeadOutput::kRows) {
    constexpr const char* kWords = "[N * steps, classes]";
    RequireShape(output, {kAnySize, kAnySize}, kWords);
    if (lines == 0 || size(0) % lines != 0) FailLines(output, kWords, lines);
    return {Floats(output), {}, lines, size(0) / lines, size(1)};
  }
  if (head.output == HeadOutput::kTimeFirst) {
    constexpr const char* kWords = "[steps, N, classes]";
    RequireShape(output, {kAnySize, kAnySize, kAnySize}, kWords);
    if (size(1) != lines) FailLines(output, kWords, lines);
    return {Floats(output), {}, lines, size(0), size(2)};
  }
  (void)CheckOutput(from, {kAnySize, kAnySize, kAnySize}, "[N, steps, classes]", lines);
  return {output.As<float>(), {}, lines, size(1), size(2)};
}

size_t LinesIn(const Head& head, std::span<const FDTensor> outputs) {
  if (HasIds(head, outputs)) return ImagesOf(outputs);
  const std::span<const FDTensor> from = From(head, outputs);
  const size_t first = ImagesOf(from);
  if (first == 0) return 0;
  const std::vector<int64_t>& shape = from.front().shape;
  if (head.output == HeadOutput::kRows) return first % kUsualSteps == 0 ? first / kUsualSteps : 0;
  if (head.output != HeadOutput::kTimeFirst) return first;
  return shape.size() > 1 ? static_cast<size_t>(std::max<int64_t>(shape[1], 0)) : 0;
}

size_t ClassesIn(const Head& head, std::span<const TensorInfo> outputs) {
  if (outputs.size() <= head.output_index) return 0;
  const std::vector<int>& shape = outputs[head.output_index].shape;
  const size_t rank = head.output == HeadOutput::kRows ? 2 : 3;
  return shape.size() == rank && shape.back() > 0 ? static_cast<size_t>(shape.back()) : 0;
}

size_t ClassesOfIds(const Head& head, size_t characters) {
  return head.before.size() + characters + 1 + head.after.size();
}

DecodedText DecodeLine(const Head& head, const HeadValues& values, size_t line,
                       const std::vector<std::string>& classes,
                       std::vector<DecodedCharacter>* characters) {
  LineOf decoded = {.head = head, .classes = classes};
  if (!values.ids.empty()) return DecodeIds(values, line, std::move(decoded));
  if (head.output == HeadOutput::kTimeFirst) {
    return DecodeTimeFirst(values, line, std::move(decoded));
  }
  const size_t count = values.steps * values.classes;
  const auto of_line = values.values.subspan(line * count, count);
  if (head.output == HeadOutput::kCtc) return DecodeCtc(of_line, classes, characters);
  for (size_t step = head.first_step; step < values.steps; ++step) {
    const auto row = of_line.subspan(step * values.classes, values.classes);
    const size_t best = ArgMax(row);
    if (!decoded.Add(best, row[best])) break;
  }
  return decoded.Done();
}

std::string WithoutSymbols(const std::string& text) {
  std::u32string kept;
  for (const char32_t code : DecodeUtf8(Lowercase(text))) {
    // PaddleOCR's pattern keeps "^", too.
    const bool ascii = (code >= U'a' && code <= U'z') || (code >= U'0' && code <= U'9');
    if (ascii || code == U'^' || (code >= 0x4E00 && code <= 0x9FA5)) kept += code;
  }
  return EncodeUtf8(kept);
}

}  // namespace fastdeploy::vision::ocr
