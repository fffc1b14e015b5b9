# SPDX-License-Identifier: Apache-2.0
"""What docs/tables.md says around its tables."""

TITLE = """\
# Threads, clones and processes, measured

FastDeploy 1.x's tutorial compares clones with separate models, and threads with processes. `./dev
bench tables` measures both again and writes this page. Every run is a process of its own, and the
kinds that are compared take turns; shown are medians, with minimum-maximum where they differ
([rows](../benchmarks/results/tables)). MB are 2^20 bytes, models are float32.
"""
MACHINE = """\
On {cores} cores of an {processor}; Python {python}, OpenVINO {openvino}.{others}
"""
MEMORY = """\
## Memory

Resident memory of one process, ResNet50_vd on OpenVINO, after loading / after every model has
predicted ten times.
"""
MEMORY_NOTES = """\
Runs of a cell differ by at most {spread:.1f} MB. With clones no run of the C++ program takes more
than {most:.0f} MB. Before a model is loaded it has {cpp:.0f} MB, and Python, with NumPy and the
package imported, {python:.0f} MB: that is in its figures.
"""
WORKERS = """\
## Threads against processes

Threads have a clone each of one model. Processes (spawn) load it each: with the default setting,
which gives every one of them all cores, and with the cores shared out between them. A large model's
default is one stream on all cores, a small one's a stream for every core ([more](performance.md)).
"One file of weights" is `EnableWeightSharing`: processes map what the first of them has written.
"""
RESOURCES = """\
### Memory

The sum of the proportional set sizes (PSS) of all processes when every worker has worked, so that
pages which they share count once. The process that starts the others has loaded nothing.
"""
COMPUTE = """\
### Computing

Workers predict without a pause.
"""
IO = """\
### Waiting

Before each image a worker waits 30 ms, in place of a disk or a network; PP-LCNet x0.25.
"""
COMMUNICATION = """\
### Handing a picture over

A picture to a worker and its result back, ms an image (median of 200 trips); the worker looks at
one pixel. A queue of processes pickles and copies the picture; threads pass it as it is.
"""
PARITY = """\
## Python's threads against those of C++

The same workers as above, in the same rounds: the ratio of each round, then its median.
"""
