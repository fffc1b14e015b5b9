// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "fastdeploy/compat/processor.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

// 1.x's steps that change the values of an image or their order. Each can be called as an object or
// by Run. They return false and log an error if they cannot.

/// Every value times alpha plus beta, for each channel; float32. With `swap_rb`, the first and the
/// third channel are swapped before.
class FASTDEPLOY_DECL LinearProcessor : public PixelProcessor {
 public:
  [[nodiscard]] const std::vector<float>& GetAlpha() const { return alpha_; }
  void SetAlpha(const std::vector<float>& alpha) { alpha_ = alpha; }
  [[nodiscard]] const std::vector<float>& GetBeta() const { return beta_; }
  void SetBeta(const std::vector<float>& beta) { beta_ = beta; }
  [[nodiscard]] bool GetSwapRB() const { return swap_rb_; }
  void SetSwapRB(bool swap_rb) { swap_rb_ = swap_rb; }

 protected:
  LinearProcessor(const std::vector<float>& alpha, const std::vector<float>& beta, bool swap_rb)
      : alpha_(alpha), beta_(beta), swap_rb_(swap_rb) {}

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  std::vector<float> alpha_;
  std::vector<float> beta_;
  bool swap_rb_;
};

/// The numbers of the step are given.
class FASTDEPLOY_DECL Convert : public LinearProcessor {
 public:
  Convert(const std::vector<float>& alpha, const std::vector<float>& beta)
      : LinearProcessor(alpha, beta, false) {}
  static bool Run(FDMat* mat, const std::vector<float>& alpha, const std::vector<float>& beta,
                  ProcLib lib = ProcLib::DEFAULT) {
    return Convert(alpha, beta)(mat, lib);
  }
  std::string Name() override { return "Convert"; }
};

/// (value - mean) / std for each channel; float32. With `is_scale`, values are first scaled from
/// [min, max] to [0, 1]; by default from [0, 255].
class FASTDEPLOY_DECL Normalize : public LinearProcessor {
 public:
  Normalize(const std::vector<float>& mean, const std::vector<float>& std, bool is_scale = true,
            const std::vector<float>& min = {}, const std::vector<float>& max = {},
            bool swap_rb = false);
  static bool Run(FDMat* mat, const std::vector<float>& mean, const std::vector<float>& std,
                  bool is_scale = true, const std::vector<float>& min = {},
                  const std::vector<float>& max = {}, ProcLib lib = ProcLib::DEFAULT,
                  bool swap_rb = false) {
    return Normalize(mean, std, is_scale, min, max, swap_rb)(mat, lib);
  }
  std::string Name() override { return "Normalize"; }
};

/// Turns the layout HWC into CHW.
class FASTDEPLOY_DECL HWC2CHW : public Processor {
 public:
  bool ImplByOpenCV(FDMat* mat) override;
  static bool Run(FDMat* mat, ProcLib lib = ProcLib::DEFAULT) { return HWC2CHW()(mat, lib); }
  std::string Name() override { return "HWC2CHW"; }
};

/// Normalize, then HWC2CHW.
class FASTDEPLOY_DECL NormalizeAndPermute : public Normalize {
 public:
  using Normalize::Normalize;
  bool ImplByOpenCV(FDMat* mat) override {
    return Normalize::ImplByOpenCV(mat) && HWC2CHW::Run(mat);
  }
  static bool Run(FDMat* mat, const std::vector<float>& mean, const std::vector<float>& std,
                  bool is_scale = true, const std::vector<float>& min = {},
                  const std::vector<float>& max = {}, ProcLib lib = ProcLib::DEFAULT,
                  bool swap_rb = false) {
    return NormalizeAndPermute(mean, std, is_scale, min, max, swap_rb)(mat, lib);
  }
  std::string Name() override { return "NormalizeAndPermute"; }
};

/// Convert, then HWC2CHW.
class FASTDEPLOY_DECL ConvertAndPermute : public LinearProcessor {
 public:
  explicit ConvertAndPermute(const std::vector<float>& alpha = {},
                             const std::vector<float>& beta = {}, bool swap_rb = false)
      : LinearProcessor(alpha, beta, swap_rb) {}
  bool ImplByOpenCV(FDMat* mat) override {
    return LinearProcessor::ImplByOpenCV(mat) && HWC2CHW::Run(mat);
  }
  static bool Run(FDMat* mat, const std::vector<float>& alpha, const std::vector<float>& beta,
                  bool swap_rb = false, ProcLib lib = ProcLib::DEFAULT) {
    return ConvertAndPermute(alpha, beta, swap_rb)(mat, lib);
  }
  std::string Name() override { return "ConvertAndPermute"; }
};

/// Converts the values to "float" or "double".
class FASTDEPLOY_DECL Cast : public Processor {
 public:
  explicit Cast(const std::string& dtype = "float") : dtype_(dtype) {}
  bool ImplByOpenCV(FDMat* mat) override;
  static bool Run(FDMat* mat, const std::string& dtype, ProcLib lib = ProcLib::DEFAULT) {
    return Cast(dtype)(mat, lib);
  }
  std::string Name() override { return "Cast"; }
  [[nodiscard]] const std::string& GetDtype() const { return dtype_; }

 private:
  std::string dtype_;
};

/// Changes the order or number of the channels.
class FASTDEPLOY_DECL ColorProcessor : public PixelProcessor {
 public:
  std::string Name() override { return name_; }

 protected:
  /// `code` is one of cv::cvtColor's.
  ColorProcessor(const char* name, int code) : name_(name), code_(code) {}

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  const char* name_;
  int code_;
};

class FASTDEPLOY_DECL BGR2RGB : public ColorProcessor {
 public:
  BGR2RGB() : ColorProcessor("BGR2RGB", cv::COLOR_BGR2RGB) {}
  static bool Run(FDMat* mat, ProcLib lib = ProcLib::DEFAULT) { return BGR2RGB()(mat, lib); }
};

class FASTDEPLOY_DECL RGB2BGR : public ColorProcessor {
 public:
  RGB2BGR() : ColorProcessor("RGB2BGR", cv::COLOR_RGB2BGR) {}
  static bool Run(FDMat* mat, ProcLib lib = ProcLib::DEFAULT) { return RGB2BGR()(mat, lib); }
};

class FASTDEPLOY_DECL BGR2GRAY : public ColorProcessor {
 public:
  BGR2GRAY() : ColorProcessor("BGR2GRAY", cv::COLOR_BGR2GRAY) {}
  static bool Run(FDMat* mat, ProcLib lib = ProcLib::DEFAULT) { return BGR2GRAY()(mat, lib); }
};

class FASTDEPLOY_DECL RGB2GRAY : public ColorProcessor {
 public:
  RGB2GRAY() : ColorProcessor("RGB2GRAY", cv::COLOR_RGB2GRAY) {}
  static bool Run(FDMat* mat, ProcLib lib = ProcLib::DEFAULT) { return RGB2GRAY()(mat, lib); }
};

}  // namespace fastdeploy::vision
