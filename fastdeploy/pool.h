// SPDX-License-Identifier: Apache-2.0
#pragma once

// Replicas of a model behind a queue, and work in order over them.

#include "fastdeploy/pool/ordered.h"
#include "fastdeploy/pool/pool.h"
