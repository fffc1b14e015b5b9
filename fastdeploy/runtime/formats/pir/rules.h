// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy::pir {

class Rewriter;

// Translations that take more than the words of a Rule. Each translates the operation at hand, and
// throws Error for what it does not know.

void Arange(Rewriter& rewriter);
void Cast(Rewriter& rewriter);
void Full(Rewriter& rewriter);
void FullIntArray(Rewriter& rewriter);
void Interpolate(Rewriter& rewriter);
void Pool2d(Rewriter& rewriter);
void Reduce(Rewriter& rewriter);
void Shape(Rewriter& rewriter);

}  // namespace fastdeploy::pir
