# SPDX-License-Identifier: Apache-2.0
"""`fastdeploy serve`: the plain interface, PaddleX's, and how it is operated."""

from __future__ import annotations

import base64
import io
import json
import shutil
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from running_server import CAT, CLASSIFIER, COMMAND, DETECTOR, MODELS, OCR, PAGE, SEGMENTER, Server
from running_server import results_of as command_results


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    models = [f"cls={MODELS / CLASSIFIER}", f"det={MODELS / DETECTOR}"]
    models += [f"seg={MODELS / SEGMENTER}", f"ocr={MODELS / OCR}", "bad=/home/nobody/models/x"]
    with Server(*models, "--set", "cls.topk=3") as running:
        yield running
        assert running.stop() == 0


def results_of(model: str, *pictures: Path) -> list[Any]:
    """What the command gives, which the server was told to give: the best three classes."""
    if model == CLASSIFIER:
        return command_results(model, *pictures, command="classify", options=("--topk", "3"))
    return command_results(model, *pictures)


@pytest.mark.parametrize(
    ("name", "model", "picture"),
    [
        ("cls", CLASSIFIER, CAT),
        ("det", DETECTOR, CAT),
        ("seg", SEGMENTER, CAT),
        ("ocr", OCR, PAGE),
    ],
)
def test_results_are_those_of_the_command(
    server: Server, name: str, model: str, picture: Path
) -> None:
    answer = server.post(f"/predict/{name}", picture.read_bytes())
    assert answer.status == 200
    assert answer.json == {"image": "-", "result": results_of(model, picture)[0]}


def form(*files: tuple[str, str, bytes]) -> tuple[bytes, dict[str, str]]:
    body = b""
    for field, name, contents in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
        body += f"--XX\r\n{head}\r\n\r\n".encode() + contents + b"\r\n"
    return body + b"--XX--\r\n", {"Content-Type": "multipart/form-data; boundary=XX"}


def test_several_pictures(server: Server) -> None:
    files = [("a", "one.png", PAGE), ("a", "two.png", CAT)]
    body, headers = form(
        *((field, name, path.read_bytes()) for field, name, path in files), ("b", "bad.png", b"x")
    )
    rows = server.post("/predict/cls", body, headers=headers).json
    assert [row["image"] for row in rows] == ["one.png", "two.png", "bad.png"]
    assert [row["result"] for row in rows[:2]] == results_of(CLASSIFIER, PAGE, CAT)
    assert "cannot be read as an image" in rows[2]["error"]


def test_pages(server: Server, tmp_path: Path) -> None:
    tiff = tmp_path / "pages.tiff"
    cv2.imwritemulti(str(tiff), [cv2.imread(str(PAGE)), cv2.imread(str(CAT))])
    rows = server.post("/predict/cls?image=pages.tiff", tiff.read_bytes()).json
    assert [(row["image"], row["page"]) for row in rows] == [("pages.tiff", 1), ("pages.tiff", 2)]
    assert [row["result"] for row in rows] == results_of(CLASSIFIER, PAGE, CAT)


def test_drawing(server: Server) -> None:
    answer = server.post("/predict/ocr?draw=1", PAGE.read_bytes())
    assert answer.headers["Content-Type"] == "image/png"
    drawn = cv2.imdecode(np.frombuffer(answer.body, np.uint8), cv2.IMREAD_COLOR)
    page = cv2.imread(str(PAGE))
    assert drawn.shape == page.shape
    assert not np.array_equal(drawn, page)


def test_errors(server: Server) -> None:
    picture = CAT.read_bytes()
    expected = {
        ("GET", "/nothing/here"): 404,
        ("POST", "/predict/nothing"): 404,
        ("GET", "/predict/cls"): 405,
        ("POST", "/predict/bad"): 503,
        ("POST", "/predict/cls?draw=yes"): 400,
    }
    for (method, path), status in expected.items():
        answer = server.ask(method, path, picture if method == "POST" else None)
        assert (answer.status, list(answer.json)) == (status, ["error"]), path
    assert server.post("/predict/cls", b"no picture").status == 415
    assert server.post("/predict/cls", picture[: len(picture) // 2]).status == 400
    # A PNG of 300000 x 300000 pixels: refused by its header.
    huge = bytearray(picture)
    huge[16:24] = (300000).to_bytes(4, "big") * 2
    assert server.post("/predict/cls", bytes(huge)).status in (400, 413)


def test_models(server: Server) -> None:
    rows = {row["name"]: row for row in server.get("/models").json["models"]}
    assert rows["cls"] == {"name": "cls", "family": "classification", "state": "ready"}
    assert rows["ocr"]["family"] == "OCR"
    assert rows["bad"]["state"] == "failed"
    assert "/home/nobody" not in json.dumps(rows)


def test_request_ids_and_access_log(server: Server) -> None:
    answer = server.post("/predict/cls", CAT.read_bytes(), headers={"X-Request-Id": "my-id.7"})
    assert answer.headers["X-Request-Id"] == "my-id.7"
    strange = server.get("/models", headers={"X-Request-Id": "a b{"}).headers["X-Request-Id"]
    assert strange not in ("", "a b{")
    for _ in range(100):
        if lines := [line for line in server.lines if line["id"] == "my-id.7"]:
            break
        threading.Event().wait(0.05)
    (line,) = lines
    assert (line["method"], line["path"], line["status"]) == ("POST", "/predict/cls", 200)
    assert (line["model"], line["images"], line["client"]) == ("cls", 1, "127.0.0.1")
    assert line["bytes_in"] == CAT.stat().st_size
    assert line["predict"] > 0


def test_metrics(server: Server) -> None:
    images = server.metric('fastdeploy_images_total{model="seg"}')
    stage = 'fastdeploy_stage_seconds_count{model="seg",stage="predict"}'
    stages = server.metric(stage)
    server.post("/predict/seg", CAT.read_bytes())
    assert server.metric('fastdeploy_images_total{model="seg"}') == images + 1
    assert server.metric(stage) == stages + 1
    assert server.metric('fastdeploy_queue_depth{model="seg"}') == 0
    assert server.metric('fastdeploy_clones{model="seg"}') >= 1
    assert server.metric("process_resident_memory_bytes") > 1e6


def test_paddlex_forms(server: Server) -> None:
    def ask(path: str, **body: object) -> dict[str, object]:
        answer = server.post(path, json.dumps(body))
        assert answer.status == 200, answer.body
        assert answer.json["errorCode"] == 0
        assert answer.json["errorMsg"] == "Success"
        return answer.json["result"]

    page, cat = (base64.b64encode(path.read_bytes()).decode() for path in (PAGE, CAT))
    ocr = results_of(OCR, PAGE)[0]
    result = ask("/ocr", file=page, fileType=1, visualize=False)
    pruned = result["ocrResults"][0]["prunedResult"]
    assert pruned["rec_texts"] == ocr["text"]
    assert pruned["rec_scores"] == pytest.approx(ocr["rec_scores"])
    assert np.array(pruned["rec_polys"]).reshape(-1, 8).tolist() == ocr["boxes"]
    assert result["dataInfo"] == {"width": 384, "height": 191, "type": "image"}
    pages = [cv2.imread(str(PAGE)), cv2.flip(cv2.imread(str(PAGE)), -1)]
    tiff = base64.b64encode(cv2.imencodemulti(".tiff", pages)[1].tobytes()).decode()
    result = ask("/ocr", file=tiff, visualize=False)
    size = {"width": 384, "height": 191}
    assert result["dataInfo"] == {"numPages": 2, "pages": [size, size], "type": "tiff"}
    assert result["ocrResults"][0]["prunedResult"] == pruned
    assert result["ocrResults"][1]["prunedResult"]["rec_polys"] != pruned["rec_polys"]
    scan = io.BytesIO()
    Image.open(PAGE).convert("RGB").save(scan, "PDF", resolution=200)  # as they are read
    pdf = base64.b64encode(scan.getvalue()).decode()
    result = ask("/ocr", file=pdf, fileType=0, visualize=False)
    assert {"numPages": 1, "type": "pdf"}.items() <= result["dataInfo"].items()
    (found,) = result["dataInfo"]["pages"]
    assert abs(found["width"] - 384) <= 1 and abs(found["height"] - 191) <= 1
    assert result["ocrResults"][0]["prunedResult"]["rec_texts"][:6] == ocr["text"][:6]
    drawn = base64.b64decode(ask("/ocr", file=page)["ocrResults"][0]["ocrImage"])
    assert cv2.imdecode(np.frombuffer(drawn, np.uint8), 1).shape == (191, 384, 3)

    detected = results_of(DETECTOR, CAT)[0]
    objects = ask("/object-detection", image=cat, visualize=False)["detectedObjects"]
    assert [one["categoryId"] for one in objects] == detected["label_ids"]
    assert [one["bbox"] for one in objects] == [pytest.approx(box) for box in detected["boxes"]]
    assert len(ask("/object-detection", image=cat, threshold=0.99)["detectedObjects"]) == 0

    classes = ask("/image-classification", image=cat, topk=2)["categories"]
    assert [one["id"] for one in classes] == results_of(CLASSIFIER, CAT)[0]["label_ids"][:2]

    segmented = results_of(SEGMENTER, CAT)[0]
    map_ = ask("/semantic-segmentation", image=cat, visualize=False)
    assert map_["size"] == segmented["shape"]
    assert map_["labelMap"] == segmented["label_map"]

    health = server.get("/health").json
    assert (health["errorCode"], health["errorMsg"]) == (0, "Healthy")
    for body in (
        {"file": page, "textDetThresh": 0.1},
        {"file": "https://x/y.png"},
        {"file": page, "fileType": 0},
        {"file": pdf, "fileType": 1},
        {"file": page, "fileType": "pdf"},
        {},
        [],
    ):
        answer = server.post("/ocr", json.dumps(body))
        assert (answer.status, answer.json["errorCode"]) == (422, 422), body
    assert server.post("/ocr", '{"file":"!"}').json["errorCode"] == 400


def test_page_and_description(server: Server) -> None:
    page = server.get("/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.body.startswith(b"<!doctype html>")
    description = server.get("/openapi.json").json
    assert description["openapi"].startswith("3.")
    assert "/predict/{name}" in description["paths"]


def test_token(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("from the file\n")
    model = str(MODELS / CLASSIFIER)
    for options, environment, secret in (
        (["--token", "given"], {}, "given"),
        (["--token-file", str(token)], {}, "from the file"),
        ([], {"FASTDEPLOY_TOKEN": "of the environment"}, "of the environment"),
    ):
        with Server(model, *options, **environment) as server:
            refused = server.get("/models")
            assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
            good = server.get("/models", headers={"Authorization": f"Bearer {secret}"})
            assert good.status == 200
            assert server.stop() == 0


def test_tls(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no program openssl to make a certificate with")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
            *["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
            *["-keyout", str(key), "-out", str(certificate)],
        ],
        check=True,
        capture_output=True,
    )
    model = str(MODELS / CLASSIFIER)
    options = ["--certificate", str(certificate), "--key", str(key)]
    with Server(model, *options, wait=False) as server:
        context = ssl.create_default_context(cafile=str(certificate))
        connection = server.connection(context=context)
        for _ in range(600):
            connection.request("GET", "/v2/health/ready")
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                break
            threading.Event().wait(0.1)
        connection.request("POST", "/predict/" + CLASSIFIER, CAT.read_bytes())
        assert connection.getresponse().read().startswith(b'{"image":"-","result":')
        connection.close()
        with socket.create_connection((server.host, server.port), timeout=30) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert not plain.recv(100).startswith(b"HTTP/")
        assert server.stop() == 0


def refusal(*arguments: str) -> str:
    ran = subprocess.run(
        [COMMAND, "serve", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    return ran.stderr


def test_bad_arguments(tmp_path: Path) -> None:
    model = str(MODELS / CLASSIFIER)
    assert "no model could be loaded" in refusal("/no/such/folder", "--port", "0")
    assert "two models are called" in refusal(model, model)
    assert "cannot be served as 'a/b'" in refusal(f"a/b={model}")
    assert "no model is called 'x'" in refusal(model, "--set", "x.topk=3")
    assert "have no setting 'words'" in refusal(
        f"a={model}", "--set", "a.words=true", "--port", "0"
    )
    assert "expected a whole number" in refusal(f"a={model}", "--set", "a.topk=x", "--port", "0")
    assert "both --certificate and --key" in refusal(model, "--key", "x")
    assert "cannot use the certificate" in refusal(model, "--key", "x", "--certificate", "y")
    assert "cannot read a token" in refusal(model, "--token-file", str(tmp_path / "none"))
    with Server(model) as server:
        assert "cannot listen" in refusal(model, "--port", str(server.port))
        assert server.stop(signal.SIGINT) == 0
