// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace fastdeploy::pir {

class Rewriter;

/// How one operation is translated: into one operator of the old format, described in words, or by
/// a function.
///
/// `operands`, in PIR's order, one word each:
///   X                 fills slot X
///   X?                the same, and may be absent
///   X*                a list (or a tensor) fills slot X
///   axes:ints         a constant that becomes attribute `axes`
///   shape:ints|Shape|List
///                     ... if it is a constant, else fills slot Shape, or, as a list, slot List
///   _                 has to be absent
///   @                 of no importance
/// `results`: Out, Out* (a list), or _ for one that has no counterpart.
/// `attributes`:
///   groups:int        copied
///   perm>axis:ints    copied under another name
///   mode:str{a,b}     copied if it is a or b, else refused
///   axis=-1:int       not in PIR; the old format's default, spelled out
///   fix_seed!         of no importance
/// Types: int, ints, long, longs, float, bool, str, dtype; they are those of the old
/// format. PIR's numbers may be whole or not.
struct Rule {
  std::string_view name;     ///< of the PIR operation, without "pd_op." and a trailing "_"
  std::string_view op = "";  ///< the old operator
  std::string_view operands = "";
  std::string_view results = "";
  std::string_view attributes = "";
  void (*translate)(Rewriter& rewriter) = nullptr;  ///< does it all, instead of the words
};

/// Translates the operation at hand. Throws Error.
void Apply(const Rule& rule, Rewriter& rewriter);

/// All rules, by name.
std::span<const Rule> Rules();

}  // namespace fastdeploy::pir
