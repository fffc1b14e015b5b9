# SPDX-License-Identifier: Apache-2.0
"""Pictures on the workers of Dask: python with_dask.py MODEL PICTURE..."""

import json
import os
import sys
from pathlib import Path

from dask.distributed import Client, LocalCluster, as_completed
from reading import read


def main() -> None:
    folder, *paths = sys.argv[1:]
    address = os.environ.get("DASK_SCHEDULER")  # none: two workers on this machine
    # A model has a lock, so a worker has one thread; more workers share the weights.
    cluster = address or LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    with Client(cluster) as client:
        client.upload_file(str(Path(__file__).with_name("reading.py")))
        for future in as_completed(client.map(read, paths, folder=folder)):
            print(json.dumps(future.result()))
    if address is None:
        cluster.close()


if __name__ == "__main__":
    main()
