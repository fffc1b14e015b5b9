// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/logged_calls.h"

namespace fastdeploy::vision {

/// How the results of a family are shown to people. The functions must be thread-safe.
template <typename Result>
struct View {
  std::function<std::string(const Result&)> text;              ///< complete lines
  std::function<cv::Mat(const cv::Mat&, const Result&)> draw;  ///< draws into a copy of the image
  std::function<std::string(const Result&)> json = nullptr;    ///< null: ToJson(result)
  std::function<cv::Mat(const Result&)> labels = nullptr;      ///< null: it has no label map
  /// Further forms of its text, by the names of Family::formats.
  std::map<std::string, std::function<std::string(const Result&)>> formats = {};
};

/// A result of any family. A value type; all members are thread-safe.
class AnyResult {
 public:
  AnyResult() = default;
  template <typename Result>
  AnyResult(Result result, std::shared_ptr<const View<Result>> view)
      : content_(std::make_shared<ContentOf<Result>>(std::move(result), std::move(view))) {}

  /// The text that 1.x prints.
  [[nodiscard]] std::string Str() const { return content_ ? content_->Str() : ""; }
  /// The result as lines of text for people.
  [[nodiscard]] std::string Text() const { return content_ ? content_->Text() : ""; }
  /// The result's fields as JSON, with the names of classes where the model has them.
  [[nodiscard]] std::string Json() const { return content_ ? content_->Json() : "null"; }
  /// The result in another form, one of its family's formats: "markdown". Throws Error
  /// (kInvalidArgument) for others.
  [[nodiscard]] std::string Format(const std::string& name) const {
    return content_ ? content_->Format(name) : "";
  }
  /// Draws the result into a copy of its image (8-bit BGR). Throws Error for any other image.
  [[nodiscard]] cv::Mat Draw(const cv::Mat& image) const {
    return content_ ? content_->Draw(image) : image.clone();
  }
  /// The class of every pixel (8-bit, one channel, as large as the image); empty if results of this
  /// family have no such map.
  [[nodiscard]] cv::Mat LabelMap() const { return content_ ? content_->LabelMap() : cv::Mat(); }
  /// The result itself if it has this type, such as ClassifyResult; otherwise null.
  template <typename Result>
  [[nodiscard]] const Result* As() const {
    const auto* content = dynamic_cast<const ContentOf<Result>*>(content_.get());
    return content == nullptr ? nullptr : &content->result;
  }

  friend bool operator==(const AnyResult& a, const AnyResult& b) {
    if (!a.content_ || !b.content_) return a.content_ == b.content_;
    return a.content_->Equals(*b.content_);
  }

 private:
  struct Content {
    Content() = default;
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;
    virtual ~Content() = default;
    [[nodiscard]] virtual std::string Str() const = 0;
    [[nodiscard]] virtual std::string Text() const = 0;
    [[nodiscard]] virtual std::string Json() const = 0;
    [[nodiscard]] virtual std::string Format(const std::string& name) const = 0;
    [[nodiscard]] virtual cv::Mat Draw(const cv::Mat& image) const = 0;
    [[nodiscard]] virtual cv::Mat LabelMap() const = 0;
    [[nodiscard]] virtual bool Equals(const Content& other) const = 0;
  };

  template <typename Result>
  struct ContentOf : Content {
    ContentOf(Result given, std::shared_ptr<const View<Result>> shown)
        : result(std::move(given)), view(std::move(shown)) {}
    [[nodiscard]] std::string Str() const override { return result.Str(); }
    [[nodiscard]] std::string Text() const override { return view->text(result); }
    [[nodiscard]] std::string Json() const override {
      return view->json ? view->json(result) : ToJson(result);
    }
    [[nodiscard]] std::string Format(const std::string& name) const override {
      const auto format = view->formats.find(name);
      if (format == view->formats.end()) {
        throw Error(ErrorKind::kInvalidArgument,
                    "results of this family have no format '" + name + "'");
      }
      return format->second(result);
    }
    [[nodiscard]] cv::Mat Draw(const cv::Mat& image) const override {
      return view->draw(image, result);
    }
    [[nodiscard]] cv::Mat LabelMap() const override {
      return view->labels ? view->labels(result) : cv::Mat();
    }
    [[nodiscard]] bool Equals(const Content& other) const override {
      const auto* same = dynamic_cast<const ContentOf*>(&other);
      return same != nullptr && same->result == result;
    }
    Result result;
    std::shared_ptr<const View<Result>> view;
  };

  std::shared_ptr<const Content> content_;
};

/// A model or pipeline of any family, as returned by Load(folder). Only one thread at a time may
/// call Predict; Clone is thread-safe. Give each thread a clone, or use a Pool<AnyModel>.
class AnyModel : public LoggedCalls<AnyModel, AnyResult> {
 public:
  using Result = AnyResult;
  using LoggedCalls::BatchPredict;
  using LoggedCalls::Predict;

  /// Wraps anything that has Result, Predict, BatchPredict and Clone.
  template <typename Model>
  AnyModel(std::unique_ptr<Model> model, View<typename Model::Result> view)
      : model_(std::make_unique<HolderOf<Model>>(
            std::move(model),
            std::make_shared<const View<typename Model::Result>>(std::move(view)))) {}

  /// The result for one image (8-bit BGR). Throws Error.
  AnyResult Predict(const cv::Mat& image) { return model_->Predict(image); }
  /// The same for a model that takes a trimap beside each image: see matting::PPMatting. Throws
  /// Error (kUnsupported) for a model of another family.
  AnyResult Predict(const cv::Mat& image, const cv::Mat& trimap) {
    return model_->Predict(image, trimap);
  }
  /// The results for several images, in order. Throws Error if any image fails.
  std::vector<AnyResult> BatchPredict(std::span<const cv::Mat> images) {
    return model_->BatchPredict(images);
  }
  /// A model for another thread that shares the weights. Never null.
  [[nodiscard]] std::unique_ptr<AnyModel> Clone() const {
    return std::unique_ptr<AnyModel>(new AnyModel(model_->Clone()));
  }
  /// Whether a result depends on the images before: see Model.
  [[nodiscard]] bool RemembersImages() const { return model_->RemembersImages(); }
  /// The model itself if it has this type, such as PaddleClasModel; otherwise null.
  template <typename Model>
  [[nodiscard]] Model* As() {
    auto* holder = dynamic_cast<HolderOf<Model>*>(model_.get());
    return holder == nullptr ? nullptr : holder->model.get();
  }

 private:
  struct Holder {
    Holder() = default;
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    virtual ~Holder() = default;
    virtual AnyResult Predict(const cv::Mat& image) = 0;
    virtual AnyResult Predict(const cv::Mat& image, const cv::Mat& trimap) = 0;
    virtual std::vector<AnyResult> BatchPredict(std::span<const cv::Mat> images) = 0;
    [[nodiscard]] virtual std::unique_ptr<Holder> Clone() const = 0;
    [[nodiscard]] virtual bool RemembersImages() const = 0;
  };

  template <typename Model>
  struct HolderOf : Holder {
    using Shown = std::shared_ptr<const View<typename Model::Result>>;
    HolderOf(std::unique_ptr<Model> given, Shown shown)
        : model(std::move(given)), view(std::move(shown)) {}
    AnyResult Predict(const cv::Mat& image) override { return {model->Predict(image), view}; }
    AnyResult Predict(const cv::Mat& image, const cv::Mat& trimap) override {
      if constexpr (requires { AnyResult(model->Predict(image, trimap), view); }) {
        return {model->Predict(image, trimap), view};
      }
      throw Error(ErrorKind::kUnsupported, "models of this family take no trimap");
    }
    std::vector<AnyResult> BatchPredict(std::span<const cv::Mat> images) override {
      std::vector<AnyResult> results;
      for (auto& result : model->BatchPredict(images)) {
        results.emplace_back(std::move(result), view);
      }
      return results;
    }
    [[nodiscard]] std::unique_ptr<Holder> Clone() const override {
      // The clone has the same class, even if Clone's type is a base of it.
      auto* clone = static_cast<Model*>(model->Clone().release());
      return std::make_unique<HolderOf>(std::unique_ptr<Model>(clone), view);
    }
    [[nodiscard]] bool RemembersImages() const override {
      if constexpr (requires { model->RemembersImages(); }) return model->RemembersImages();
      return false;
    }
    std::unique_ptr<Model> model;
    Shown view;
  };

  explicit AnyModel(std::unique_ptr<Holder> model) : model_(std::move(model)) {}

  std::unique_ptr<Holder> model_;
};

}  // namespace fastdeploy::vision
