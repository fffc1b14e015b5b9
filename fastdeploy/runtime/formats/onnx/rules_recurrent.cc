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

/// The lengths of the sequences of a batch. Layers of ONNX take them, too, but OpenVINO on a CPU
/// does not look at them: steps beyond the end are computed and then left out.
class Lengths {
 public:
  explicit Lengths(Op& op) : op_(op), lengths_(op.InAs("length", kInt64)) {
    const std::string steps = op.Unsqueeze(op.Range(op.ScalarSizeOf(op.In("x"), 0)), {1});
    is_within_ = op.Unsqueeze(op.Emit("Less", {steps, lengths_}), {2});
    const std::string last = op.Emit("Sub", {lengths_, op.Integer(1)});
    is_last_ = op.Unsqueeze(op.Emit("Equal", {steps, last}), {2});
    dtype_ = op.TypeOf("x");
  }

  /// Steps [time, batch, features], each sequence from its end to its start.
  std::string Backwards(const std::string& steps) {
    return op_.Emit("ReverseSequence", {steps, lengths_}, {{"time_axis", 0}, {"batch_axis", 1}});
  }
  /// With zeros beyond the ends.
  std::string Cut(const std::string& steps) { return Where(is_within_, steps); }
  /// The last step of each sequence: [1, batch, features].
  std::string Last(const std::string& steps) {
    return op_.Emit("ReduceSum", {Where(is_last_, steps), op_.Vector({0})}, {{"keepdims", 1}});
  }
  /// With one more feature: 1 beyond the end, else 0.
  std::string Marked(const std::string& steps) {
    const std::string mark = op_.Cast(op_.Emit("Not", {is_within_}), dtype_);
    return op_.Concat({steps, mark}, 2);
  }

 private:
  std::string Where(const std::string& condition, const std::string& steps) {
    return op_.Emit("Where", {condition, steps, op_.Number(0, dtype_)});
  }

  Op& op_;
  DType dtype_ = kFloat32;
  std::string lengths_;
  std::string is_within_;  ///< [time, batch, 1]
  std::string is_last_;
};

/// Paddle's list of weights: for each layer and direction those of the input and of the hidden
/// state, and after all of them the biases in the same order. Directions are counted over all
/// layers, as in the states.
class Layers {
 public:
  explicit Layers(Op& op)
      : op_(op),
        kind_(KindOf(op)),
        is_lstm_(kind_.type == "LSTM"),
        directions_(op.Bool("is_bidirec") ? 2 : 1),
        hidden_(op.Int("hidden_size")) {
    if (op.Has("length")) lengths_.emplace(op);
  }

  void Check(int64_t layers) {
    if (op_.Count("weights") != static_cast<size_t>(4 * layers * directions_)) {
      op_.Refuse("another number of weights");
    }
    if (op_.Count("states") != (is_lstm_ ? 2U : 1U)) {
      op_.Refuse("another number of initial states");
    }
  }

  /// The outputs of a layer: all steps [time, batch, directions * hidden], and the last states
  /// [directions, batch, hidden].
  Names Run(const std::string& x, int64_t layer) {
    const int64_t begin = layer * directions_;
    if (lengths_) return RunToLengths(x, begin);
    Names outputs = Emit(x, WeightsOf(begin, directions_), begin, directions_);
    if (directions_ == 1) {
      outputs[0] = op_.Squeeze(outputs[0], {1});
    } else {
      outputs[0] = op_.Reshape(op_.Transpose(outputs[0], {0, 2, 1, 3}), {0, 0, 2 * hidden_});
    }
    return outputs;
  }

 private:
  /// The same with lengths, one direction after the other.
  Names RunToLengths(const std::string& x, int64_t begin) {
    std::vector<Names> parts(is_lstm_ ? 3 : 2);
    for (int64_t i = 0; i < directions_; ++i) {
      std::string steps = i == 0 ? x : lengths_->Backwards(x);
      Names weights = WeightsOf(begin + i, 1);
      if (is_lstm_) {
        weights[0] = op_.Concat({weights[0], KeepsCell()}, 2);
        steps = lengths_->Marked(steps);
      }
      const Names outputs = Emit(steps, weights, begin + i, 1);
      const std::string y = lengths_->Cut(op_.Squeeze(outputs[0], {1}));
      parts[0].push_back(i == 0 ? y : lengths_->Backwards(y));
      parts[1].push_back(lengths_->Last(y));
      if (is_lstm_) parts[2].push_back(outputs[2]);
    }
    Names joined = {op_.Concat(parts[0], 2)};
    for (size_t i = 1; i < parts.size(); ++i) joined.push_back(op_.Concat(parts[i], 0));
    return joined;
  }

  /// Adds `count` directions as one layer of ONNX.
  Names Emit(const std::string& x, const Names& weights, int64_t begin, int64_t count) {
    Names inputs = {x, weights[0], weights[1], weights[2], ""};
    for (size_t i = 0; i < op_.Count("states"); ++i) {
      inputs.push_back(op_.Slice(op_.In("states", i), 0, begin, begin + count));
    }
    Attributes attributes = {{"hidden_size", hidden_},
                             {"direction", count == 2 ? "bidirectional" : "forward"}};
    if (kind_.type == "GRU") attributes.emplace_back("linear_before_reset", 1);
    if (!kind_.activation.empty()) {
      attributes.emplace_back("activations", Names(static_cast<size_t>(count), kind_.activation));
    }
    return op_.EmitMany(kind_.type, inputs, is_lstm_ ? 3 : 2, attributes);
  }

  /// Weights of the input, of the hidden state, and biases: {count, ...} each.
  Names WeightsOf(int64_t begin, int64_t count) {
    const size_t biases = op_.Count("weights") / 2;
    std::vector<Names> parts(3);
    for (int64_t i = begin; i < begin + count; ++i) {
      const auto place = static_cast<size_t>(2 * i);
      const Names both = {Reordered(biases + place), Reordered(biases + place + 1)};
      parts[0].push_back(op_.Unsqueeze(Reordered(place), {0}));
      parts[1].push_back(op_.Unsqueeze(Reordered(place + 1), {0}));
      parts[2].push_back(op_.Unsqueeze(op_.Concat(both, 0), {0}));
    }
    Names joined;
    for (const Names& part : parts) joined.push_back(op_.Concat(part, 0));
    return joined;
  }

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

  /// Weights of a feature that keeps an LSTM's cell as it is: no input, all of the state.
  std::string KeepsCell() {
    constexpr double kFar = 1000;  // the sigmoid of it is 1, of its negative 0
    const std::string shape = op_.Vector({1, hidden_, 1});
    Names gates;  // of input, output, forget, cell
    for (const double value : {-kFar, 0.0, kFar, 0.0}) {
      gates.push_back(op_.Emit("Expand", {op_.Number(value, op_.TypeOf("x")), shape}));
    }
    return op_.Concat(gates, 1);
  }

  Op& op_;
  Kind kind_;
  bool is_lstm_;
  int64_t directions_;
  int64_t hidden_;
  std::optional<Lengths> lengths_;
};

Results Rnn(Op& op) {
  const int64_t count = op.Int("num_layers", 1);
  if (!op.Bool("is_test") && op.Float("dropout_prob", 0) != 0) op.Refuse("dropout in training");
  Layers layers(op);
  layers.Check(count);
  std::string x = op.In("x");
  std::vector<Names> states;  // of each layer: hidden, and cell for LSTM
  for (int64_t layer = 0; layer < count; ++layer) {
    const Names outputs = layers.Run(x, layer);
    x = outputs[0];
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
