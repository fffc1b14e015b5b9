# SPDX-License-Identifier: Apache-2.0
"""The text of docs/tables.md between its tables."""

TITLE = """\
# Threads, clones and processes, measured

FastDeploy 1.x's tutorial compares clones with separate models, and threads with processes.
`./dev bench tables` repeats both comparisons and writes this page. Each run is a new process, and
runs of the variants alternate. Figures are medians, followed by (minimum-maximum) where these
differ ([rows](../benchmarks/results/tables)). MB are 2^20 bytes; models run in float32.
They are from before compiled models were kept, which takes about 100 MB less for each
model ([figures](measured.md)).
"""
MACHINE = """\
On {cores} cores of an {processor}; Python {python}, OpenVINO {openvino}.{others}
"""
MEMORY = """\
## Memory

Resident memory in MB of one process, ResNet50_vd on OpenVINO, after loading / after each model
has predicted ten times.
"""
MEMORY_NOTES = """\
Runs of one cell differ by at most {spread:.1f} MB. With clones, no run of the C++ program takes
more than {most:.0f} MB. The figures include what a process takes before it loads a model:
{cpp:.0f} MB in C++, and {python:.0f} MB in Python with NumPy and the package imported.
"""
WORKERS = """\
## Threads against processes

Each thread has a clone of one model. Each process (started with spawn) loads the model itself,
either with the default setting, which gives every process all cores, or with the cores shared out
between them. By default a large model runs in one stream over all cores and a small one in a
stream for every core ([more](performance.md)). "One file of weights" is `EnableWeightSharing`:
all processes map the files that the first one wrote.
"""
RESOURCES = """\
### Memory

The sum of the proportional set sizes (PSS) of all processes, after every worker has predicted.
Pages that processes share count once. The parent process loads no model.
"""
COMPUTE = """\
### Throughput

Workers predict without pauses.
"""
IO = """\
### With I/O

Before each image a worker waits 30 ms, as if for a disk or network; PP-LCNet x0.25.
"""
COMMUNICATION = """\
### Passing an image to a worker

Time in ms to pass an image to a worker and get a result back (median of 200 round trips); the
worker reads one pixel. A queue between processes pickles and copies the image; threads pass a
reference.
"""
PARITY = """\
## Python threads against C++ threads

The same workers and rounds as above. Ratios are computed for each round; shown is their median.
"""
