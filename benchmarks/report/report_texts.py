# SPDX-License-Identifier: Apache-2.0
"""The text of docs/benchmarks.md between its tables."""

TITLE = """\
# Beside others, and how cost grows

`./dev bench peers` and `./dev bench curves` measure again and write this page
([rows](../benchmarks/results)). Figures are medians. Those that are compared were measured in turns
in one run, at the same precision, with the same number of threads.
"""
MACHINE = """\
On {cores} cores of an {processor}; Python {python}, OpenVINO {openvino}.
"""
OCR = """\
## OCR

Four drawn pages with 109 lines ([how](../benchmarks/peers/pages.py)), read one by one; pages a
second, text error (edit distance by length, without spaces), peak memory of the process. Two
threads. Pages are scaled so that no side exceeds 960 pixels, except where "default sizes" leaves it
to each product: RapidOCR and faster-paddle then enlarge the shorter side to 736, this library does
as the model says, which leaves pages as they are. Thresholds of detection are each product's own:
RapidOCR loses a line at 960. faster-paddle pads short lines to 96 pixels, the others to 320.
"""
NETWORKS = """\
## Models beside their network alone

Images a second with default options, float32, one caller and two with clones; beside OpenVINO's
`benchmark_app`, which runs the network without preparation and decoding. The shares compare one
caller with one stream, and two callers with the better of both settings. A large model has one
stream over all cores by default, so that two callers get less than from a stream for each core
([how to choose](performance.md)). What a small model lacks is preparation and decoding; of
PicoDet-S, whose weights are made, also the suppression of thousands of boxes. The last column, of
eight Python threads on two cores, depends on the machine: [another one](measured.md) had 1.35 and
1.8.
"""
CLONES = """\
## Clones

Threads that predict without a pause, each with its clone; on two cores, one run of each point, as
below. PP-LCNet grows until each core has a stream that is never idle: two clones, and a few more
that prepare meanwhile. A single ResNet50_vd has both cores already. A clone takes about a megabyte.
"""
LINES = """\
## Lines of a page

Pages 1000 pixels wide, 36 pixels high for each line of some 40 characters, read by PP-OCRv6 small
at their own scale. Both cores read lines side by side, so a line takes less when there are enough
to keep both busy until the end. Detection and its memory grow with the pixels: a limit of the size
of pages (`--limit-side-len`) bounds both.
"""
PIXELS = """\
## Pixels

Noise, as an array of 8 bits: what preparation takes, since the network gets the same size. The
detector of text scales pages to at most 960 pixels, which 1 megapixel reaches. Larger pictures cost
no more, since scaling down reads only the pixels that it needs.
"""
COST = """\
## Cost of a network

One caller, images of 320 x 320. Multiply-adds are those of convolutions and products of matrices.
Below 500 million, other work counts as much: preparation, suppression, maps as large as the
picture.
"""
SERVING = """\
## The server

`fastdeploy serve` and its peers, requests a second, then p50 / p99 in ms; `benchmarks/serving.py`
([rows](../benchmarks/results/serving.json)). A pool is this library's, without HTTP.
"""
