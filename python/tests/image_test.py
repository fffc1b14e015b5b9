# SPDX-License-Identifier: Apache-2.0
"""What is accepted as an image: arrays, files, images of Pillow; and the errors for others."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest
from conftest import MODELS, Row, classifier, made_picture

import fastdeploy as fd
from fastdeploy import _pillow


@pytest.fixture(scope="module")
def model() -> fd.vision.classification.PaddleClasModel:
    return classifier()


@pytest.mark.parametrize(
    "view",
    [
        lambda im: im[:, ::-1],
        lambda im: im[::-1],
        lambda im: im[..., ::-1],
        lambda im: im[3:60:2, 5:90:3],
        lambda im: im[10:70, 20:90],
        lambda im: im.transpose(1, 0, 2),
        lambda im: np.asfortranarray(im),
        lambda im: np.broadcast_to(im[:1], im.shape),
    ],
)
def test_views_count_as_their_pixels(
    model: fd.vision.classification.PaddleClasModel, view: Any
) -> None:
    image = view(made_picture(80, 100))
    assert model.predict(image) == model.predict(np.ascontiguousarray(image))


def test_read_only_arrays_are_accepted(model: fd.vision.classification.PaddleClasModel) -> None:
    image = made_picture(80, 100)
    expected = model.predict(image)
    image.flags.writeable = False
    assert model.predict(image) == expected


@pytest.mark.parametrize("view", [lambda im: im, lambda im: im[:, ::-1], lambda im: im[2:70:3]])
def test_grey_and_bgra_images_count_as_bgr(
    model: fd.vision.classification.PaddleClasModel, view: Any
) -> None:
    image = made_picture(80, 100)
    bgra = np.concatenate([image, np.full((80, 100, 1), 7, np.uint8)], axis=2)
    assert model.predict(view(bgra)) == model.predict(view(image))
    grey = view(np.ascontiguousarray(image[..., 1]))
    expected = model.predict(np.stack([grey] * 3, axis=2))
    assert model.predict(grey) == expected and model.predict(grey[..., None]) == expected
    assert model.predict(view(image)[..., 1]) == expected


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (None, "None, which cv2.imread returns"),
        (np.zeros(4, np.uint8), r"uint8 and shape \(4\)"),
        (np.zeros((4, 4), np.float32), r"float32 and shape \(4, 4\)"),
        (np.zeros((4, 4, 2), np.uint8), r"uint8 and shape \(4, 4, 2\)"),
        (np.zeros((4, 4, 5), np.uint8), r"uint8 and shape \(4, 4, 5\)"),
        (np.zeros((1, 4, 4, 3), np.uint8), r"shape \(1, 4, 4, 3\)"),
        (np.zeros((4, 4, 3), np.float32), r"float32 and shape \(4, 4, 3\)"),
        (np.zeros((4, 4, 3), np.int8), "int8"),
        (np.zeros((4, 4, 3), np.uint16), "uint16"),
        (np.zeros((4, 4, 3), bool), "bool"),
        (np.zeros((0, 4, 3), np.uint8), "an empty array"),
        (np.zeros((4, 0), np.uint8), "an empty array"),
        (3, "int"),
        ([[[1, 2, 3]]], "list"),
    ],
)
def test_others_are_refused(
    model: fd.vision.classification.PaddleClasModel, image: Any, found: str
) -> None:
    with pytest.raises(ValueError, match="image: expected a uint8 array.*found.*" + found):
        model.predict(image)
    with pytest.raises(fd.Error, match=r"images\[1\]: expected"):
        model.batch_predict([made_picture(8, 8), image])


def written(path: Path, picture: np.ndarray, *settings: int) -> Path:
    assert cv2.imwrite(str(path), picture, settings)
    return path


def test_files_count_as_their_pixels(
    model: fd.vision.classification.PaddleClasModel, tmp_path: Path
) -> None:
    image = made_picture(80, 100)
    expected = model.predict(image)
    path = written(tmp_path / "Bild ä.png", image)
    contents = path.read_bytes()
    for given in (path, str(path), contents, bytearray(contents), PIL.Image.open(path)):
        assert model.predict(given) == expected
    assert model.batch_predict([image, path, str(path), contents]) == [expected] * 4
    with fd.Pool(model, workers=2) as pool:
        assert list(pool.map([image, path, str(path), contents])) == [expected] * 4
    (page,) = fd.read_pages(path)
    assert page.dtype == np.uint8 and (page == image).all()


def test_every_family_takes_files(row: Row, tmp_path: Path) -> None:
    (picture,) = row.pictures(4)[:1]
    model = row.load()
    expected = model.predict(picture)
    path = written(tmp_path / "picture.png", picture)
    assert model.predict(path) == expected
    assert model.batch_predict([path]) == model.batch_predict([picture])


def test_stages_and_drawings_take_files(cat: np.ndarray) -> None:
    path = MODELS / "images" / "chelsea.png"
    model = classifier()
    (tensor,) = model.preprocessor.run([path])
    (expected,) = model.preprocessor.run([cat])
    np.testing.assert_array_equal(tensor.numpy(), expected.numpy())
    box = fd.vision.OCRResult(boxes=[[10, 10, 60, 10, 60, 30, 10, 30]])
    np.testing.assert_array_equal(fd.vision.vis_ppocr(path, box), fd.vision.vis_ppocr(cat, box))


def test_files_that_cannot_be_read(
    model: fd.vision.classification.PaddleClasModel, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError, match=r"image: 'none.png': this file does not exist"):
        model.predict("none.png")
    with pytest.raises(fd.NotFoundError, match="a folder"):
        model.predict(tmp_path)
    text = tmp_path / "text.png"
    text.write_text("no picture")
    with pytest.raises(fd.InvalidFileError, match=r"images\[1\]: '.*text.png'"):
        model.batch_predict([made_picture(8, 8), text])
    with pytest.raises(fd.InvalidFileError, match=r"^image: "):
        model.predict(b"no picture")
    with pytest.raises(ValueError, match="the path is empty"):
        model.predict("")
    with pytest.raises(ValueError, match="expected the path of a file"):
        model.predict("a\0b")
    with pytest.raises(ValueError, match="file: expected a path or the bytes"):
        fd.read_pages(made_picture(8, 8))  # type: ignore[arg-type]
    with fd.Pool(model, workers=1) as pool:
        results = list(pool.map(["none.png", made_picture(8, 8)], return_exceptions=True))
    assert isinstance(results[0], fd.NotFoundError) and results[1] == model.predict(
        made_picture(8, 8)
    )


def test_pages(model: fd.vision.classification.PaddleClasModel, tmp_path: Path) -> None:
    pages = [made_picture(20, 30), made_picture(40, 50)]
    path = tmp_path / "scan.tif"
    images = [PIL.Image.fromarray(page[..., ::-1]) for page in pages]
    images[0].save(path, save_all=True, append_images=images[1:])
    for given in (path, path.read_bytes()):
        for found, expected in zip(fd.read_pages(given), pages, strict=True):
            np.testing.assert_array_equal(found, expected)
        with pytest.raises(ValueError, match=r"found 2: pass the pages of fastdeploy\.read_pages"):
            model.predict(given)


def make_pdf(path: Path, heights: Sequence[int], **settings: Any) -> list[np.ndarray]:
    """A PDF with a page of 144 pixels per inch for each height, and its pages at that."""
    pages = [
        np.full((height, 60, 3), (20 * i, 90, 200), np.uint8) for i, height in enumerate(heights)
    ]
    images = [PIL.Image.fromarray(page[..., ::-1]) for page in pages]
    images[0].save(path, save_all=True, append_images=images[1:], resolution=144, **settings)
    return pages


def test_jpeg_at_a_fraction_of_its_size(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    cv2.imwrite(str(path), made_picture(300, 200))
    whole = fd.read_pages(path)[0]
    assert whole.shape == (300, 200, 3)
    np.testing.assert_array_equal(fd.read_pages(path, jpeg_side=101)[0], whole)
    half = cv2.imread(str(path), cv2.IMREAD_REDUCED_COLOR_2)
    np.testing.assert_array_equal(fd.read_pages(path.read_bytes(), jpeg_side=100)[0], half)
    assert fd.read_pages(path, jpeg_side=1)[0].shape == (38, 25, 3)
    with pytest.raises(ValueError, match="jpeg_side: expected at least 0, found -1"):
        fd.read_pages(path, jpeg_side=-1)


def test_pages_of_pdf(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    made = make_pdf(path, [40, 50, 70])
    for given in (path, str(path), path.read_bytes()):
        pages = fd.read_pages(given, dpi=144)
        assert [page.shape for page in pages] == [(40, 60, 3), (50, 60, 3), (70, 60, 3)]
        for page, expected in zip(pages, made, strict=True):
            np.testing.assert_allclose(page[5:-5, 5:-5], expected[5:-5, 5:-5], atol=3)  # JPEG in it
    assert fd.read_pages(path, dpi=72)[2].shape == (35, 30, 3)
    assert fd.read_pages(path)[0].shape == (56, 84, 3)  # 200 pixels per inch
    with ThreadPoolExecutor(4) as pool:  # PDFium itself is not thread-safe
        for same in pool.map(lambda _: fd.read_pages(path, dpi=144), range(20)):
            np.testing.assert_array_equal(same[1], pages[1])


def test_pdf_that_cannot_be_read(
    tmp_path: Path, model: fd.vision.classification.PaddleClasModel
) -> None:
    path = tmp_path / "scan.pdf"
    make_pdf(path, [40, 40])
    with pytest.raises(ValueError, match="found 2: pass the pages of"):
        model.predict(path)
    with pytest.raises(ValueError, match="dpi: expected a number above 0, found 0"):
        fd.read_pages(path, dpi=0)
    with pytest.raises(fd.InvalidFileError, match="pixels"):
        fd.read_pages(path, dpi=1e6)
    path.write_bytes(b"%PDF-1.7 damaged")
    with pytest.raises(fd.InvalidFileError, match=r"scan\.pdf': cannot read PDF: .*damaged"):
        fd.read_pages(path)


def test_pdf_without_pdfium(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    make_pdf(path, [40])
    program = f"import fastdeploy as fd; fd.read_pages({str(path)!r})"
    environment = os.environ | {"FASTDEPLOY_PDFIUM_LIBRARY": "/none/libpdfium.so"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True)
    assert b"UnsupportedError: file: " in ran.stderr
    assert b"pip install fastdeploy-vision[pdf]" in ran.stderr


def test_command_reads_pdf(tmp_path: Path) -> None:
    make_pdf(tmp_path / "scan.pdf", [400, 500])
    command = Path(sys.executable).with_name("fastdeploy")
    arguments = [
        "classify",
        tmp_path,
        "--model",
        MODELS / "pplcnet_x0_25",
        "--json",
        "--dpi",
        "144",
    ]
    ran = subprocess.run([command, *arguments], capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [row["page"] for row in rows] == [1, 2]
    assert all(row["image"].endswith("scan.pdf") for row in rows)


def as_png(image: PIL.Image.Image, **settings: Any) -> bytes:
    contents = io.BytesIO()
    image.save(contents, "png", **settings)
    return contents.getvalue()


@pytest.mark.parametrize(
    "mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "P transparent", "turned"]
)
def test_images_of_pillow_count_as_their_files(mode: str) -> None:
    """What the reader of files gives for an image saved as PNG, which keeps these modes."""
    picture = made_picture(60, 70)
    base = PIL.Image.fromarray(picture)
    settings: dict[str, Any] = {}
    if mode == "I;16":
        image = PIL.Image.fromarray(picture[..., 0].astype(np.uint16) * 251 + 99)
    elif mode in ("RGBA", "LA"):
        alpha = PIL.Image.fromarray(picture[..., 1].copy())
        image = base.convert(mode)
        image.putalpha(alpha)
    elif mode == "P transparent":
        image = base.convert("P")
        settings["transparency"] = image.info["transparency"] = 7
    elif mode == "turned":
        image = base
        exif = image.getexif()
        exif[0x0112] = 6
        settings["exif"] = exif
    else:
        image = base.convert(mode)
    model = classifier()
    assert image.mode == mode.split()[0] or mode == "turned"
    (page,) = fd.read_pages(as_png(image, **settings))
    assert page.shape == ((70, 60, 3) if mode == "turned" else (60, 70, 3))
    assert model.predict(image) == model.predict(page)
    array = _pillow.to_array(image, "image")
    np.testing.assert_array_equal(np.broadcast_to(np.atleast_3d(array), page.shape), page)


def test_images_of_pillow_of_other_modes(
    model: fd.vision.classification.PaddleClasModel,
) -> None:
    base = PIL.Image.fromarray(made_picture(60, 70))
    for mode in ("CMYK", "YCbCr", "HSV"):
        image = base.convert(mode)
        rgb = np.asarray(image.convert("RGB"))
        assert model.predict(image) == model.predict(np.ascontiguousarray(rgb[..., ::-1]))
    with pytest.raises(ValueError, match=r"^image: expected .* found mode 'F'$"):
        model.predict(base.convert("F"))
    deep = made_picture(60, 70)[..., 0].astype(np.uint16) * 251
    expected = model.predict(PIL.Image.fromarray(deep))
    assert model.predict(PIL.Image.fromarray(deep.astype(np.int32))) == expected
    with pytest.raises(ValueError, match="16 bits in an image of mode 'I'"):
        model.predict(PIL.Image.fromarray(np.full((4, 4), 70000, np.int32)))


def test_drawings_are_copies(cat: np.ndarray) -> None:
    before = cat.copy()
    result = fd.vision.ClassifyResult(label_ids=[1], scores=[0.5])
    drawn = fd.vision.vis_classification(cat, result, labels=["none", "cat"])
    assert drawn.shape == cat.shape and drawn.dtype == np.uint8
    assert (drawn != cat).any() and (cat == before).all()
    box = fd.vision.OCRResult(boxes=[[10, 10, 60, 10, 60, 30, 10, 30]])
    assert (fd.vision.vis_ppocr(cat, box) != cat).any()
    with pytest.raises(ValueError, match="im_data"):
        fd.vision.vis_ppocr(cat[..., :2], box)
