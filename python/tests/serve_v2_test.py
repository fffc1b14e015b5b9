# SPDX-License-Identifier: Apache-2.0
"""The inference protocol of `fastdeploy serve`, asked by Triton's own client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from running_server import (
    CAT,
    CLASSIFIER,
    DETECTOR,
    MODELS,
    OCR,
    PAGE,
    SEGMENTER,
    Server,
    results_of,
)

client = pytest.importorskip("tritonclient.http", reason="it is in the group `test`")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    names = {"cls": CLASSIFIER, "det": DETECTOR, "seg": SEGMENTER, "ocr": OCR}
    names |= {
        "masks": "mask_rcnn_r18",
        "points": "tinypose_128x96",
        "cut": "pphumanseg_lite_matting",
    }
    models = [f"{name}={MODELS / model}" for name, model in names.items()]
    with Server(*models, "--family", "cut=matting") as running:
        yield running
        assert running.stop() == 0


@pytest.fixture(scope="module")
def triton(server: Server) -> Iterator[Any]:
    with client.InferenceServerClient(server.url, network_timeout=120) as connected:
        yield connected


def rgb(path: Path) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


def tensor(name: str, values: np.ndarray, datatype: str, binary: bool = True) -> Any:
    made = client.InferInput(name, list(values.shape), datatype)
    made.set_data_from_numpy(values, binary_data=binary)
    return made


def pixels(path: Path, **options: Any) -> Any:
    return tensor("image", rgb(path), "UINT8", **options)


def file(*paths: Path) -> Any:
    return tensor("image", np.array([path.read_bytes() for path in paths], object), "BYTES")


def test_server_and_models(triton: Any) -> None:
    assert triton.is_server_live()
    assert triton.is_server_ready()
    assert "binary_tensor_data" in triton.get_server_metadata()["extensions"]
    assert triton.is_model_ready("cls")
    assert triton.is_model_ready("cls", "1")
    assert not triton.is_model_ready("cls", "2")
    assert not triton.is_model_ready("none")
    metadata = triton.get_model_metadata("ocr")
    assert [row["name"] for row in metadata["inputs"]] == ["image", "lang_type"]
    assert {row["name"]: (row["datatype"], row["shape"]) for row in metadata["outputs"]} == {
        "result": ("BYTES", [-1]),
        "boxes": ("INT32", [-1, 4, 2]),
        "txts": ("BYTES", [-1]),
        "scores": ("FP32", [-1]),
    }
    with pytest.raises(client.InferenceServerException, match="there is no model 'none'"):
        triton.get_model_metadata("none")


@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("given", [file, pixels])
@pytest.mark.parametrize(
    ("name", "model", "picture", "fields"),
    [
        ("cls", CLASSIFIER, CAT, {"label_ids": "label_ids", "scores": "scores"}),
        ("det", DETECTOR, CAT, {"boxes": "boxes", "label_ids": "label_ids", "scores": "scores"}),
        ("seg", SEGMENTER, CAT, {"label_map": "label_map"}),
        ("ocr", OCR, PAGE, {"boxes": "boxes", "txts": "text", "scores": "rec_scores"}),
        ("points", "tinypose_128x96", CAT, {"keypoints": "keypoints", "scores": "scores"}),
        ("cut", "pphumanseg_lite_matting", CAT, {"alpha": "alpha"}),
    ],
)
def test_results_are_those_of_the_command(
    triton: Any,
    given: Any,
    binary: bool,
    name: str,
    model: str,
    picture: Path,
    fields: dict[str, str],
) -> None:
    outputs = [client.InferRequestedOutput(one, binary_data=binary) for one in ["result", *fields]]
    answer = triton.infer(name, [given(picture)], outputs=outputs, request_id="7")
    expected = results_of(model, picture, command="matte" if name == "cut" else "predict")[0]
    assert answer.get_response()["id"] == "7"
    assert json.loads(answer.as_numpy("result")[0]) == expected
    for output, field in fields.items():
        values = answer.as_numpy(output)
        if output == "txts":
            texts = [text.decode() if isinstance(text, bytes) else text for text in values]
            assert texts == expected[field]
        else:
            numbers = np.array(expected[field], values.dtype)
            assert np.array_equal(values.reshape(-1), numbers.reshape(-1)), output
    if output == "label_map":
        assert list(values.shape) == expected["shape"]


def test_without_outputs_all_are_given(triton: Any) -> None:
    answer = triton.infer("det", [file(CAT)])
    names = [row["name"] for row in answer.get_response()["outputs"]]
    assert names == ["result", "boxes", "scores", "label_ids"]
    assert answer.as_numpy("boxes").shape[1:] == (4,)


def test_pixels_in_json(triton: Any) -> None:
    expected = triton.infer("cls", [pixels(CAT)]).as_numpy("result")[0]
    assert triton.infer("cls", [pixels(CAT, binary=False)]).as_numpy("result")[0] == expected
    bgr = tensor("image", cv2.imread(str(CAT)), "UINT8")
    answer = triton.infer("cls", [bgr], parameters={"color": "BGR"})
    assert answer.as_numpy("result")[0] == expected


def test_several_images(triton: Any) -> None:
    answer = triton.infer("cls", [file(CAT, PAGE)])
    assert [json.loads(text) for text in answer.as_numpy("result")] == results_of(
        CLASSIFIER, CAT, PAGE
    )
    two = np.stack([rgb(CAT), rgb(CAT)[::-1]])
    assert triton.infer("cls", [tensor("image", two, "UINT8")]).as_numpy("result").shape == (2,)
    with pytest.raises(client.InferenceServerException, match="no output 'scores' for several"):
        triton.infer("cls", [file(CAT, PAGE)], outputs=[client.InferRequestedOutput("scores")])


def test_masks(triton: Any) -> None:
    outputs = [client.InferRequestedOutput(name) for name in ("masks", "boxes", "result")]
    answer = triton.infer("masks", [file(CAT)], outputs=outputs)
    masks, boxes = answer.as_numpy("masks"), answer.as_numpy("boxes")
    result = json.loads(answer.as_numpy("result")[0])
    assert masks.shape == (len(boxes), *rgb(CAT).shape[:2])
    for mask, own in zip(masks, result["masks"], strict=True):
        assert mask.sum() == sum(own["data"])


def test_what_docling_sends(triton: Any) -> None:
    """docling's kserve_v2_ocr_model: a language, and an image with a dimension for the batch."""
    image = rgb(PAGE)[None]
    language = np.array([["en"]], object)
    outputs = [client.InferRequestedOutput(name) for name in ("boxes", "txts", "scores")]
    inputs = [tensor("lang_type", language, "BYTES"), tensor("image", image, "UINT8")]
    answer = triton.infer("ocr", inputs, outputs=outputs)
    expected = results_of(OCR, PAGE)[0]
    boxes, texts, scores = (answer.as_numpy(name) for name in ("boxes", "txts", "scores"))
    assert boxes.shape == (len(expected["text"]), 4, 2)
    assert boxes.reshape(-1, 8).tolist() == expected["boxes"]
    assert [text.decode() for text in texts] == expected["text"]
    assert scores.tolist() == pytest.approx(expected["rec_scores"])


def test_refusals(triton: Any, server: Server) -> None:
    def refused(reason: str, *inputs: Any) -> None:
        with pytest.raises(client.InferenceServerException, match=reason):
            triton.infer("cls", list(inputs))

    refused("input 'picture': expected one input", tensor("picture", rgb(CAT), "UINT8"))
    refused("expected UINT8 or BYTES", tensor("image", rgb(CAT).astype(np.float32), "FP32"))
    refused("expected a shape", tensor("image", rgb(CAT)[:, :, 0], "UINT8"))
    refused("cannot be read as an image", tensor("image", np.array([b"x"], object), "BYTES"))
    for body, header in ((b"{}", "9"), (b"x", ""), (b'{"inputs":[{}]}', "")):
        headers = {"Inference-Header-Content-Length": header} if header else {}
        assert server.post("/v2/models/cls/infer", body, headers=headers).status == 400


def test_repository(server: Server, triton: Any) -> None:
    def states() -> dict[str, str]:
        return {row["name"]: row["state"] for row in triton.get_model_repository_index()}

    assert states()["seg"] == "READY"
    triton.unload_model("seg")
    assert states()["seg"] == "UNAVAILABLE"
    assert not triton.is_model_ready("seg")
    assert triton.is_server_ready()  # the others are
    triton.load_model("seg")
    assert triton.is_model_ready("seg")
    expected = triton.infer("cls", [file(CAT)]).as_numpy("result")[0]
    triton.load_model("cls")
    assert triton.infer("cls", [file(CAT)]).as_numpy("result")[0] == expected
    with pytest.raises(client.InferenceServerException, match="there is no model"):
        triton.load_model("none")
