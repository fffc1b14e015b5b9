// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/yaml.h"

#include <clocale>
#include <cmath>
#include <locale>

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::HasSubstr;
using testing::ThrownBy;

Yaml Parse(const std::string& text) { return Yaml::Parse(text, "a.yml"); }

TEST(Yaml, ReadsNumbers) {
  const Yaml yaml =
      Parse("{a: 0.25, b: -3, c: +1e-3, d: .5, e: .inf, f: .nan, g: [1, 2], h: 7000000000}");
  EXPECT_EQ(yaml.Get<float>("a"), 0.25F);
  EXPECT_EQ(yaml.Get<int>("b"), -3);
  EXPECT_EQ(yaml.Get<double>("c"), 1e-3);
  EXPECT_EQ(yaml.Get<double>("d"), 0.5);
  EXPECT_TRUE(std::isinf(yaml.Get<float>("e")));
  EXPECT_TRUE(std::isnan(yaml.Get<float>("f")));
  EXPECT_EQ(yaml.Get<std::vector<int>>("g"), (std::vector<int>{1, 2}));
  EXPECT_EQ(yaml.Get<int64_t>("h"), 7000000000);
  for (const char* key : {"a", "h", "g"}) {
    EXPECT_THAT(ThrownBy([&] { (void)yaml.Get<int>(key); }).what(), HasSubstr("a.yml: ")) << key;
  }
}

/// A locale whose numbers have decimal commas and points between thousands.
struct Commas : std::numpunct<char> {
  [[nodiscard]] char do_decimal_point() const override { return ','; }
  [[nodiscard]] char do_thousands_sep() const override { return '.'; }
  [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

TEST(Yaml, ReadsTheSameNumbersInAnyLocale) {
  const std::locale before = std::locale::global(std::locale(std::locale(), new Commas));
  const Yaml yaml = Parse("{real: 0.485, whole: 1024}");
  const auto real = yaml.Get<double>("real");
  const int whole = yaml.Get<int>("whole");
  std::locale::global(before);
  EXPECT_EQ(real, 0.485);
  EXPECT_EQ(whole, 1024);
}

TEST(Yaml, BoundsWhatItReads) {
  const std::string large = "a: " + std::string(kMostYamlBytes, 'x');
  EXPECT_THAT(ThrownBy([&] { (void)Parse(large); }).what(), HasSubstr("more than the 2097152"));
  const std::string many = "a: [" + std::string(kMostYamlNodes, ',');
  EXPECT_THAT(ThrownBy([&] { (void)Parse(many); }).what(),
              HasSubstr("more than 262144 lines, commas and brackets"));
  // Aliases of aliases: ten lines stand for a billion names, which no message may write out.
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    std::string list;
    for (int k = 0; k < 10; ++k) list += (k == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + list + "]\n";
  }
  EXPECT_THAT(ThrownBy([&] { (void)Parse(laughs).Get<int>("a9"); }).what(),
              HasSubstr("a9: 'a list of 10' has the wrong type"));
}

TEST(Yaml, NamesThatAreNoTextsAreErrors) {
  const Yaml yaml = Parse("{op: {? [1, 2] : 3}}");
  EXPECT_THAT(ThrownBy([&] { (void)yaml.At("op").OnlyKey(); }).what(),
              HasSubstr("expected the name of an operator"));
  EXPECT_THAT(ThrownBy([&] { (void)yaml.At("op").Entries(); }).what(),
              HasSubstr("expected names as keys"));
}

}  // namespace
}  // namespace fastdeploy::vision
