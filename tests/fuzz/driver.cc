// SPDX-License-Identifier: Apache-2.0
//
// All targets as one program for libFuzzer: `fuzz TARGET FLAGS... CORPUS...`. Without arguments it
// prints the targets; `fuzz TARGET --seeds FOLDER` writes the seeds of one.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);

namespace {

using namespace fastdeploy;  // NOLINT(google-build-using-namespace)

const fuzz::Target* chosen = nullptr;

const fuzz::Target* Find(const std::string& name) {
  static const std::vector<fuzz::Target> kTargets = fuzz::Targets();
  for (const fuzz::Target& target : kTargets) {
    if (target.name == name) return &target;
  }
  for (const fuzz::Target& target : kTargets) std::cout << target.name << '\n';
  std::exit(name.empty() ? 0 : 2);
}

void WriteSeeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  size_t number = 0;
  for (const std::string& seed : chosen->seeds()) {
    std::ofstream(folder / std::to_string(++number), std::ios::binary) << seed;
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  SetLogger(false, false);
  chosen = Find(*count > 1 ? (*arguments)[1] : "");
  if (*count == 4 && std::string((*arguments)[2]) == "--seeds") {
    WriteSeeds((*arguments)[3]);
    std::exit(0);
  }
  (*arguments)[1] = (*arguments)[0];
  ++*arguments;
  --*count;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    chosen->run({reinterpret_cast<const char*>(data), size});
  } catch (const Error&) {  // what is expected of most inputs
  }
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed) {
  fuzz::Random random(seed);
  if (random() % 3 == 0) return LLVMFuzzerMutate(data, size, most);
  std::string input(reinterpret_cast<const char*>(data), size);
  chosen->mutate(&input, &random);
  const size_t length = std::min(input.size(), most);
  std::copy_n(input.begin(), length, data);
  return length;
}
