// SPDX-License-Identifier: Apache-2.0
#include "apps/server/http.h"

#include <fmt/format.h>

#include <charconv>

#include "apps/images/images.h"
#include "apps/images/json_line.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::server {

std::string Request::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::string Request::Query(const std::string& name, const std::string& otherwise) const {
  const auto found = query.find(name);
  return found == query.end() ? otherwise : found->second;
}

Response ErrorResponse(int status, const std::string& reason) {
  return {.status = status,
          .body = fmt::format(R"({{"error":{}}})", images::JsonText(WithoutFolders(reason)))};
}

Response CurrentErrorResponse() {
  constexpr int kBadRequest = 400;
  constexpr int kTooLarge = 413;
  constexpr int kInternal = 500;
  try {
    throw;
  } catch (const HttpError& error) {
    Response response = ErrorResponse(error.Status(), error.what());
    response.headers = error.Headers();
    return response;
  } catch (const images::TooLargeError& error) {
    return ErrorResponse(kTooLarge, error.what());
  } catch (const Error& error) {
    const bool theirs =
        error.Kind() == ErrorKind::kInvalidArgument || error.Kind() == ErrorKind::kInvalidFile;
    return ErrorResponse(theirs ? kBadRequest : kInternal, error.what());
  } catch (const std::bad_alloc&) {
    return ErrorResponse(kInternal, "out of memory");
  } catch (const std::exception& error) {
    return ErrorResponse(kInternal, error.what());
  } catch (...) {
    return ErrorResponse(kInternal, "unknown error");
  }
}

std::string WithoutFolders(std::string_view text) {
  constexpr std::string_view kBefore = " \t\n'\"`(=:,";
  constexpr std::string_view kEnd = " \t\n'\"`),:;";
  std::string shown;
  for (size_t i = 0; i < text.size();) {
    const bool starts = text[i] == '/' && (i == 0 || kBefore.find(text[i - 1]) != kBefore.npos);
    const size_t end = starts ? std::min(text.find_first_of(kEnd, i), text.size()) : i + 1;
    std::string_view part = text.substr(i, end - i);
    i = end;
    if (starts) {
      while (part.size() > 1 && part.back() == '/') part.remove_suffix(1);
      part.remove_prefix(part.rfind('/') + (part.size() > 1 ? 1 : 0));
    }
    shown += part;
  }
  return shown;
}

std::string PercentDecoded(std::string_view text, bool plus_is_space) {
  constexpr int kHex = 16;
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const std::string_view digits = text.substr(i + 1, 2);
      int byte = 0;
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), byte, kHex);
      if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2 || byte < 0) {
        throw HttpError(400, "the address is malformed: expected two hexadecimal digits after %");
      }
      decoded += char(byte);
      i += 2;
    }
  }
  return decoded;
}

std::map<std::string, std::string> ParsedQuery(std::string_view query) {
  std::map<std::string, std::string> parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const size_t equals = std::min(pair.find('='), pair.size());
    if (pair.empty()) continue;
    parameters[PercentDecoded(pair.substr(0, equals), true)] =
        PercentDecoded(pair.substr(std::min(equals + 1, pair.size())), true);
  }
  return parameters;
}

}  // namespace fastdeploy::server
