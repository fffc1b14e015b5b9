// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// The exception that is being handled, as an Error: ours as it is, others in our words. To be
/// called in a catch clause.
FASTDEPLOY_DECL Error CurrentError();

/// Calls `call`; whatever it throws becomes an Error.
template <typename Call>
decltype(auto) AsErrors(const Call& call) {
  try {
    return call();
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {
    throw CurrentError();
  }
}

}  // namespace fastdeploy
