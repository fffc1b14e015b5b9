# SPDX-License-Identifier: Apache-2.0
"""PaddleX's own server, as `paddlex --serve` runs it, with an OCR model that is on the disk.

    python paddlex_server.py MODEL PORT THREADS

MODEL has det/ and rec/ with an inference.yml each. Paddle, float32.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engines import model_name
from paddlex import create_pipeline
from paddlex.inference.pipelines import load_pipeline_config
from paddlex.inference.serving.basic_serving import create_pipeline_app, run_server


def main() -> None:
    model, port, threads = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    config = load_pipeline_config("OCR")
    config |= {"use_doc_preprocessor": False, "use_textline_orientation": False}
    del config["SubPipelines"], config["SubModules"]["TextLineOrientation"]
    for part, module in (("det", "TextDetection"), ("rec", "TextRecognition")):
        folder = model / part
        config["SubModules"][module] |= {"model_name": model_name(folder), "model_dir": str(folder)}
    config["SubModules"]["TextDetection"] |= {"limit_side_len": 960, "limit_type": "max"}
    options = {"paddle_static": {"cpu_threads": threads}}
    pipeline = create_pipeline(config=config, device="cpu", engine_config=options)
    run_server(create_pipeline_app(pipeline, config), host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
