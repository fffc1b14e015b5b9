// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/model.h"
#include "fastdeploy/vision/tracking/postprocessor.h"

namespace fastdeploy::vision::tracking {

/// Follows objects through the images of a sequence, with a model of PaddleDetection that finds
/// them and what they look like: JDE, FairMOT.
///
/// The images of one object are one sequence: each call continues the one before, and so does each
/// image of BatchPredict. The state belongs to the object: **a copy or Clone() starts a sequence of
/// its own, with an empty tracker and no recorder**. Use a clone for each video. A Pool of several
/// threads refuses such models.
class FASTDEPLOY_DECL PPTracking
    : public Model<PPTracking, detection::PaddleDetPreprocessor, PPTrackingPostprocessor> {
 public:
  using Model::Model;
  static constexpr const char* kName = "pptracking";

  static PPTracking Open(const ModelFiles& files, const RuntimeOption& option);

  /// From now on, adds the middle of each box to `recorder`, which must outlive this object or be
  /// unbound. Null: no recorder.
  void BindRecorder(TrailRecorder* recorder) { GetState().recorder = recorder; }
  /// Records no longer, and clears what was recorded.
  void UnbindRecorder();
  /// The next image begins a new sequence.
  void Reset() { GetState().tracker.reset(); }
};

}  // namespace fastdeploy::vision::tracking
