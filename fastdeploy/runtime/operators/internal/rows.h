// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/runtime/operators/internal/operator.h"

namespace fastdeploy {

// The operators of our own, each beside its kernel. Their attributes have Paddle's names.

/// Boxes [N, boxes, 4 or 8] and scores [N, classes, boxes]; or boxes [classes, boxes, 4], scores
/// [classes, boxes] and the number of boxes of each image [N]. Gives a row {label, score, corners}
/// for each box kept, their places in the input [kept, 1], and their number per image [N].
OperatorRow MulticlassNmsRow();

/// Boxes [N, boxes, 4] and scores [N, classes, boxes]. Gives what MulticlassNms does.
OperatorRow MatrixNmsRow();

/// Boxes [boxes, 4], the best first. Gives the indices of those kept.
OperatorRow NmsRow();

/// Scores [N, A, H, W], deltas [N, 4 A, H, W], sizes of the images [N, 2], anchors and variances
/// [H W A, 4]. Gives boxes [R, 4], their scores [R, 1] and their number per image [N].
OperatorRow GenerateProposalsRow();

/// Boxes [R, 4] and their number per image [N]. Gives the boxes in the order of their levels, the
/// place there of each [R, 1], and their number per level and image [levels, N].
OperatorRow DistributeFpnProposalsRow();

/// Boxes [R, 4] of all levels, one level after the other, their scores [R, 1] and their number per
/// level and image [levels, N]. Gives the best boxes [B, 4] and their number per image [N].
OperatorRow CollectFpnProposalsRow();

/// Features [N, C ph pw, H, W], boxes [R, 4] and their number per image [N]. Gives [R, C, ph, pw].
OperatorRow PsroiPoolRow();

}  // namespace fastdeploy
