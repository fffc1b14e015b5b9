// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/ocr/dictionary.h"
#include "fastdeploy/vision/ocr/result.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::ocr {

/// Turns pictures of tables into the input of SLANet (PaddleOCR, ResizeTableImage and
/// PaddingTableImage): the longer side becomes MaxLen, ratio kept; normalised with ImageNet's
/// statistics in the BGR order; 0 on the right and below up to MaxLen x MaxLen.
class FASTDEPLOY_DECL StructureV2TablePreprocessor
    : public ImagePreprocessor<StructureV2TablePreprocessor> {
 public:
  /// 1.x's type for the sizes of an image: {width, height, resized width, resized height}.
  using ImageInfo = std::array<int, 4>;
  /// The network reads tag after tag until all images of a batch have ended, so images run one at a
  /// time.
  static constexpr bool kOneByOne = true;

  StructureV2TablePreprocessor();

  /// Writes N images into one float32 tensor [N, 3, MaxLen, MaxLen]. Throws Error if there are no
  /// images, or if one is not 8-bit BGR.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same with 1.x's signature: logs an error and returns false. GetBatchImgInfo then points
  /// to the sizes.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs);
  /// The same for the images indices[start..end - 1] (without indices: start..end - 1).
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs, size_t start, size_t end,
           const std::vector<int>& indices);
  bool Apply(FDMatBatch* batch, std::vector<FDTensor>* outputs) {
    return Run(batch->mats, outputs);
  }
  [[nodiscard]] const std::vector<ImageInfo>* GetBatchImgInfo() const { return &infos_; }
  static std::vector<ImageInfo> InfosOf(const Geometry& images);

  /// The sides of the tensor in pixels. Default 488, or the model's. Throws Error unless it is from
  /// 1 to 16384.
  void SetMaxLen(int max_len);
  [[nodiscard]] int GetMaxLen() const { return max_len_; }

 private:
  int max_len_ = 488;
  std::vector<ImageInfo> infos_;
};

/// Turns SLANet's outputs into the structure of a table (PaddleOCR, TableLabelDecode): the places
/// of cells, float32 [N, steps, 4 or 8], relative to the picture, and the probabilities of tags,
/// float32 [N, steps, classes].
class FASTDEPLOY_DECL StructureV2TablePostprocessor {
 public:
  using Result = OCRResult;

  StructureV2TablePostprocessor() = default;
  /// Reads a dictionary file with a tag per line. Throws Error.
  explicit StructureV2TablePostprocessor(const std::string& dict_path)
      : StructureV2TablePostprocessor(Dictionary::FromFile(dict_path)) {}
  explicit StructureV2TablePostprocessor(Dictionary dictionary);

  /// table_boxes and table_structure of each image. The structure is a list of tags that begins
  /// with `<html>`, `<body>`, `<table>`; a box (four corners in pixels, truncated) belongs to each
  /// `<td>`, `<td></td>` and `<td` in it. Throws Error for any other output, for NaN or infinity,
  /// and if the dictionary does not fit the number of classes.
  std::vector<OCRResult> Process(std::span<const FDTensor> outputs,
                                 const StructureV2TablePreprocessor::Geometry& images) const;
  /// The same with 1.x's signature: logs an error and returns false.
  bool Run(const std::vector<FDTensor>& tensors,
           std::vector<std::vector<std::array<int, 8>>>* bbox_batch_list,
           std::vector<std::vector<std::string>>* structure_batch_list,
           const std::vector<StructureV2TablePreprocessor::ImageInfo>& batch_det_img_info) const;
  /// The geometry of images of these sizes.
  static StructureV2TablePreprocessor::Geometry GeometryOf(
      const std::vector<StructureV2TablePreprocessor::ImageInfo>& infos);

  /// Whether the classes contain "<td></td>" in place of "<td>", whatever the dictionary says.
  /// Default true, as in PaddleOCR.
  void SetMergeNoSpanStructure(bool merge);
  [[nodiscard]] bool GetMergeNoSpanStructure() const { return merge_; }
  /// What the places of cells are relative to: "pad": the padded picture, whose sides are as long
  /// as the longer one (PaddleOCR 2.9 and later; SLANet_plus); "ori": the picture (PaddleOCR 2.8
  /// and FastDeploy 1.x; the model SLANet). Default "pad", or as the name of the model in its YAML
  /// requires. Throws Error for another word.
  void SetBoxShape(const std::string& shape);
  [[nodiscard]] const std::string& GetBoxShape() const { return box_shape_; }

  /// Throws Error, which names the model, unless the dictionary has this number of classes.
  void RequireClasses(size_t classes, const std::string& model = "") const;
  [[nodiscard]] const Dictionary& GetDictionary() const { return *dictionary_; }

 private:
  bool merge_ = true;
  std::string box_shape_ = "pad";
  std::shared_ptr<const Dictionary> dictionary_ = std::make_shared<const Dictionary>();
  /// The tag of every class: the first is the start, the last the end.
  std::shared_ptr<const std::vector<std::string>> tags_;
};

/// Reads the structure of a table (SLANet, SLANet_plus): its rows, columns and cells, not its text.
///
/// An `inference.yml` beside the model, as exported by PaddleX, says which tags there are. A model
/// whose input has a fixed size gets pictures of that size.
class FASTDEPLOY_DECL StructureV2Table
    : public Model<StructureV2Table, StructureV2TablePreprocessor, StructureV2TablePostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;

  static constexpr const char* kName = "ppocr/ocr_table";
  static constexpr std::string ModelFiles::*kThirdFile = &ModelFiles::labels;

  /// If no dictionary is given, it is searched for as Recognizer's is.
  static StructureV2Table Open(const ModelFiles& files, const RuntimeOption& option);

  // 1.x's signatures: they log an error and return false.
  bool Predict(const cv::Mat& image, std::vector<std::array<int, 8>>* boxes_result,
               std::vector<std::string>* structure_result);
  bool BatchPredict(const std::vector<cv::Mat>& images,
                    std::vector<std::vector<std::array<int, 8>>>* det_results,
                    std::vector<std::vector<std::string>>* structure_results);
};

}  // namespace fastdeploy::vision::ocr
