// SPDX-License-Identifier: Apache-2.0
//
// Recurrent layers.

#include "fastdeploy/runtime/formats/onnx/rule.h"

namespace fastdeploy::onnx {
namespace {

/// A kind of layer in ONNX. Weights have the parts of all gates one below another; `gates` are the
/// places in Paddle of those that ONNX has first, second, ...
struct Kind {
  std::string type;
  Ints gates;
  std::string activation;  ///< of a plain RNN
};

Kind KindOf(Op& op) {
  const std::string mode = op.String("mode");
  if (mode == "LSTM") return {.type = "LSTM", .gates = {0, 3, 1, 2}, .activation = ""};
  if (mode == "GRU") return {.type = "GRU", .gates = {1, 0, 2}, .activation = ""};
  if (mode == "RNN_TANH") return {.type = "RNN", .gates = {0}, .activation = "Tanh"};
  if (mode == "RNN_RELU") return {.type = "RNN", .gates = {0}, .activation = "Relu"};
  op.Refuse("mode '" + mode + "'");
}

/// Paddle's list of weights: for each layer and direction those of the input and of the hidden
/// state, and after all of them the biases in the same order.
class Layers {
 public:
  explicit Layers(Op& op)
      : op_(op),
        kind_(KindOf(op)),
        directions_(op.Bool("is_bidirec") ? 2 : 1),
        hidden_(op.Int("hidden_size")) {}

  /// The outputs of a layer of ONNX: all steps, and the last states.
  Names Run(const std::string& x, int64_t layer) {
    const bool is_lstm = kind_.type == "LSTM";
    Names inputs = {x, Weights(layer, 0), Weights(layer, 1), Biases(layer), ""};
    for (size_t i = 0; i < (is_lstm ? 2 : 1); ++i) {
      const int64_t begin = layer * directions_;
      inputs.push_back(op_.Slice(op_.In("states", i), 0, begin, begin + directions_));
    }
    Attributes attributes = {{"hidden_size", hidden_},
                             {"direction", directions_ == 2 ? "bidirectional" : "forward"}};
    if (kind_.type == "GRU") attributes.emplace_back("linear_before_reset", 1);
    if (!kind_.activation.empty()) {
      attributes.emplace_back("activations",
                              Names(static_cast<size_t>(directions_), kind_.activation));
    }
    return op_.EmitMany(kind_.type, inputs, is_lstm ? 3 : 2, attributes);
  }

  /// {steps, directions, batch, hidden} as Paddle's {steps, batch, directions * hidden}.
  std::string Steps(const std::string& y) {
    if (directions_ == 1) return op_.Squeeze(y, {1});
    return op_.Reshape(op_.Transpose(y, {0, 2, 1, 3}), {0, 0, 2 * hidden_});
  }

  void Check(int64_t layers) {
    if (op_.Count("weights") != static_cast<size_t>(4 * layers * directions_)) {
      op_.Refuse("another number of weights");
    }
    if (op_.Count("states") != (kind_.type == "LSTM" ? 2U : 1U)) {
      op_.Refuse("another number of initial states");
    }
  }

 private:
  /// The i-th weights or bias, with the gates in ONNX's order.
  std::string Reordered(size_t i) {
    std::string value = op_.In("weights", i);
    if (kind_.gates.size() == 1) return value;
    Names parts;
    for (const int64_t gate : kind_.gates) {
      parts.push_back(op_.Slice(value, 0, gate * hidden_, (gate + 1) * hidden_));
    }
    return op_.Concat(parts, 0);
  }

  size_t PlaceOf(int64_t layer, int64_t direction) const {
    return static_cast<size_t>(2 * (layer * directions_ + direction));
  }

  /// Of the input (0) or of the hidden state (1), for all directions.
  std::string Weights(int64_t layer, size_t which) {
    Names all;
    for (int64_t i = 0; i < directions_; ++i) {
      all.push_back(op_.Unsqueeze(Reordered(PlaceOf(layer, i) + which), {0}));
    }
    return op_.Concat(all, 0);
  }

  std::string Biases(int64_t layer) {
    const size_t first = op_.Count("weights") / 2;
    Names all;
    for (int64_t i = 0; i < directions_; ++i) {
      const size_t place = first + PlaceOf(layer, i);
      all.push_back(op_.Unsqueeze(op_.Concat({Reordered(place), Reordered(place + 1)}, 0), {0}));
    }
    return op_.Concat(all, 0);
  }

  Op& op_;
  Kind kind_;
  int64_t directions_;
  int64_t hidden_;
};

Results Rnn(Op& op) {
  const int64_t count = op.Int("num_layers", 1);
  // ONNX has them, but OpenVINO on a CPU does not look at them.
  if (op.Has("length")) op.Refuse("SequenceLength");
  if (!op.Bool("is_test") && op.Float("dropout_prob", 0) != 0) op.Refuse("dropout in training");
  Layers layers(op);
  layers.Check(count);
  std::string x = op.In("x");
  std::vector<Names> states;  // of each layer: hidden, and cell for LSTM
  for (int64_t layer = 0; layer < count; ++layer) {
    const Names outputs = layers.Run(x, layer);
    x = layers.Steps(outputs[0]);
    states.resize(outputs.size() - 1);
    for (size_t i = 1; i < outputs.size(); ++i) states[i - 1].push_back(outputs[i]);
  }
  Results results = {x, std::string()};
  for (const Names& of_layers : states) results.emplace_back(op.Concat(of_layers, 0));
  return results;
}

constexpr Rule kRules[] = {
    {"rnn",
     "x:Input states:*PreState weights:*WeightList length:SequenceLength -> Out DropoutState "
     "*State Reserve",
     Rnn},
};

}  // namespace

std::span<const Rule> RecurrentRules() { return kRules; }

}  // namespace fastdeploy::onnx
