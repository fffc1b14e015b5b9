# SPDX-License-Identifier: Apache-2.0
"""Pictures as tasks of Celery.

With a broker:     CELERY_BROKER=redis://... celery -A with_celery worker --concurrency 2
and then:          CELERY_BROKER=redis://... python with_celery.py MODEL PICTURE...
Without a broker:  python with_celery.py MODEL PICTURE...    (a worker in a thread of this process)
"""

import contextlib
import json
import os
import sys
from typing import Any

from celery import Celery, group
from celery.contrib.testing.worker import start_worker
from reading import read

broker = os.environ.get("CELERY_BROKER")
app = Celery(
    "with_celery",
    broker=broker or "memory://",
    backend=os.environ.get("CELERY_BACKEND", broker) or "cache+memory://",
)
# A worker that is lost gives its picture back; a model loads in the process that runs it.
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=1)


@app.task
def read_picture(path: str, folder: str) -> dict[str, Any]:
    return read(path, folder)


def main() -> None:
    folder, *paths = sys.argv[1:]
    here = contextlib.nullcontext() if broker else start_worker(app, perform_ping_check=False)
    with here:
        for row in group(read_picture.s(path, folder) for path in paths)().get():
            print(json.dumps(row))


if __name__ == "__main__":
    main()
