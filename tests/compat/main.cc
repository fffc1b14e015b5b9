// SPDX-License-Identifier: Apache-2.0
//
// compat NAME: runs the program of an idiom; the status is 0 if it did what it should.

#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <string>

using Programs = std::map<std::string, std::function<void()>>;

void AddClasses(Programs* programs);
void AddDeclared(Programs* programs);
void AddOptions(Programs* programs);
void AddResults(Programs* programs);
void AddStages(Programs* programs);
void ModelHeader();
void Functions();
void StreamsOfRuntime();
void StreamsOfVision();
void ReadText();
void ReadTextV4();
void Classify();
void Detect();
void Segment();
void Results();
void Times();
void Drawing();

int main(int argc, char** argv) {
  Programs programs = {
      {"fastdeploy model header", ModelHeader},
      {"function Concat Softmax", Functions},
      {"iostream through runtime h", StreamsOfRuntime},
      {"iostream through vision h", StreamsOfVision},
      {"maa code after headers", ReadText},
      {"maa headers v3", ReadText},
      {"maa headers v4", ReadTextV4},
      {"ppcls header", Classify},
      {"ppdet header", Detect},
      {"ppseg header", Segment},
      {"pragma cxx11 flags", Results},
      {"result header", Results},
      {"utils perf header", Times},
      {"visualize header", Drawing},
  };
  AddClasses(&programs);
  AddDeclared(&programs);
  AddOptions(&programs);
  AddResults(&programs);
  AddStages(&programs);
  if (argc != 2 || programs.count(argv[1]) == 0) {
    for (const auto& program : programs) std::cout << program.first << "\n";
    return argc == 1 ? 0 : 2;
  }
  try {
    programs[argv[1]]();
  } catch (const std::exception& error) {
    std::cerr << argv[1] << ": " << error.what() << std::endl;
    return 1;
  }
  return 0;
}
