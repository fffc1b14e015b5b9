// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/translate.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/pir/control_flow.h"
#include "fastdeploy/runtime/formats/pir/program.h"
#include "fastdeploy/runtime/formats/pir/rewriter.h"
#include "fastdeploy/runtime/formats/pir/rule.h"

namespace fastdeploy {
namespace pir {
namespace {

constexpr std::string_view kDialect = "pd_op.";

const Rule& FindRule(const Operation& op) {
  std::string_view name = op.name;
  if (name.starts_with(kDialect)) {
    name.remove_prefix(kDialect.size());
    if (name.ends_with('_')) name.remove_suffix(1);  // an operation that works in place
    for (const Rule& rule : Rules()) {
      if (rule.name == name) return rule;
    }
  }
  throw Error(ErrorKind::kUnsupported, "this operation is not supported");
}

/// The name of an input or output: its attribute `name`.
std::string NameOf(Rewriter& rewriter) { return rewriter.String("name"); }

void Data(Rewriter& rewriter, int32_t column) {
  const std::string name = NameOf(rewriter);
  rewriter.Ignore("shape");
  rewriter.Ignore("dtype");
  if (rewriter.Op().results.size() != 1) Unsupported("an input with several results");
  rewriter.AddInput(rewriter.Op().results[0], name);
  rewriter.Emit({.type = "feed",
                 .inputs = {{"X", {"feed"}}},
                 .outputs = {{"Out", {name}}},
                 .attributes = {{"col", column}}});
}

/// The tensor given to `fetch` names the output of the model, so it must have the right name.
void Fetch(Rewriter& rewriter) {
  const std::string name = NameOf(rewriter);
  const auto column = Saturate32(rewriter.Int("col"));
  std::string tensor = rewriter.Tensor(0);
  if (tensor != name) tensor = rewriter.EmitCopy(tensor, rewriter.TypeOf(0), name);
  rewriter.Emit({.type = "fetch",
                 .inputs = {{"X", {tensor}}},
                 .outputs = {{"Out", {"fetch"}}},
                 .attributes = {{"col", column}}});
}

/// Makes a list of values. This and Split emit no operators.
void Combine(Rewriter& rewriter) {
  std::vector<std::string> tensors;
  for (size_t i = 0; i < rewriter.Op().operands.size(); ++i) tensors.push_back(rewriter.Tensor(i));
  rewriter.DefineAlias(0, tensors);
}

void Split(Rewriter& rewriter) {
  const std::vector<std::string> tensors = rewriter.Tensors(0);
  if (tensors.size() != rewriter.Op().results.size()) {
    throw Error(ErrorKind::kInvalidFile, fmt::format("a list of {} is split into {} values",
                                                     tensors.size(), rewriter.Op().results.size()));
  }
  for (size_t i = 0; i < tensors.size(); ++i) rewriter.DefineAlias(i, {tensors[i]});
}

class Translation {
 public:
  std::string Run(const Program& program) {
    for (const ParameterValue& parameter : program.parameters) Add(parameter);
    WishNames(program.block);
    (void)TranslateBlock(program.block, program.parameters.size());
    if (outputs_ == 0) throw Error(ErrorKind::kInvalidFile, "the program has no outputs");
    return SerializeProgram(std::move(rewriter_).Take());
  }

 private:
  void Add(const ParameterValue& parameter) {
    try {
      rewriter_.AddParameter(parameter);
    } catch (const Error& error) {
      throw error.Within(fmt::format("parameter '{}'", parameter.parameter.name));
    }
  }

  /// Outputs are to be computed under their final names, also those that are elements of lists.
  void WishNames(const Block& block) {
    std::map<int64_t, ValueElement> elements;
    for (const Operation& op : block.operations) {
      if (op.name == "builtin.split" && op.operands.size() == 1) {
        for (size_t i = 0; i < op.results.size(); ++i) {
          elements[op.results[i].id] = {op.operands[0], i};
        }
      }
      if (op.name != "pd_op.fetch" || op.operands.size() != 1) continue;
      rewriter_.SetOperation(&op);
      const auto element = elements.find(op.operands[0]);
      rewriter_.WishName(
          element == elements.end() ? ValueElement(op.operands[0], 0) : element->second,
          NameOf(rewriter_));
    }
  }

  /// Translates the operations in their order, counted from `index` for messages. Returns the
  /// tensors that a body of control flow yields.
  std::vector<std::string> TranslateBlock(const Block& block, size_t index = 0) {
    std::vector<std::string> yielded;
    for (const Operation& op : block.operations) {
      rewriter_.SetOperation(&op);
      try {
        if (op.name == "cf.yield") {
          for (size_t i = 0; i < op.operands.size(); ++i) yielded.push_back(rewriter_.Tensor(i));
        } else {
          Translate(op);
        }
      } catch (const Error& error) {
        throw error.Within(fmt::format("operation {} ({})", index, op.name));
      }
      ++index;
    }
    return yielded;
  }

  void Translate(const Operation& op) {
    const auto body = [this](const Block& block) { return TranslateBlock(block); };
    if (op.name == "pd_op.while") return TranslateWhile(rewriter_, op, body);
    if (op.name == "pd_op.if") return TranslateIf(rewriter_, op, body);
    if (!op.regions.empty()) Unsupported("control flow of this kind");
    if (op.name == "pd_op.data") {
      Data(rewriter_, inputs_++);
    } else if (op.name == "pd_op.fetch") {
      Fetch(rewriter_);
      ++outputs_;
    } else if (op.name == "builtin.combine") {
      Combine(rewriter_);
    } else if (op.name == "builtin.split") {
      Split(rewriter_);
    } else {
      Apply(FindRule(op), rewriter_);
      return;
    }
    rewriter_.CheckAttributesAsked();
  }

  Rewriter rewriter_;
  int32_t inputs_ = 0;
  int32_t outputs_ = 0;
};

}  // namespace
}  // namespace pir

bool LooksLikePir(std::string_view model) {
  const size_t start = model.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string_view head = start == std::string_view::npos ? "" : model.substr(start, 512);
  return head.starts_with('{') && head.find("\"base_code\"") != std::string_view::npos;
}

std::string TranslatePir(std::string_view json) {
  const pir::Json parsed = pir::ParseJson(json);
  return pir::Translation().Run(pir::ReadProgram(parsed));
}

}  // namespace fastdeploy
