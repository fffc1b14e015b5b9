# SPDX-License-Identifier: Apache-2.0
"""Models on the machines of a Ray cluster.

    import fastdeploy.ray

    fastdeploy.ray.predict("scans/", "ppocrv5", "results.parquet")          # files into Parquet
    dataset.map_batches(fastdeploy.ray.Predictor,                           # in Ray Data
                        fn_constructor_kwargs={"model": "ppocrv5"}, concurrency=4, num_cpus=2)
    serve.deployment(fastdeploy.ray.Deployment).bind("ppocrv5")             # behind HTTP

Needs `pip install fastdeploy-vision[ray]` on every machine. Importing fastdeploy does not import
this module, nor Ray.
"""

try:
    import ray as _ray  # noqa: F401 (says below what is missing)
except ImportError as error:
    raise ImportError(
        "fastdeploy.ray needs Ray: pip install 'fastdeploy-vision[ray]'", name="ray"
    ) from error

from ._predictor import Predictor
from ._run import Report, predict
from ._serve import Deployment

__all__ = ["Deployment", "Predictor", "Report", "predict"]
