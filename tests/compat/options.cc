// SPDX-License-Identifier: Apache-2.0

#include <functional>

#include "check.h"
#include "fastdeploy/runtime.h"

namespace {

fastdeploy::RuntimeOption LcNet() {
  fastdeploy::RuntimeOption option;
  option.SetModelPath(InModels("pplcnet_x0_25/inference.pdmodel"),
                      InModels("pplcnet_x0_25/inference.pdiparams"),
                      fastdeploy::ModelFormat::PADDLE);
  return option;
}

bool Loads(const fastdeploy::RuntimeOption& option) {
  fastdeploy::Runtime runtime;
  return runtime.Init(option);
}

}  // namespace

void AddOptions(std::map<std::string, std::function<void()>>* programs) {
  auto& add = *programs;
  add["option encryption"] = [] {
    fastdeploy::RuntimeOption option = LcNet();
    option.SetEncryptionKey("key");
    Check(!Loads(option));
  };
  add["option lite setters"] = [] {
    fastdeploy::RuntimeOption option = LcNet();
    option.UseLiteBackend();
    option.SetLitePowerMode(fastdeploy::LitePowerMode::LITE_POWER_HIGH);
    option.EnableLiteFP16();
    option.SetLiteOptimizedModelDir("folder");
    option.SetLiteSubgraphPartitionPath("path");
    option.paddle_lite_option.cpu_threads = 2;
    Check(Loads(option));
  };
  add["option paddle sub"] = [] {
    fastdeploy::RuntimeOption option = LcNet();
    option.UsePaddleInferBackend();
    option.paddle_infer_option.enable_trt = true;
    option.paddle_infer_option.trt_option.enable_fp16 = true;
    option.paddle_infer_option.trt_option.SetShape("x", {1, 3, 224, 224});
    option.paddle_infer_option.SetXpuConfig();
    Check(Loads(option));
    option.EnableValidBackendCheck();
    Check(!Loads(option));
  };
  add["option profiling"] = [] {
    fastdeploy::RuntimeOption option = LcNet();
    option.EnableProfiling(false, 10, 5);
    option.DisableProfiling();
    Check(Loads(option) && !option.benchmark_option.enable_profile);
  };
  add["option rknpu2 args"] = [] {
    fastdeploy::RuntimeOption option = LcNet();
    option.UseRKNPU2(fastdeploy::rknpu2::CpuName::RK3588,
                     fastdeploy::rknpu2::CoreMask::RKNN_NPU_CORE_0);
    Check(!Loads(option));
  };
  add["trt SetShape vec"] = [] {
    fastdeploy::RuntimeOption option = LcNet();
    option.trt_option.SetShape("x", {1, 3, 224, 224}, {2, 3, 224, 224}, {4, 3, 224, 224});
    option.SetTrtInputShape("x", {1, 3, 224, 224});
    option.trt_option.SetInputData("y", {1.0F, 2.0F});
    Check(option.trt_option.max_shape.at("x")[0] == 1 && Loads(option));
  };
  add["SetLogger"] = [] {
    fastdeploy::SetLogger(false, false);
    FDINFO << "not seen" << std::endl;
  };
  add["FDASSERT macro"] = [] {
    FDASSERT(true, "never");
    std::string text;
    try {
      FDASSERT(1 > 2, "expected %d of %s", 3, "these");
    } catch (const std::exception& error) {
      text = error.what();
    }
    Check(text.find("expected 3 of these") != std::string::npos);
  };
  add["FDINFO macros"] = [] {
    FDINFO << "one " << 1 << std::endl;
    FDWARNING << "two " << 2.5 << std::endl;
    FDERROR << std::string("three") << std::endl;
  };
  add["FDTensor external data ptr"] = [] {
    std::vector<float> values = {1, 2, 3};
    fastdeploy::FDTensor tensor("x");
    tensor.SetExternalData({1, 3}, fastdeploy::FDDataType::FP32, values.data());
    Check(tensor.external_data_ptr == values.data() && tensor.IsShared());
    const fastdeploy::FDTensor& same = tensor;
    Check(static_cast<const float*>(same.GetData())[1] == 2 && tensor.device_id == -1);
    fastdeploy::FDTensor own;
    own.Allocate(fastdeploy::FDDataType::INT32, {2, 2});
    Check(own.Nbytes() == 16 && own.external_data_ptr == nullptr);
    own.Resize(64);
    Check(own.Numel() == 4);
  };
  add["FDTensor scalar"] = [] {
    const fastdeploy::Scalar scalar(2.5F);
    fastdeploy::FDTensor tensor(scalar);
    Check(tensor.Dtype() == fastdeploy::FDDataType::FP32 && tensor.Numel() == 1);
    Check(*static_cast<float*>(tensor.Data()) == 2.5F && scalar.to<int>() == 2);
    Check(fastdeploy::FDTensor(fastdeploy::Scalar(7)).As<int32_t>()[0] == 7);
  };
}
