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
as the model says, which leaves pages as they are. faster-paddle pads short lines to 96 pixels, the
others to 320.

Settings of detection are each product's own. This library and PaddleOCR take the model's, and make
the same errors with PP-OCRv5. RapidOCR grows the map of text by a pixel before it takes boxes, and
enlarges these a little more (1.6 in place of 1.5), so that lines have more room around them; it
loses a line of PP-OCRv6 at 960. With RapidOCR's two settings (`use_dilation`,
`det_db_unclip_ratio`), the text error of this library on eight such pages falls from 0.09 to 0.02 %
(PP-OCRv4) and from 0.15 to 0.06 % (PP-OCRv5 mobile); that of PP-OCRv6 small stays 0.

The other way round, with the thresholds of the model's file RapidOCR finds all lines of PP-OCRv6
small, too (text error 0), and takes longer. On these four pages (three rounds in turns, float32, at
most 960 pixels) this library reads 1.09 a second, RapidOCR 1.05 with its own thresholds and 0.84
with the model's. At the same text error, this library is 1.30 times as fast
([rows](../benchmarks/results/peers/ocr_thresholds.json)).
"""
NETWORKS = """\
## Models beside their network alone

Images a second with default options, float32, one caller and two with clones; beside OpenVINO's
`benchmark_app`, which runs the network without preparation and decoding. The shares compare one
caller with one stream, and two callers with the better of both settings. A large model has one
stream over all cores by default, so that two callers get less than from a stream for each core
([how to choose](performance.md)). What a small model lacks is preparation and decoding (0.14 ms of
PP-LCNet x0.25, whose network takes 0.9 to 1.2), and for two callers Python's lock; of PicoDet-S,
whose weights are made, also the suppression of 170,000 candidates. The last column, of
eight Python threads on two cores, depends on the machine: [another one](measured.md) had 1.35 and
1.8. OpenVINO's own requests wait as long on this one, with C++ threads and without this library
(three runs of two seconds in turns): 2.0 to 4.8 means with PP-LCNet x0.25, 2.4 to 3.2 with x1.0;
this library's, 3.4 to 4.2 and 2.6 to 3.3. A program that only counts is stopped for up to 8 ms
there.
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
In a longer run of these two alone (3 rounds of 8 seconds,
[rows](../benchmarks/results/serving_pool.json)) the server answered, at 1, 8 and 64 clients, 0.89,
0.98 and 0.96 times as much as the pool (PP-LCNet x0.25), 0.95, 1.06 and 0.99 (PP-OCRv6 small),
1.02, 1.03 and 1.00 (PP-OCRv5 mobile): medians of the rounds' ratios. A lone client waits for the
answer before it asks again, so the time of the connection counts.
"""
