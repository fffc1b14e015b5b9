# SPDX-License-Identifier: Apache-2.0
"""Pictures on the processes of joblib: python with_joblib.py MODEL PICTURE..."""

import json
import sys

from joblib import Parallel, delayed
from reading import read


def main() -> None:
    folder, *paths = sys.argv[1:]
    workers = Parallel(n_jobs=2, return_as="generator")
    for row in workers(delayed(read)(path, folder) for path in paths):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
