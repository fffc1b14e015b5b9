// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/pipeline/pptinypose/pptinypose.h"
