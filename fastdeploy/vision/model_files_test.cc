// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/model_files.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// A folder with tiny files of these names.
class Folder {
 public:
  explicit Folder(const std::vector<std::string>& names) {
    for (const std::string& name : names) (void)folder_.Write(name, "x");
  }
  [[nodiscard]] std::string Path(const std::string& name = "") const { return folder_.Path(name); }

 private:
  fastdeploy::testing::TemporaryFolder folder_;
};

void ExpectFiles(const Folder& folder, const std::string& model, const std::string& params,
                 const std::string& config) {
  const ModelFiles found = FindModelFolder(folder.Path());
  EXPECT_EQ(found.model, folder.Path(model));
  EXPECT_EQ(found.params, params.empty() ? "" : folder.Path(params));
  EXPECT_EQ(found.config, config.empty() ? "" : folder.Path(config));
}

Error Refused(const std::vector<std::string>& names) {
  const Folder folder(names);
  Error error = fastdeploy::testing::ThrownBy([&] { (void)FindModelFolder(folder.Path()); });
  EXPECT_THAT(error.what(), HasSubstr(folder.Path())) << "must name the folder";
  return error;
}

TEST(FindModelFolder, FindsWhatTheExportersWrite) {
  ExpectFiles(Folder({"inference.pdmodel", "inference.pdiparams", "inference_cls.yaml"}),
              "inference.pdmodel", "inference.pdiparams", "inference_cls.yaml");
  ExpectFiles(Folder({"model.pdmodel", "model.pdiparams", "infer_cfg.yml"}), "model.pdmodel",
              "model.pdiparams", "infer_cfg.yml");
  ExpectFiles(Folder({"model.pdmodel", "model.pdiparams", "deploy.yaml"}), "model.pdmodel",
              "model.pdiparams", "deploy.yaml");
  ExpectFiles(Folder({"inference.onnx", "inference.yml", "keys.txt"}), "inference.onnx", "",
              "inference.yml");
  ExpectFiles(Folder({"det.xml", "det.bin"}), "det.xml", "det.bin", "");
  ExpectFiles(Folder({"inference.json", "inference.pdiparams", "inference.yml", "config.json"}),
              "inference.json", "inference.pdiparams", "inference.yml");
  ExpectFiles(Folder({"model.pdmodel", "model.pdiparams", "model.yml", "pipeline.yml"}),
              "model.pdmodel", "model.pdiparams", "model.yml");
  ExpectFiles(Folder({"__model__", "__params__", "model.yml"}), "__model__", "__params__",
              "model.yml");
  EXPECT_THAT(Refused({"__model__", "model.yml"}).what(), HasSubstr("expected __params__"));
}

TEST(FindModel, TakesAFileOrAFolder) {
  const Folder folder({"model.json", "model.pdiparams", "inference.yml"});
  EXPECT_EQ(FindModel(folder.Path()).model, folder.Path("model.json"));
  EXPECT_EQ(FindModel(folder.Path()).params, folder.Path("model.pdiparams"));
  const ModelFiles given = FindModel(folder.Path(), "a.pdiparams", "b.yml");
  EXPECT_EQ(given.model, folder.Path("model.json"));
  EXPECT_EQ(given.params, "a.pdiparams");
  EXPECT_EQ(given.config, "b.yml");
  EXPECT_EQ(FindModel("a.onnx").model, "a.onnx");
  EXPECT_EQ(FindModel("a.onnx").params, "");
}

TEST(FindModelFolder, PrefersTheUsualNames) {
  ExpectFiles(Folder({"a.pdmodel", "inference.pdmodel", "a.pdiparams", "inference.pdiparams"}),
              "inference.pdmodel", "inference.pdiparams", "");
  ExpectFiles(Folder({"a.onnx", "model.onnx", "z.onnx"}), "model.onnx", "", "");
  ExpectFiles(Folder({"inference.onnx", "b.pdmodel", "b.pdiparams"}), "b.pdmodel", "b.pdiparams",
              "");
  ExpectFiles(Folder({"inference.yml", "deploy.yaml", "other.yml", "a.onnx"}), "a.onnx", "",
              "inference.yml");
}

TEST(FindModelFolder, LeavesHiddenFilesOut) {
  ExpectFiles(Folder({"a.onnx", "._a.onnx", ".b.pdmodel"}), "a.onnx", "", "");
  ExpectFiles(Folder({"a.pdmodel", "w.pdiparams", "._w.pdiparams"}), "a.pdmodel", "w.pdiparams",
              "");
}

TEST(FindModelFolder, AcceptsTheOnlyParameterFile) {
  ExpectFiles(Folder({"net.pdmodel", "weights.pdiparams"}), "net.pdmodel", "weights.pdiparams", "");
}

TEST(FindModelFolder, NamesWhatIsMissing) {
  EXPECT_EQ(Refused({}).Kind(), ErrorKind::kNotFound);
  EXPECT_THAT(Refused({"readme.txt", "config.json"}).what(),
              HasSubstr("expected a *.pdmodel, *.onnx"));
  const Error params = Refused({"inference.pdmodel"});
  EXPECT_EQ(params.Kind(), ErrorKind::kNotFound);
  EXPECT_THAT(params.what(), HasSubstr("expected inference.pdiparams"));
  EXPECT_THAT(Refused({"a.xml"}).what(), HasSubstr("expected a.bin"));
}

TEST(FindModelFolder, NamesWhatIsAmbiguous) {
  const Error models = Refused({"a.onnx", "b.onnx", "c.onnx"});
  EXPECT_EQ(models.Kind(), ErrorKind::kInvalidArgument);
  EXPECT_THAT(models.what(), AllOf(HasSubstr("3 models"), HasSubstr("a.onnx, b.onnx")));
  const Error params = Refused({"a.pdmodel", "b.pdiparams", "c.pdiparams"});
  EXPECT_EQ(params.Kind(), ErrorKind::kInvalidArgument);
  EXPECT_THAT(params.what(), HasSubstr("expected a.pdiparams"));
}

TEST(FindModelFolder, RefusesPathsThatAreNotFolders) {
  const fastdeploy::testing::TemporaryFolder folder;
  const std::string file = folder.Write("model.onnx", "x");
  for (const std::string& path : {file, folder.Path("none"), std::string()}) {
    Error error = fastdeploy::testing::ThrownBy([&] { (void)FindModelFolder(path); });
    EXPECT_EQ(error.Kind(), ErrorKind::kNotFound);
    EXPECT_THAT(error.what(), HasSubstr("'" + path + "'"));
  }
}

TEST(FindModelFolder, FindsDownloadedModelsAndRefusesAmbiguousFolders) {
  const ModelFiles found = FindModelFolder(fastdeploy::testing::ModelPath("pplcnet_x0_25"));
  EXPECT_EQ(found.model, fastdeploy::testing::ModelPath("pplcnet_x0_25/inference.pdmodel"));
  EXPECT_EQ(found.params, fastdeploy::testing::ModelPath("pplcnet_x0_25/inference.pdiparams"));
  EXPECT_EQ(found.config, fastdeploy::testing::ModelPath("pplcnet_x0_25/inference_cls.yaml"));
  const fastdeploy::testing::TemporaryFolder folder;
  EXPECT_THAT(fastdeploy::testing::ThrownBy([&] { FindModelFolder(folder.Path()); }).what(),
              HasSubstr("holds no model"));
  EXPECT_THAT(fastdeploy::testing::ThrownBy([&] { FindModelFolder(folder.Path("none")); }).what(),
              HasSubstr("does not exist"));
  (void)folder.Write("a.onnx", "");
  EXPECT_EQ(FindModelFolder(folder.Path()).model, folder.Path("a.onnx"));
  (void)folder.Write("b.onnx", "");
  EXPECT_THAT(fastdeploy::testing::ThrownBy([&] { FindModelFolder(folder.Path()); }).what(),
              HasSubstr("holds 2 models"));
  (void)folder.Write("inference.onnx", "");
  EXPECT_EQ(FindModelFolder(folder.Path()).model, folder.Path("inference.onnx"));
}

}  // namespace
}  // namespace fastdeploy::vision
