// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/runtime.h"

void StreamsOfRuntime() {
  std::ostringstream text;
  text << std::setw(3) << 1;
  std::vector<std::thread> threads;
  threads.emplace_back([] { std::cout << "runtime.h" << std::endl; });
  threads.front().join();
  std::map<std::string, int> counts;
  std::ifstream file("nothing");
  if (file || !counts.empty() || text.str() != "  1") throw std::runtime_error("streams");
}
