// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/utils/perf.h"

#include "../check.h"

void Times() {
  fastdeploy::TimeCounter counter;
  counter.Start();
  counter.End();
  counter.PrintInfo("Times");
  Check(counter.Duration() >= 0 && counter.Duration() < 60);
}
