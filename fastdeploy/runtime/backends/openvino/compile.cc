// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/compile.h"

#include <malloc.h>

#include <algorithm>
#include <istream>
#include <openvino/frontend/manager.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/util/multi_subgraph_base.hpp>
#include <openvino/openvino.hpp>
#include <streambuf>
#include <string_view>
#include <thread>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/backends/openvino/arg_max.h"
#include "fastdeploy/runtime/backends/openvino/core.h"
#include "fastdeploy/runtime/backends/openvino/cost.h"
#include "fastdeploy/runtime/backends/openvino/data_type.h"
#include "fastdeploy/runtime/backends/openvino/inverse.h"
#include "fastdeploy/runtime/backends/openvino/own_operator.h"
#include "fastdeploy/runtime/backends/openvino/same_bits.h"
#include "fastdeploy/runtime/backends/openvino/tbb_limit.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/cpu.h"
#include "fastdeploy/runtime/internal/declared_info.h"
#include "fastdeploy/runtime/internal/resolved_options.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

/// How many kernels of each kind the CPU plugin caches for the shapes that it meets at run time: a
/// kernel that it has to make again costs more than a run. With its own default (5000), the memory
/// of a model that meets new shapes all the time grows for longer.
constexpr int kShapeCacheEntries = 300;

/// Models with no more weights than this are compiled twice, for one caller and for many.
constexpr size_t kSmallWeights = size_t{32} << 20;

/// A stream buffer over memory, without a copy.
class MemoryBuffer : public std::streambuf {
 public:
  explicit MemoryBuffer(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // streambuf wants char*; it is never written to
    setg(begin, begin, begin + bytes.size());
  }

 private:
  pos_type seekoff(off_type offset, std::ios_base::seekdir from,
                   std::ios_base::openmode /*which*/) override {
    char* base = from == std::ios_base::beg   ? eback()
                 : from == std::ios_base::cur ? gptr()
                                              : egptr();
    if (offset < eback() - base || offset > egptr() - base) return pos_type(off_type(-1));
    setg(eback(), base + offset, egptr());
    return gptr() - eback();
  }
  pos_type seekpos(pos_type position, std::ios_base::openmode which) override {
    return seekoff(off_type(position), std::ios_base::beg, which);
  }
};

ov::frontend::FrontEnd::Ptr OnnxFrontEnd() {
  ov::frontend::FrontEndManager manager;
  auto front_end = manager.load_by_framework("onnx");
  if (front_end == nullptr) {
    throw Error(ErrorKind::kUnsupported, "this copy of OpenVINO has no ONNX front end");
  }
  return front_end;
}

/// Gives the model its inputs on which nothing depends: from a stream, OpenVINO's reader of ONNX
/// leaves them out.
void AddUnusedInputs(const paddle::Program& program, ov::Model* model) {
  for (const paddle::Port& port : program.inputs) {
    const auto is_port = [&](const auto& input) { return input.get_names().contains(port.name); };
    if (std::ranges::any_of(model->inputs(), is_port)) continue;
    const TensorInfo info = DeclaredInfo(program, port);
    const auto parameter = std::make_shared<ov::op::v0::Parameter>(
        ToOpenVINO(info.dtype), std::vector<ov::Dimension>(info.shape.begin(), info.shape.end()));
    parameter->set_friendly_name(port.name);
    parameter->output(0).set_names({port.name});
    model->add_parameters({parameter});
  }
}

/// A Paddle model is translated to ONNX, whose weights our extension copies from the parameter
/// file. As ONNX's external data they would stay mapped beside their copies while the model lives.
std::shared_ptr<ov::Model> ReadPaddle(const ModelFile& file) {
  const OnnxModel onnx = ToOnnx(file, WeightPlace::kNodes);
  const auto front_end = OnnxFrontEnd();
  front_end->add_extension(OperatorExtensions());
  front_end->add_extension(WeightExtension(file.params));
  MemoryBuffer buffer(onnx.bytes);
  std::istream stream(&buffer);
  auto model = front_end->convert(front_end->load(static_cast<std::istream*>(&stream)));
  AddUnusedInputs(*file.program, model.get());
  return model;
}

std::shared_ptr<ov::Model> ReadModel(const ModelFile& file) {
  if (file.format == PADDLE) return ReadPaddle(file);
  // OpenVINO chooses its reader by the name of the file: an ONNX model may have any.
  if (file.format == ONNX && !file.model_path.ends_with(".onnx") && !file.model_path.empty()) {
    const auto front_end = OnnxFrontEnd();
    return front_end->convert(front_end->load(file.model_path));
  }
  if (!file.model_path.empty()) return Core().read_model(file.model_path, file.params_path);
  ov::Tensor weights;
  if (!file.params.empty()) {  // copied, since the model keeps using them
    weights = ov::Tensor(ov::element::u8, {file.params.size()});
    std::copy(file.params.begin(), file.params.end(), static_cast<char*>(weights.data()));
  }
  return Core().read_model(std::string(file.model), weights);
}

std::vector<ModelInput> InputsOf(const ov::Model& model) {
  std::vector<ModelInput> inputs;
  for (const ov::Output<const ov::Node>& input : model.inputs()) {
    const auto& names = input.get_names();
    ModelInput found = {.names = {names.begin(), names.end()}, .dims = std::nullopt};
    if (const ov::PartialShape& shape = input.get_partial_shape(); shape.rank().is_static()) {
      found.dims.emplace();
      for (const ov::Dimension& dim : shape) {
        found.dims->push_back(dim.is_static() ? dim.get_length() : -1);
      }
    }
    inputs.push_back(std::move(found));
  }
  return inputs;
}

void FixShapes(const RuntimeOption& option, ov::Model* model) {
  std::map<ov::Output<ov::Node>, ov::PartialShape> shapes;
  for (const auto& [place, dims] : ResolveShapes(option, InputsOf(*model), FixedDims::kCanChange)) {
    shapes[model->input(place)] = std::vector<ov::Dimension>(dims.begin(), dims.end());
  }
  if (!shapes.empty()) model->reshape(shapes);
}

/// OpenVINO's own choice, which knows kinds of cores but no quotas, stays where nothing limits it.
void SetThreads(const RuntimeOption& option, ov::AnyMap* config) {
  const int own = option.openvino_option.cpu_thread_num;
  const int threads = NumThreads(option, own);
  const bool all = threads >= static_cast<int>(std::thread::hardware_concurrency());
  if (CpuThreads(option, own) == -1 && all) return;
  config->emplace(ov::inference_num_threads(threads));
}

/// Whether the number of streams follows from the cost of the model.
bool StreamsAreChosen(const RuntimeOption& option) {
  return option.openvino_option.hint == "UNDEFINED" && OpenVINOStreams(option) == 0;
}

size_t WeightBytes(const ov::Model& model) {
  size_t bytes = 0;
  for (const auto& node : model.get_ops()) {
    if (const auto* constant = ov::as_type<const ov::op::v0::Constant>(node.get())) {
      bytes += constant->get_byte_size();
    }
  }
  return bytes;
}

void SetStreams(const RuntimeOption& option, const ov::Model& model, ov::AnyMap* config) {
  const int streams = OpenVINOStreams(option);
  if (streams == 0) {
    config->emplace(ov::num_streams(StreamsForCost(MultiplyAdds(model), AvailableCores())));
  } else if (streams == -1) {
    config->emplace(ov::num_streams(ov::streams::AUTO));
  } else if (streams == -2) {
    config->emplace(ov::num_streams(ov::streams::NUMA));
  } else {
    config->emplace(ov::num_streams(WithinMaxThreads(streams)));
  }
}

ov::hint::PerformanceMode PerformanceMode(const std::string& hint) {
  if (hint == "LATENCY") return ov::hint::PerformanceMode::LATENCY;
  if (hint == "THROUGHPUT") return ov::hint::PerformanceMode::THROUGHPUT;
  return ov::hint::PerformanceMode::CUMULATIVE_THROUGHPUT;
}

ov::element::Type Precision(const std::string& name) {
  if (name == "bf16") return ov::element::bf16;
  return name == "f16" ? ov::element::f16 : ov::element::f32;
}

bool IsQuantised(const ov::Model& model) {
  return std::ranges::any_of(model.get_ops(), [](const std::shared_ptr<ov::Node>& node) {
    return ov::is_type<ov::op::v0::FakeQuantize>(node);
  });
}

/// Whether a compiled model computes the same after it was exported and imported. With recurrent
/// operators it does not: OpenVINO notes which axis is that of the steps where an export loses it,
/// and sequences of several lengths then give other numbers (the cases rnn_*_lengths of
/// tests/operators_test.cc with FASTDEPLOY_OPERATORS_KEPT).
bool CanBeKept(const ov::Model& model) {
  return std::ranges::none_of(model.get_ops(), [](const std::shared_ptr<ov::Node>& node) {
    if (std::string_view(node->get_type_name()).ends_with("Sequence")) return true;
    const auto* parent = dynamic_cast<const ov::op::util::MultiSubGraphOp*>(node.get());
    return parent != nullptr && std::ranges::any_of(parent->get_functions(), [](const auto& body) {
             return !CanBeKept(*body);
           });
  });
}

ov::AnyMap Config(const RuntimeOption& option, const ov::Model& model) {
  const OpenVINOBackendOption& openvino = option.openvino_option;
  ov::AnyMap config = {ov::hint::inference_precision(Precision(openvino.inference_precision))};
  if (!openvino.cache_dir.empty() && CanBeKept(model)) {
    config.emplace(ov::cache_dir(openvino.cache_dir));
  }
  if (openvino.device == "CPU") {
    SetThreads(option, &config);
    config.emplace(ov::hint::enable_cpu_pinning(openvino.affinity != "NO"));
    config.emplace("CPU_RUNTIME_CACHE_CAPACITY", kShapeCacheEntries);
    // Quantised values stay as they are, but are multiplied in float32.
    if (IsQuantised(model) && !HasExactInt8()) config.emplace("LP_TRANSFORMS_MODE", false);
  }
  if (openvino.hint != "UNDEFINED") {
    config.emplace(ov::hint::performance_mode(PerformanceMode(openvino.hint)));
  } else {
    SetStreams(option, model, &config);
  }
  return config;
}

/// Assigns the named operators to the CPU, for HETERO devices.
void PinOperators(const OpenVINOBackendOption& option, ov::Model* model) {
  if (!option.device.starts_with("HETERO")) return;
  const auto supported = Core().query_model(model->shared_from_this(), option.device);
  for (const auto& node : model->get_ops()) {
    const auto found = supported.find(node->get_friendly_name());
    if (found == supported.end()) continue;
    const bool on_cpu = option.cpu_operators.contains(node->get_type_name());
    node->get_rt_info()["affinity"] = on_cpu ? "CPU" : found->second;
  }
}

}  // namespace

ov::AnyMap ForOneCaller(ov::AnyMap config) {
  config[ov::num_streams.name()] = 1;
  return config;
}

CompiledModels CompileWithOpenVINO(const ModelFile& file, const RuntimeOption& option,
                                   ov::AnyMap* config) {
  LimitTbb(GetMaxThreads());
  auto model = ReadModel(file);
  FixShapes(option, model.get());
  if (option.openvino_option.device == "CPU") {
    ReplaceMulticlassNms(model);
    ReplaceArgMax(model.get());
    FoldInverses(model);
  }
  PinOperators(option.openvino_option, model.get());
  *config = Config(option, *model);
  const std::string& device = option.openvino_option.device;
  CompiledModels compiled = {.model = Core().compile_model(model, device, *config),
                             .for_one_caller = std::nullopt,
                             .can_be_kept = CanBeKept(*model)};
  if (StreamsAreChosen(option) && config->at(ov::num_streams.name()).as<int>() > 1 &&
      WeightBytes(*model) <= kSmallWeights) {
    compiled.for_one_caller = Core().compile_model(model, device, ForOneCaller(*config));
    if (!GiveSameBits(compiled.model, *compiled.for_one_caller)) compiled.for_one_caller.reset();
  }
  model.reset();
  malloc_trim(0);  // reading leaves about the size of the weights as freed heap: return it
  return compiled;
}

}  // namespace fastdeploy
