// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/dictionary.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::ocr {

struct Algorithm;
struct LinePlan;

/// Turns lines of text into the input of the recogniser (PaddleOCR, resize_norm_img): resized to a
/// fixed height, ratio kept, and normalised to -1..1. The tensor is as wide as the widest line of
/// the batch, but at least as wide as RecImageShape; the rest of it is 0. Other algorithms than
/// PP-OCR's prepare lines as PaddleOCR's operators do: see SetAlgorithm.
class FASTDEPLOY_DECL RecognizerPreprocessor : public ImagePreprocessor<RecognizerPreprocessor> {
 public:
  RecognizerPreprocessor();
  /// Prepares lines as an exporter's YAML file says. Throws Error, naming the place in the file,
  /// for what is not known.
  static RecognizerPreprocessor FromConfig(const std::string& config_file);

  /// Writes N lines into one float32 tensor [N, channels, height, width]. The algorithms SAR,
  /// RobustScanner and SRN have more inputs, which follow it. Throws Error if there are no images,
  /// or if one is not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  using ImagePreprocessor::Run;
  /// The same for the lines indices[start..end - 1] (without indices: start..end - 1), in this
  /// order.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs, size_t start, size_t end,
           const std::vector<int>& indices) const;

  /// Prepares lines for one of PaddleOCR's algorithms of text recognition: "SVTR_LCNet" (the
  /// default, PP-OCR's), "NRTR", "SAR" and others (docs/ocr.md), the names of PaddleOCR's
  /// --rec_algorithm. RecImageShape and the normalisation become those that PaddleOCR trains it
  /// with. Nothing changes if it is this algorithm already, of which a model's YAML may say more.
  /// Throws Error for another name. Recognizer::SetAlgorithm sets both parts of a model.
  void SetAlgorithm(const std::string& algorithm);
  [[nodiscard]] std::string GetAlgorithm() const;

  /// {channels, height, width}. Default {3, 48, 320}, or what the model's YAML says, with the
  /// height and width of the model's input if they are fixed.
  void SetRecImageShape(const std::vector<int>& shape) { image_shape_ = shape; }
  [[nodiscard]] const std::vector<int>& GetRecImageShape() const { return image_shape_; }
  /// Makes every tensor exactly as wide as RecImageShape; longer lines are squeezed. On for a model
  /// whose input has a fixed width. Algorithms with lines of one size ignore it.
  void SetStaticShapeInfer(bool static_shape) { static_shape_ = static_shape; }
  [[nodiscard]] bool GetStaticShapeInfer() const { return static_shape_; }

  /// Recognizer::BatchPredict runs each line by itself, several at the same time. How wide is its
  /// tensor? Default 0: as wide as the line, rounded up (by at most a fifth, since engines are slow
  /// with a width that they have not seen yet), so that a text does not depend on other lines. Else
  /// as PaddleOCR's rec_batch_num says: as wide as the widest of so many lines, sorted by their
  /// widths; -1: of all lines. Throws Error for other numbers.
  void SetBatchSize(int lines);
  [[nodiscard]] int GetBatchSize() const { return batch_size_; }
  static constexpr size_t kUsualBatch = 1;

 private:
  friend class Recognizer;
  void Use(const Algorithm* algorithm, const LinePlan& plan);

  const Algorithm* algorithm_ = nullptr;  // of a table; never null
  std::shared_ptr<const LinePlan> plan_;  // never null
  std::vector<TensorInfo> inputs_;        // of the network; empty if they are not known
  std::vector<int> image_shape_;
  bool static_shape_ = false;
  int batch_size_ = 0;
  double least_ratio_ = 0;  // of the tensor: width / height
};

/// Turns float32 probabilities [N, steps, classes] into text by greedy CTC decoding (Graves et al.,
/// ICML 2006; PaddleOCR, CTCLabelDecode), or as PaddleOCR's class for another algorithm does: see
/// SetAlgorithm.
class FASTDEPLOY_DECL RecognizerPostprocessor {
 public:
  using Result = OCRResult;

  RecognizerPostprocessor();
  /// Reads a dictionary file. Throws Error.
  explicit RecognizerPostprocessor(const std::string& label_path)
      : RecognizerPostprocessor(Dictionary::FromFile(label_path)) {}
  explicit RecognizerPostprocessor(Dictionary dictionary);

  /// One result per image, with one entry in text and in rec_scores. Throws Error for any other
  /// output, for NaN or infinity, and if the dictionary does not fit the number of classes. Scores
  /// are means of probabilities (those of ParseQ of what its network gives instead), 0 to 1, and 0
  /// without text (PREN: 1).
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const RecognizerPreprocessor::Geometry& images) const;
  /// The same for this number of images.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs, size_t images) const {
    return Process(outputs, RecognizerPreprocessor::Geometry(images));
  }
  /// The same for the number of images that outputs are for.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs) const {
    return Process(outputs, ImagesIn(outputs));
  }
  /// The same with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<std::string>* texts,
           std::vector<float>* scores) const;
  /// Writes the results of a part of `total` lines, as chosen for the preprocessor, to their places
  /// in `texts` and `scores`, which get that size.
  bool Run(const std::vector<FDTensor>& tensors, std::vector<std::string>* texts,
           std::vector<float>* scores, size_t start, size_t total,
           const std::vector<int>& indices) const;

  /// Fixes the number of classes. Throws Error, which names the model, if the dictionary does not
  /// fit it.
  void SetClasses(size_t classes, const std::string& model = "");
  [[nodiscard]] const Dictionary& GetDictionary() const { return *dictionary_; }

  /// Decodes the outputs of one of PaddleOCR's algorithms, as RecognizerPreprocessor::SetAlgorithm
  /// prepares its lines. Sets RmSymbol, and forgets the number of classes. Throws Error for an
  /// unknown name.
  void SetAlgorithm(const std::string& algorithm);
  [[nodiscard]] std::string GetAlgorithm() const;
  /// Keeps only the letters A to Z, in lower case, digits and ideographs of a text: PaddleOCR's
  /// rm_symbol. Default: what PaddleOCR does for the algorithm (RobustScanner, SATRN: true).
  void SetRmSymbol(bool remove) { remove_symbols_ = remove; }
  [[nodiscard]] bool GetRmSymbol() const { return remove_symbols_; }

  /// The order in which the characters of a line are put together: "as_seen" (from left to right),
  /// "bidi" (as PaddleX for arabic_PP-OCRv3_mobile_rec and arabic_PP-OCRv5_mobile_rec: the Unicode
  /// Bidirectional Algorithm) or "reversed" (as PaddleOCR 2 for a dictionary file with "arabic" in
  /// its name). The default follows from these names. Throws Error for another order.
  void SetTextOrder(const std::string& order);
  [[nodiscard]] const std::string& GetTextOrder() const { return text_order_; }

  /// Also gives the words of each line (OCRResult::words) and their boxes, in pixels of the line:
  /// PaddleOCR's return_word_box. A word is an ideograph, a run of letters and digits, or a run of
  /// other characters, such as ", ". Words are in the order of the picture, from left to right.
  /// Default false. Only Process with the geometry of the lines gives them, since it knows their
  /// sizes. Only algorithms with CTC know where characters are; Process throws Error for others.
  void SetReturnWordBox(bool words) { return_word_box_ = words; }
  [[nodiscard]] bool GetReturnWordBox() const { return return_word_box_; }

 private:
  friend class Recognizer;
  void Use(const Algorithm* algorithm);
  [[nodiscard]] size_t ImagesIn(std::span<const FDTensor> outputs) const;
  /// The text of every class.
  [[nodiscard]] std::vector<std::string> MakeClasses(size_t classes,
                                                     const std::string& model) const;

  const Algorithm* algorithm_ = nullptr;  // of a table; never null
  bool remove_symbols_ = false;
  std::string text_order_ = "as_seen";
  bool return_word_box_ = false;
  std::shared_ptr<const Dictionary> dictionary_ = std::make_shared<const Dictionary>();
  /// The text of every class, if their number is known from the start; shared by clones.
  std::shared_ptr<const std::vector<std::string>> classes_;
};

/// Reads lines of text (PP-OCR's recognisers, all versions, and PaddleOCR's other algorithms:
/// docs/ocr.md).
class FASTDEPLOY_DECL Recognizer
    : public Model<Recognizer, RecognizerPreprocessor, RecognizerPostprocessor> {
 public:
  using LoggedCalls::BatchPredict;
  using Model::Model;
  using Model::Predict;

  static constexpr const char* kName = "ppocr/ocr_rec";
  static constexpr std::string ModelFiles::*kThirdFile = &ModelFiles::labels;

  /// If no dictionary is given, it is the entry `character` of the model's ONNX metadata, else
  /// `character_dict` in the `inference.yml` beside the model, else the only .txt file in the
  /// model's folder (if the model was given by its folder). If the YAML names none, and there is no
  /// file, it is PaddleOCR's own: the digits and a to z.
  static Recognizer Open(const ModelFiles& files, const RuntimeOption& option);

  /// For a model without a YAML: sets the algorithm of both the pre- and the postprocessor. Throws
  /// Error, and changes nothing, if the name is unknown or the network or the dictionary does not
  /// fit.
  void SetAlgorithm(const std::string& algorithm);

  /// The text of each line, in the order of the lines. Lines are read by themselves, as many at the
  /// same time as OpenVINO has streams: one for each thread, unless they are set. See
  /// RecognizerPreprocessor::SetBatchSize. Throws Error.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> lines);

  // 1.x's signatures: they log an error and return false.
  bool Predict(const cv::Mat& image, std::string* text, float* score);
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<std::string>* texts,
                    std::vector<float>* scores);
  /// Reads only the images indices[start..end - 1] (without indices: start..end - 1). `texts` and
  /// `scores` have the size and order of `images`.
  bool BatchPredict(const std::vector<cv::Mat>& images, std::vector<std::string>* texts,
                    std::vector<float>* scores, size_t start, size_t end,
                    const std::vector<int>& indices);
  /// Puts the results of all images into one.
  bool BatchPredict(const std::vector<cv::Mat>& images, OCRResult* result);

 private:
  /// Reads the lines of one of PaddleOCR's batches (or all), sorted by their widths.
  void ReadBatch(std::span<const cv::Mat> lines, std::span<const size_t> batch,
                 std::vector<OCRResult>* results);
  /// Fits the processors to a network. `chosen`: someone said which algorithm it is.
  static void Fit(const std::vector<TensorInfo>& inputs, const std::vector<TensorInfo>& outputs,
                  const std::string& model, bool chosen, RecognizerPreprocessor* preprocessor,
                  RecognizerPostprocessor* postprocessor);
};

}  // namespace fastdeploy::vision::ocr
