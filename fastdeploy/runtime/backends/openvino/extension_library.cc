// SPDX-License-Identifier: Apache-2.0
//
// Makes this library one that OpenVINO itself can load, for tools that read our models with it:
// ov::Core().add_extension("libfastdeploy.so"). fastdeploy.quantization does so.

#include "fastdeploy/runtime/backends/openvino/own_operator.h"

OPENVINO_CREATE_EXTENSIONS(fastdeploy::OperatorExtensions())
