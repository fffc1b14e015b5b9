// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace fastdeploy::server {

/// How long a client may take. Uploads and downloads get more time, a second for every 256 KiB.
struct Patience {
  std::chrono::seconds header{10};  ///< from the first byte of a request to the end of its headers
  std::chrono::seconds idle{75};    ///< between two requests of a connection
  std::chrono::seconds body{20};
  std::chrono::seconds answer{20};  ///< to take an answer
};

/// How to serve.
struct Options {
  std::string host = "127.0.0.1";
  uint16_t port = 8000;                 ///< 0: one that is free
  int workers = 0;                      ///< clones of each model; 0: one per core
  int queue = 64;                       ///< requests that wait for each model
  double timeout = 60;                  ///< seconds for a request, from its last byte to the answer
  size_t most_body = size_t{64} << 20;  ///< bytes of a request
  size_t most_bodies = size_t{1} << 30;  ///< bytes of all requests together
  double most_pixels = 5e7;              ///< of an image
  int most_connections = 512;
  double drain = 0;   ///< seconds between becoming not ready and refusing connections, at the end
  double grace = 30;  ///< seconds that work in hand has at the end
  std::string token;  ///< "": none is asked for
  std::string certificate;       ///< file with a chain of certificates, PEM; "": no TLS
  std::string key;               ///< file with its private key, PEM
  std::string access_log = "-";  ///< file; "-": standard output; "": none
  Patience patience;
  bool share_port = false;  ///< SO_REUSEPORT: other processes listen there, too
  bool reload = true;       ///< whether clients may load and unload models
};

}  // namespace fastdeploy::server
