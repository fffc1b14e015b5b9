// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/pipeline/ppstructure/ppstructurev2_table.h"
