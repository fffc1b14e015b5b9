// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/vision/fastdeploy_model.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/logged_calls.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::vision {

/// Whether a postprocessor remembers something from image to image (Post::State).
template <typename Post>
concept Remembers = requires {
  typename Post::State;
};
template <typename Post>
struct StateOf {
  struct Type {};
};
template <Remembers Post>
struct StateOf<Post> {
  using Type = typename Post::State;
};

/// A model: Preprocessor, Runtime, Postprocessor. A family derives from it to define how its files
/// are opened:
///
///   class Foo : public Model<Foo, FooPreprocessor, FooPostprocessor> {
///    public:
///     using Model::Model;
///     static constexpr const char* kName = "Foo";  // ModelName()
///     // Loads the model from these files; config may be empty. Throws Error.
///     static Foo Open(const ModelFiles& files, const RuntimeOption& option);
///   };
///
/// `Pre` and `Post` are value types with const member functions:
///   Pre::Geometry   what the postprocessor must know about the images
///   Pre::Scratch    memory that is reused from call to call
///   Geometry Pre::Process(std::span<const cv::Mat>, Scratch*, std::vector<FDTensor>*) const
///   Pre::kOneByOne  (optional) the images of a batch are run one at a time
///   Pre::kUsualBatch  (optional) how many of them are run together if the network takes any number
///   Post::Result
///   Post::State     (optional) what is remembered from image to image, which are run one at a
///                   time: the model holds it, and a copy or clone begins with an empty one
///   std::vector<Result> Post::Process(std::span<const FDTensor>, const Geometry&[, State*]) const
///
/// Thread safety: any thread may call const members at any time. Only one thread at a time may call
/// Predict and the setters of the pre- and postprocessor; give each thread a Clone().
template <typename Derived, typename Pre, typename Post>
class Model : public FastDeployModel, public LoggedCalls<Derived, typename Post::Result> {
 public:
  using Preprocessor = Pre;
  using Postprocessor = Post;
  using Result = typename Post::Result;

  Model() = default;
  Model(Pre preprocessor, Runtime runtime, Post postprocessor)
      : FastDeployModel(std::move(runtime)),
        preprocessor_(std::move(preprocessor)),
        postprocessor_(std::move(postprocessor)) {}

  /// 1.x's constructors: the model, its parameters, and a third file (kThirdFile: the exporter's
  /// YAML, or a dictionary). They never throw: they log an error, after which Initialized() is
  /// false and LoadError() is the reason.
  Model(const std::string& model_file, const std::string& params_file,
        const std::string& third_file, const RuntimeOption& option = {},
        const ModelFormat& format = PADDLE) {
    LoadOrLog(Derived::kName,
              [&] { *this = Model(Load(model_file, params_file, third_file, option, format)); });
  }
  explicit Model(const std::string& model_file, const std::string& params_file = "",
                 const RuntimeOption& option = {}, const ModelFormat& format = PADDLE)
      : Model(model_file, params_file, "", option, format) {}

  /// The same, but throws Error. Files whose path is empty are searched for beside the model.
  static Derived Load(const std::string& model_file, const std::string& params_file,
                      const std::string& third_file, const RuntimeOption& option = {},
                      const ModelFormat& format = PADDLE) {
    ModelFiles files = {.model = model_file, .params = params_file};
    if (!option.model_from_memory_) files = FindModel(model_file, params_file);
    if (!third_file.empty()) files.*Derived::kThirdFile = third_file;
    RuntimeOption chosen = option;
    chosen.model_format = format;
    Derived model;
    const std::string what = option.model_from_memory_ ? "from memory" : "'" + files.model + "'";
    AsError([&] { model = Derived::Open(files, chosen); }, "cannot load model " + what);
    return model;
  }
  static Derived Load(const std::string& model_file, const std::string& params_file,
                      const RuntimeOption& option = {}, const ModelFormat& format = PADDLE) {
    return Load(model_file, params_file, "", option, format);
  }
  /// Loads what an exporter wrote into a folder, or a model file and the files beside it. Throws
  /// Error.
  static Derived Load(const std::string& path, const RuntimeOption& option = {}) {
    return Load(path, "", "", option);
  }

  /// The result for one image (8-bit BGR). Throws Error.
  Result Predict(const cv::Mat& image) {
    return std::move(BatchPredict(std::span(&image, 1)).front());
  }

  /// The results for several images, which may differ in size, in order; empty if there are no
  /// images. An engine with a fixed batch size (as all models loaded with fixed shapes have) runs
  /// once per batch of that size. Throws Error if any image fails.
  std::vector<Result> BatchPredict(std::span<const cv::Mat> images) {
    RequireInitialized();
    std::vector<Result> results;
    results.reserve(images.size());
    const size_t chunk = BatchSize(images.size());
    const size_t chunks = (images.size() + chunk - 1) / chunk;
    std::deque<typename Pre::Geometry> geometries;  // of the runs that go on
    size_t prepared = 0;
    AsError([&] {
      RunNetwork(
          chunks, Remembers<Post>,
          [&](std::vector<FDTensor>* inputs) {
            const auto part = images.subspan(prepared, std::min(chunk, images.size() - prepared));
            geometries.push_back(Prepare(part, inputs));
            prepared += part.size();
          },
          [&](const std::vector<FDTensor>& outputs) {
            const size_t count = std::min(chunk, images.size() - results.size());
            std::vector<Result> part = Decode(outputs, geometries.front());
            part.resize(std::min(part.size(), count));
            for (Result& result : part) results.push_back(std::move(result));
            geometries.pop_front();
          });
    });
    return results;
  }

  using LoggedCalls<Derived, Result>::Predict;
  using LoggedCalls<Derived, Result>::BatchPredict;

  /// A model for another thread: it has its own copies of the pre- and postprocessor and shares the
  /// weights. Thread-safe. Never null; the clone of a model that failed to load is also unusable.
  [[nodiscard]] std::unique_ptr<Derived> Clone() const {
    return std::unique_ptr<Derived>(static_cast<Derived*>(NewClone()));
  }

  [[nodiscard]] Pre& GetPreprocessor() { return preprocessor_; }
  [[nodiscard]] const Pre& GetPreprocessor() const { return preprocessor_; }
  [[nodiscard]] Post& GetPostprocessor() { return postprocessor_; }
  [[nodiscard]] const Post& GetPostprocessor() const { return postprocessor_; }

  [[nodiscard]] std::string ModelName() const override { return Derived::kName; }

  /// Whether a result depends on the images before, so that clones cannot share the images of a
  /// sequence.
  [[nodiscard]] static constexpr bool RemembersImages() { return Remembers<Post>; }

  /// The member that the third file of 1.x's constructors sets.
  static constexpr std::string ModelFiles::*kThirdFile = &ModelFiles::config;

 protected:
  [[nodiscard]] FastDeployModel* NewClone() const override {
    return new Derived(static_cast<const Derived&>(*this));
  }
  [[nodiscard]] typename StateOf<Post>::Type& GetState() { return state_; }

 private:
  /// How many of `images` images to run at once.
  [[nodiscard]] size_t BatchSize(size_t images) const {
    if constexpr (Remembers<Post> || requires { Pre::kOneByOne; }) return 1;
    const std::vector<int>& shape = InputInfos().front().shape;
    const int batch = shape.empty() ? -1 : shape.front();
    if (batch > 0) return static_cast<size_t>(batch);
    if constexpr (requires { Pre::kUsualBatch; }) return Pre::kUsualBatch;
    return std::max<size_t>(images, 1);
  }

  typename Pre::Geometry Prepare(std::span<const cv::Mat> images, std::vector<FDTensor>* inputs) {
    for (const cv::Mat& image : images) CheckImage(image);
    // A network with a fixed batch runs a smaller one with its last image repeated.
    const std::vector<int>& shape = InputInfos().front().shape;
    const size_t batch =
        shape.empty() || shape.front() < 1 ? 0 : static_cast<size_t>(shape.front());
    std::vector<cv::Mat> filled;
    if (!Remembers<Post> && batch > images.size()) {
      filled.assign(images.begin(), images.end());
      filled.resize(batch, images.back());
    }
    const std::span<const cv::Mat> run = filled.empty() ? images : std::span<const cv::Mat>(filled);
    return preprocessor_.Process(run, &scratch_, inputs);
  }

  std::vector<Result> Decode(const std::vector<FDTensor>& outputs,
                             const typename Pre::Geometry& geometry) {
    if constexpr (Remembers<Post>) {
      return postprocessor_.Process(outputs, geometry, &state_);
    } else {
      return postprocessor_.Process(outputs, geometry);
    }
  }

  Pre preprocessor_;
  Post postprocessor_;
  NotCopied<typename Pre::Scratch> scratch_;
  NotCopied<typename StateOf<Post>::Type> state_;
};

}  // namespace fastdeploy::vision
