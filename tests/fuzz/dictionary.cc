// SPDX-License-Identifier: Apache-2.0
//
// A character dictionary, and the outputs of recognisers and of models of tables that use it.

#include "fastdeploy/vision/ocr/dictionary.h"

#include "fastdeploy/vision/ocr/recognizer.h"
#include "fastdeploy/vision/ocr/structurev2_table.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"

namespace fastdeploy::fuzz {
namespace {

void RunDictionary(std::string_view input) {
  const std::vector<std::string> parts = Split(input, 2);
  Bytes bytes(parts[1]);
  const auto dictionary = vision::ocr::Dictionary::FromLines(parts[0], "keys.txt");
  const size_t classes = dictionary.Size() + bytes.Below(4);
  FDTensor steps;
  steps.Resize({1, 3, static_cast<int64_t>(classes)}, FP32);
  for (float& number : steps.As<float>()) number = bytes.Number<float>();
  vision::ocr::RecognizerPostprocessor recogniser(dictionary);
  recogniser.SetTextOrder(bytes.Bool() ? "logical" : "as_seen");
  recogniser.SetClasses(classes);
  (void)recogniser.Process(std::span(&steps, 1), 1);
  (void)vision::ocr::StructureV2TablePostprocessor(dictionary);
}

std::vector<std::string> DictionarySeeds() {
  const std::string choices("\2\0\1", 3);
  return {Join({"a\nb\nc\n", choices}),
          Join({"\xEF\xBB\xBF"
                "a\r\n\xE4\xBD\xA0\r\n\r\n \r\n",
                choices}),
          Join({"blank\n\xD8\xA7\n\xD8\xA8\n1\n", choices}),
          Join({"<td>\n</td>\n<tr>\n<td\n colspan=\"2\"\n>\n", choices})};
}

void MutateDictionary(std::string* input, Random* random) {
  std::vector<std::string> parts = Split(*input, 2);
  Below(random, 3) == 0 ? MutateBytes(&parts[1], random) : MutateText(&parts[0], random);
  *input = Join(parts);
}

}  // namespace

Target DictionaryTarget() {
  return {"dictionary", RunDictionary, DictionarySeeds, MutateDictionary};
}

}  // namespace fastdeploy::fuzz
