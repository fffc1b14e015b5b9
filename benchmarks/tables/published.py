# SPDX-License-Identifier: Apache-2.0
"""Figures from FastDeploy 1.x's tutorial on threads (tutorials/multi_thread/README).

ResNet50_vd on OpenVINO, on a Xeon Gold 6271C: memory in MB of one process with 1, 2 and 3 models,
after loading and after predicting.
"""

LOADED, PREDICTED = 0, 1

MEMORY = {
    ("in-turn", "clones"): ([322, 322, 322], [325, 325, 325]),
    ("in-turn", "separate"): ([322, 559, 771], [325, 560, 771]),
    ("threads", "clones"): ([322, 322, 322], [337, 343, 347]),
    ("threads", "separate"): ([322, 548, 752], [337, 566, 784]),
}
