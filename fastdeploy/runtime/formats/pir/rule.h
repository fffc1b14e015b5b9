// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace fastdeploy::pir {

class Rewriter;

/// How an operation is translated: to one operator of the older format, which words describe, or by
/// a function.
///
/// `operands`, in PIR's order, one word each:
///   X                 fills slot X
///   X?                the same; may be absent
///   X*                a list (or a tensor) that fills slot X
///   axes:ints         a constant that becomes attribute `axes`
///   shape:ints|Shape|List
///                     the same if it is a constant; else it fills slot Shape or, if it is a list,
///                     slot List
///   _                 must be absent
///   @                 is ignored
/// `results`: Out, Out* (a list), or _ for a result without a counterpart.
/// `attributes`:
///   groups:int        copied
///   perm>axis:ints    copied under another name
///   mode:str{a,b}     copied if it is a or b, else refused
///   axis=-1:int       not in PIR; this value is written
///   fix_seed!         is ignored
/// Types: int, ints, long, longs, float, bool, str, dtype; they are those of the
/// older format, into which PIR's numbers are converted.
struct Rule {
  std::string_view name;  ///< of the PIR operation, without "pd_op." and a trailing "_"
  std::string_view op;    ///< of the older format
  std::string_view operands;
  std::string_view results;
  std::string_view attributes;
  void (*translate)(Rewriter& rewriter) = nullptr;  ///< translates, instead of the words
};

/// Translates the current operation. Throws Error.
void Apply(const Rule& rule, Rewriter& rewriter);

/// All rules.
std::span<const Rule> Rules();

}  // namespace fastdeploy::pir
