// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy::pir {

class Rewriter;

// Translations that the words of a Rule cannot express. Each translates the current operation, and
// throws Error for what it does not support.

void Arange(Rewriter& rewriter);
void ArgExtreme(Rewriter& rewriter);
void Argsort(Rewriter& rewriter);
void AssignValue(Rewriter& rewriter);
void Cast(Rewriter& rewriter);
void ConvTranspose(Rewriter& rewriter);
void DeformableConv(Rewriter& rewriter);
void Expand(Rewriter& rewriter);
void Full(Rewriter& rewriter);
void FullIntArray(Rewriter& rewriter);
void InstanceNorm(Rewriter& rewriter);
void Interpolate(Rewriter& rewriter);
void LogSigmoid(Rewriter& rewriter);
void LogSoftmax(Rewriter& rewriter);
void MaxPool2dWithIndex(Rewriter& rewriter);
void Mish(Rewriter& rewriter);
void Numel(Rewriter& rewriter);
void Pad(Rewriter& rewriter);
void PixelShuffle(Rewriter& rewriter);
void Pool2d(Rewriter& rewriter);
void Prelu(Rewriter& rewriter);
void Reduce(Rewriter& rewriter);
void SetValue(Rewriter& rewriter);
void Shape(Rewriter& rewriter);
void Triangle(Rewriter& rewriter);
void Unbind(Rewriter& rewriter);

}  // namespace fastdeploy::pir
