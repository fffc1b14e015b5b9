// SPDX-License-Identifier: Apache-2.0

#include <functional>

#include "check.h"
#include "fastdeploy/vision.h"

namespace {

namespace vision = fastdeploy::vision;

vision::DetectionResult TwoBoxes() {
  vision::DetectionResult result;
  result.Resize(2);
  result.boxes = {{4, 4, 40, 40}, {5, 5, 40, 41}};
  result.scores = {0.5F, 0.75F};
  result.label_ids = {1, 1};
  return result;
}

cv::Mat White() { return {64, 64, CV_8UC3, cv::Scalar::all(255)}; }

}  // namespace

void AddResults(std::map<std::string, std::function<void()>>* programs) {
  auto& add = *programs;
  add["DetectionResult ctor Resize"] = [] {
    const vision::DetectionResult result = TwoBoxes();
    vision::DetectionResult copy(result);
    copy.Reserve(8);
    copy.Resize(1);
    Check(copy.scores.size() == 1 && result.boxes.size() == 2);
    copy.Clear();
    copy.Free();
    vision::Mask mask;
    mask.Resize(6);
    Check(copy.boxes.empty() && static_cast<uint8_t*>(mask.Data())[5] == 0);
  };
  add["NMSOption"] = [] {
    vision::detection::NMSOption option;
    option.nms_threshold = 0.4F;
    option.score_threshold = 0.2F;
    option.keep_top_k = 10;
    vision::detection::PaddleDetPostprocessor postprocessor;
    postprocessor.ApplyNMS();
    postprocessor.SetNMSOption(option);
    Check(postprocessor.GetNMSOption()->keep_top_k == 10);
  };
  add["OCRResult table fields"] = [] {
    vision::OCRResult result;
    result.table_boxes.push_back({0, 0, 9, 0, 9, 9, 0, 9});
    result.table_structure = {"<table>", "</table>"};
    result.table_html = "<html></html>";
    const std::string text = result.Str();
    Check(text.find("table boxes: [[0,0],[9,0],[9,9],[0,9]]") == 0);
    Check(text.find("<table></table>") != std::string::npos);
  };
  add["VisDetection labels"] = [] {
    const cv::Mat drawn = vision::VisDetection(White(), TwoBoxes(), {"cat", "dog"}, 0.4F, 2, 0.5F);
    Check(cv::norm(drawn, White()) > 0);
  };
  add["Visualize class"] = [] {
    const cv::Mat drawn = vision::Visualize::VisDetection(White(), TwoBoxes(), 0.4F);
    Check(cv::norm(drawn, White()) > 0 && vision::GenerateColorMap(2).size() == 6);
  };
  add["ocr utils crop"] = [] {
    std::vector<std::array<int, 8>> boxes = {{2, 30, 40, 30, 40, 40, 2, 40},
                                             {2, 2, 40, 2, 40, 12, 2, 12}};
    vision::ocr::SortBoxes(&boxes);
    Check(boxes[0][1] == 2);
    const cv::Mat line = vision::ocr::GetRotateCropImage(White(), boxes[0]);
    Check(line.cols == 38 && line.rows == 10);
    Check(vision::ocr::ArgSort({3, 1, 2}) == std::vector<int>({1, 2, 0}));
    Check(vision::ocr::Xyxyxyxy2Xyxy(boxes[0]) == std::vector<int>({2, 2, 40, 12}));
  };
  add["visutils cosine"] = [] {
    const float same = vision::utils::CosineSimilarity({3, 4}, {6, 8}, false);
    Check(same > 0.9999F && same < 1.0001F);
    Check(vision::utils::L2Normalize({3, 4})[0] == 0.6F);
    vision::DetectionResult result = TwoBoxes();
    vision::utils::SortDetectionResult(&result);
    Check(result.scores[0] == 0.75F);
    vision::utils::NMS(&result, 0.5F);
    Check(result.boxes.size() == 1);
  };
}
