# SPDX-License-Identifier: Apache-2.0
"""The web page of `fastdeploy serve`, in Chromium: what people see, and that nothing leaves."""

from __future__ import annotations

import base64
import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from running_server import MODELS, Server

import fastdeploy as fd

selenium = pytest.importorskip("selenium")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.remote.webelement import WebElement  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if CHROMIUM is None or DRIVER is None:
    pytest.skip("Debian's chromium and chromium-driver are missing", allow_module_level=True)

SECONDS = 60
IMAGES = MODELS / "images"
ORIENTATION = str(MODELS / "doc-orientation")
# A model of each kind of result, and a picture for it.
PICTURES = {
    "ppocrv6-small": IMAGES / "page.png",
    "layout-cdla": IMAGES / "linn.png",
    "mask_rcnn_r18": IMAGES / "coffee.png",
    "doc-orientation": IMAGES / "page.png",
    "shapes_seg": MODELS / "shapes" / "1000000.jpg",
    "pphumanseg_lite_matting": IMAGES / "chelsea.png",
    "tinypose_128x96": IMAGES / "chelsea.png",
    "jde_tiny": IMAGES / "coffee.png",
    "slanet_plus": MODELS / "tables" / "ruled.png",
}


def predict(server: Server, model: str, picture: Path) -> Any:
    """What the server itself answers."""
    answer = server.post(f"/predict/{model}?image={picture.name}", picture.read_bytes())
    assert answer.status == 200, answer.body
    return answer.json


def until(condition: Callable[[], Any]) -> Any:
    """Waits for a condition. Returns its value."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError("waited in vain")


class Page:
    """The page in a browser."""

    def __init__(self, driver: webdriver.Chrome, server: Server) -> None:
        self.driver = driver
        self.server = server
        self.address = f"http://{server.url}"

    def open(self, model: str = "", path: str = "/") -> Page:
        self.driver.get("about:blank")  # a change of only the part after # would load nothing
        self.log()
        self.driver.get(f"{self.address}{path}#{model}")
        return self

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements("css selector", selector)

    def __getitem__(self, name: str) -> WebElement:
        return self.driver.find_element("id", name)

    def pick(self, *files: Path) -> Page:
        """Picks files, and waits for their results."""
        count = len(self.all("#pictures li"))
        until(lambda: self["model"].is_enabled())
        self["files"].send_keys("\n".join(map(str, files)))
        done = "#pictures [data-state=done], #pictures [data-state=failed]"
        until(lambda: len(self.all(done)) == count + len(files))
        until(lambda: self["outcome"].is_displayed() or self["failure"].is_displayed())
        return self

    def rows(self) -> list[str]:
        return [row.text for row in self.all("#items li") if row.is_displayed()]

    def log(self) -> list[str]:
        """The complaints in the console since the last call."""
        lines = self.driver.get_log("browser")
        return [line["message"] for line in lines if line["level"] in ("WARNING", "SEVERE")]

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    models = [str(MODELS / name) for name in PICTURES]
    # The files of a matting model do not tell its family.
    with Server(*models, "--family", "pphumanseg_lite_matting=matting") as running:
        yield running


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def driver(downloads: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    # No name leads anywhere but to this machine: neither the browser nor the page can call out.
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    sizes = "--disable-dev-shm-usage"  # containers have little of it
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", sizes, rules):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield started
    started.quit()


@pytest.fixture
def page(driver: webdriver.Chrome, server: Server) -> Page:
    opened = Page(driver, server)
    opened.size(1400, 900)
    return opened


def test_text_of_a_page(page: Page) -> None:
    page.open("ppocrv6-small").pick(PICTURES["ppocrv6-small"])
    expected = fd.load(MODELS / "ppocrv6-small").predict(cv2.imread(str(IMAGES / "page.png")))
    assert [row.splitlines()[0] for row in page.rows()] == expected.text
    shapes = page.all("#shapes .shape")
    assert len(shapes) == len(expected.boxes) > 3
    corners = {shape.get_attribute("points") for shape in shapes}
    assert corners == {
        " ".join(f"{x},{y}" for x, y in zip(box[::2], box[1::2], strict=True))
        for box in expected.boxes
    }
    assert page["summary"].text == f"{len(expected.text)} lines"
    assert re.search(r"384 . 191 · 48 kB · [\d.]+ m?s", page["facts"].text)

    page["labels"].click()  # the text, over the picture
    assert [text.text for text in page.all("#shapes .written")]
    assert {text.text for text in page.all("#shapes .written")} == set(expected.text)
    assert page.log() == []


def test_pointer_and_keys(page: Page) -> None:
    page.open("ppocrv6-small").pick(PICTURES["ppocrv6-small"])
    last = page.all("#shapes .shape")[-1]
    index = int(last.get_attribute("data-index"))
    ActionChains(page.driver).move_to_element(last).perform()
    row = page.all("#items li")[index]
    assert page["tip"].is_displayed()
    assert page["tip"].text.split("\n") == row.text.split("\n")
    assert "lit" in row.get_attribute("class")
    ActionChains(page.driver).click(last).perform()
    assert row.get_attribute("aria-selected") == "true"

    page["items"].send_keys(Keys.HOME, Keys.ARROW_DOWN)
    selected = page.all("#items [aria-selected=true]")
    assert selected == [page.all("#items li")[1]]
    assert page["items"].get_attribute("aria-activedescendant") == "item-1"
    lit = page.all("#shapes .lit")
    assert [shape.get_attribute("data-index") for shape in lit] == ["1"]


def test_objects_from_a_score_on(page: Page, server: Server) -> None:
    picture = PICTURES["layout-cdla"]
    result = predict(server, "layout-cdla", picture)["result"]
    page.open("layout-cdla").pick(picture)
    sure = sum(score >= 0.5 for score in result["scores"])
    assert 0 < sure < len(result["scores"])
    assert (
        len(page.rows()) == len(page.all("#shapes .shape")) == len(page.all("#shapes .tag")) == sure
    )
    best = int(np.argmax(result["scores"]))
    name, score = page.rows()[0].splitlines()
    assert name == result["label_names"][best]
    assert score == f"{100 * result['scores'][best]:.1f} %"

    page.run(
        "arguments[0].value = 0; arguments[0].dispatchEvent(new Event('input'))", page["least"]
    )
    assert len(page.rows()) == len(page.all("#shapes .shape")) == len(result["scores"])


def test_classes_have_bars(page: Page, server: Server) -> None:
    picture = PICTURES["doc-orientation"]
    result = predict(server, "doc-orientation", picture)["result"]
    page.open("doc-orientation").pick(picture)
    assert [row.splitlines()[1] for row in page.rows()] == [
        f"{100 * s:.1f} %" for s in result["scores"]
    ]
    bar, full = page.all("#items .bar span")[0], page.all("#items .bar")[0]
    assert bar.size["width"] / full.size["width"] == pytest.approx(result["scores"][0], abs=0.02)
    assert page.all("#shapes .shape") == []


def test_classes_of_pixels(page: Page, server: Server) -> None:
    picture = PICTURES["shapes_seg"]
    result = predict(server, "shapes_seg", picture)["result"]
    labels = np.array(result["label_map"]).reshape(result["shape"])
    page.open("shapes_seg").pick(picture)
    present, counts = np.unique(labels, return_counts=True)
    assert len(present) > 1
    assert len(page.rows()) == len(present)
    colours = {}
    for y, x in [
        (y, x) for y in range(3, labels.shape[0], 37) for x in range(3, labels.shape[1], 41)
    ]:
        pixel = page.run(
            "return [...paint.getContext('2d').getImageData(...arguments, 1, 1).data]", x, y
        )
        assert pixel[3] == 140  # 55 % of 255
        assert colours.setdefault(labels[y, x], pixel) == pixel
    assert len({tuple(colour) for colour in colours.values()}) == len(colours) > 1

    # Under the pointer is the class of the pixel.
    y, x = np.argwhere(labels == present[np.argmin(counts)])[counts.min() // 2]
    scale = page["sheet"].size["width"] / labels.shape[1]
    centre = np.array(labels.shape[::-1]) / 2
    across, down = ((np.array([x, y]) + 0.5 - centre) * scale).tolist()
    ActionChains(page.driver).move_to_element_with_offset(page["sheet"], across, down).perform()
    assert page["tip"].text == f"class {labels[y, x]}"


def test_foreground_is_cut_out(page: Page, server: Server) -> None:
    model, file = "pphumanseg_lite_matting", IMAGES / "chelsea.png"
    picture = cv2.imread(str(file))
    result = predict(server, model, file)["result"]
    alpha = np.array(result["alpha"]).reshape(result["shape"])
    page.open(model).pick(file)
    data = page.run("return paint.toDataURL()").split(",")[1]
    shown = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_UNCHANGED)
    np.testing.assert_allclose(shown[..., 3], 255 * alpha.clip(0, 1), atol=1)
    opaque = alpha > 0.9  # colours are kept multiplied by alpha, so clear ones are rounded
    assert opaque.any()
    assert np.abs(shown[opaque][:, :3].astype(int) - picture[opaque]).max() <= 2
    assert page["summary"].text == "Foreground, cut out"


@pytest.mark.parametrize("model", PICTURES)
def test_every_family(page: Page, server: Server, model: str) -> None:
    result = predict(server, model, PICTURES[model])["result"]
    page.open(model).pick(PICTURES[model])
    assert page["outcome"].is_displayed()
    assert page["summary"].text not in ("", "A result that this page cannot draw")
    if result.get("contain_masks"):
        page.run(
            "arguments[0].value = 0; arguments[0].dispatchEvent(new Event('input'))", page["least"]
        )
        assert page["paint"].is_displayed() == any(any(mask["data"]) for mask in result["masks"])
    assert page.log() == []
    loaded = page.run("return performance.getEntries().map((entry) => entry.name)")
    addresses = [name for name in loaded if ":" in name]
    assert any(f"/predict/{model}" in name for name in addresses)
    own = (page.address + "/", f"blob:{page.address}/")
    assert [name for name in addresses if not name.startswith(own)] == []


def test_table_has_cells(page: Page, server: Server) -> None:
    result = predict(server, "slanet_plus", PICTURES["slanet_plus"])["result"]
    page.open("slanet_plus").pick(PICTURES["slanet_plus"])
    assert len(page.all("#table td")) == "".join(result["table_structure"]).count("</td>") > 3
    assert len(page.all("#shapes .shape")) == len(result["table_boxes"])


def test_tables_bring_nothing_but_cells(page: Page) -> None:
    page.open()
    html = (
        '<table onclick="x()"><tr><td colspan="2"><b>a</b><img src="http://x/"></td></tr></table>'
    )
    safe = page.run(
        "return import('./panel.js').then((panel) => panel.tableOf(arguments[0]).outerHTML)", html
    )
    assert safe == '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'


EMPTY_TEXT = {"boxes": [], "text": [], "rec_scores": [], "cls_scores": [], "cls_labels": []}
EMPTY_OBJECTS = {"boxes": [], "rotated_boxes": [], "scores": [], "label_ids": [], "masks": []}


@pytest.mark.parametrize(
    ("result", "summary", "labels", "points"),
    [
        (
            EMPTY_OBJECTS
            | {"rotated_boxes": [[0, 1, 9, 2, 8, 7, 0, 6]], "scores": [0.5], "label_ids": [3]},
            "1 object",
            ["class 3"],
            [[0, 1], [9, 2], [8, 7], [0, 6]],
        ),
        (EMPTY_TEXT | {"cls_scores": [0.9], "cls_labels": [1]}, "1 line", ["180°"], None),
        (EMPTY_TEXT | {"text": ["a"], "rec_scores": [0.9]}, "1 line", ["a"], None),
        (EMPTY_TEXT, "No text found", [], None),
        (EMPTY_OBJECTS, "0 objects", [], None),
        (
            {"label_ids": [], "scores": [], "feature": [3, 4]},
            "A feature of 2 numbers, length 5.000",
            [],
            None,
        ),
        ({"new": 1}, "A result that this page cannot draw", [], None),
    ],
)
def test_results(page: Page, result: Any, summary: str, labels: Any, points: Any) -> None:
    page.open()
    view = page.run("return import('./result.js').then(({viewOf}) => viewOf(arguments[0]))", result)
    assert view["summary"] == summary
    assert [item["label"] for item in view["items"]] == labels
    if points:
        assert view["items"][0]["points"] == points


def test_downloads(page: Page, server: Server, downloads: Path) -> None:
    picture = PICTURES["layout-cdla"]
    page.open("layout-cdla").pick(picture, PICTURES["ppocrv6-small"])
    page["save-json"].click()
    saved = until(lambda: list(downloads.glob("linn_layout-cdla.json")))[0]
    assert json.loads(saved.read_text()) == predict(server, "layout-cdla", picture)

    page["save-drawing"].click()
    saved = until(lambda: list(downloads.glob("linn_layout-cdla.png")))[0]
    drawn, given = cv2.imread(str(saved)), cv2.imread(str(picture))
    assert drawn.shape == given.shape
    assert (drawn != given).any()

    page["save-all"].click()
    saved = until(lambda: list(downloads.glob("layout-cdla.jsonl")))[0]
    lines = [json.loads(line) for line in saved.read_text().splitlines()]
    assert [line["image"] for line in lines] == ["linn.png", "page.png"]
    assert page.log() == []


def test_copies_text(page: Page) -> None:
    page.open("ppocrv6-small").pick(PICTURES["ppocrv6-small"])
    permissions = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    page.driver.execute_cdp_cmd("Browser.grantPermissions", permissions)
    page["copy"].click()
    until(lambda: page["copy"].text == "Copied")
    lines = [row.splitlines()[0] for row in page.rows()]
    assert page.run("return navigator.clipboard.readText()").split("\n") == lines


def test_drop_and_paste(page: Page) -> None:
    page.open("doc-orientation")
    until(lambda: page["model"].is_enabled())
    content = base64.b64encode((IMAGES / "page.png").read_bytes()).decode()
    script = """
        const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt());
        const data = new DataTransfer();
        data.items.add(new File([bytes], arguments[1] + ".png", {type: "image/png"}));
        const event = arguments[1] === "drop"
            ? new DragEvent("drop", {dataTransfer: data, bubbles: true})
            : new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
        document.body.dispatchEvent(event);"""
    for count, way in enumerate(("drop", "paste"), 1):
        page.run(script, content, way)
        until(lambda expected=count: len(page.all("#pictures [data-state=done]")) == expected)
        assert page["name"].text == f"{way}.png"


def test_another_model_reads_the_pictures_again(page: Page) -> None:
    page.open("ppocrv6-small").pick(IMAGES / "page.png", IMAGES / "chelsea.png")
    assert page["count"].text == "2 of 2 pictures"
    assert page["progress"].get_property("value") == 2
    Select(page["model"]).select_by_value("doc-orientation")
    until(lambda: page.all("#items .bar") and page["count"].text == "2 of 2 pictures")
    page.all("#pictures button")[1].click()
    until(lambda: page["name"].text == "chelsea.png")
    assert len(page.rows()) == 1
    assert "median of 2" in page["latency"].text
    page["clear"].click()
    assert page["drop"].is_displayed()
    assert not page["panel"].is_displayed()


def test_pages_that_the_browser_cannot_read(page: Page, tmp_path: Path) -> None:
    picture = cv2.imread(str(IMAGES / "page.png"))
    cv2.imwrite(str(tmp_path / "one.tif"), picture)
    cv2.imwritemulti(str(tmp_path / "two.tif"), [picture, np.full_like(picture, 255)])
    page.open("ppocrv6-small").pick(tmp_path / "one.tif")
    until(lambda: page["sheet"].is_displayed())  # the server's drawing
    assert len(page.all("#shapes .shape")) == len(page.rows()) > 3

    page.pick(tmp_path / "two.tif")
    until(lambda: page["name"].text == "two.tif" and page["page"].is_displayed())
    assert page["unreadable"].is_displayed()
    assert len(page.rows()) > 3
    Select(page["page"]).select_by_value("1")
    assert page["summary"].text == "No text found"
    assert page.log() == []


def test_what_is_no_picture(page: Page, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    page.open("ppocrv6-small").pick(broken)
    refused = page.server.post("/predict/ppocrv6-small", broken.read_bytes())
    assert refused.status == 415
    assert page["failure"].find_element("tag name", "p").text == refused.json["error"]
    assert page["count"].text == "1 of 1 picture, 1 failed"
    page.pick(IMAGES / "page.png")  # the others go on
    assert page["outcome"].is_displayed()
    assert [line for line in page.log() if " 415 " not in line] == []


def test_a_server_that_is_gone(driver: webdriver.Chrome) -> None:
    with Server(ORIENTATION) as server:
        page = Page(driver, server).open().pick(IMAGES / "page.png")
        server.stop()
        page.pick(IMAGES / "chelsea.png")
        assert "no answer from the server" in page["failure"].text


def test_a_model_that_failed(driver: webdriver.Chrome, tmp_path: Path) -> None:
    with Server(ORIENTATION, f"broken={tmp_path}") as server:
        page = Page(driver, server).open("broken")
        until(lambda: "broken could not be loaded: " in page["notice"].text)
        options = Select(page["model"]).options
        expected = ["doc-orientation (classification)", "broken (failed)"]
        assert [option.text for option in options] == expected
        assert [option.is_enabled() for option in options] == [True, False]
        assert page["model"].get_property("value") == "doc-orientation"

        page["dismiss"].click()
        page["model"].click()  # asks for the models again
        asked = "return performance.getEntriesByName(new URL('models', location)).length"
        until(lambda: page.run(asked) > 1)
        assert not page["notice"].is_displayed()


def test_a_server_that_is_busy(driver: webdriver.Chrome) -> None:
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            answer = server.post("/predict/ppocrv6-small", (IMAGES / "linn.png").read_bytes())
            assert answer.status in (200, 503)
            time.sleep(0.02)

    with Server(str(MODELS / "ppocrv6-small"), "--workers", "1", "--queue", "1") as server:
        others = [threading.Thread(target=load) for _ in range(4)]
        for thread in others:
            thread.start()
        try:
            page = Page(driver, server).open()
            until(lambda: page["model"].is_enabled())
            page["files"].send_keys(str(IMAGES / "page.png"))
            until(lambda: "The server is busy" in page["facts"].text)
        finally:
            stop.set()
            for thread in others:
                thread.join()
        until(lambda: page["outcome"].is_displayed())
        assert len(page.rows()) > 3


def test_token(driver: webdriver.Chrome) -> None:
    with Server(ORIENTATION, FASTDEPLOY_TOKEN="very secret") as server:
        page = Page(driver, server).open()
        until(lambda: page["login"].is_displayed())
        page["token"].send_keys("wrong\n")
        until(lambda: "does not accept" in page["notice"].text)
        page["token"].clear()
        page["token"].send_keys("very secret\n")
        until(lambda: page["model"].is_enabled())
        assert not page["login"].is_displayed()
        assert not page["notice"].is_displayed()
        page.pick(IMAGES / "page.png")
        assert page["outcome"].is_displayed()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844), (900, 700), (1600, 1000)])
def test_sizes_of_screens(page: Page, width: int, height: int) -> None:
    page.size(width, height, phone=width < 900)
    page.open("layout-cdla")
    assert page.run("return document.documentElement.scrollWidth") <= width
    page.pick(PICTURES["layout-cdla"])
    assert page.run("return document.documentElement.scrollWidth") <= width
    sheet = page["sheet"].rect
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= width
    assert sheet["width"] / sheet["height"] == pytest.approx(2550 / 3300, rel=0.02)
    beside = page["panel"].rect["x"] > sheet["x"] + sheet["width"]
    assert beside == (width >= 900)
    if beside:
        assert page.run("return document.documentElement.scrollHeight") <= height


def test_everything_has_a_name(page: Page) -> None:
    """For people who use a screen reader."""
    page.open("mask_rcnn_r18").pick(PICTURES["mask_rcnn_r18"])
    nodes = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "checkbox", "combobox", "image", "link", "listbox", "progressbar", "slider"}
    named = [
        (node["role"]["value"], node.get("name", {}).get("value"))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in roles
    ]
    assert {role for role, _ in named} == roles
    assert [role for role, name in named if not name] == []


def test_page_of_the_interface(page: Page) -> None:
    paths = page.server.get("/openapi.json").json["paths"]
    page.open(path="/openapi")
    until(lambda: page.all("#interface h3"))
    found = [
        title.text
        for title in page.all(".operation h3")
        if title.find_elements("class name", "method")
    ]
    methods = [
        (path, name)
        for path, operations in paths.items()
        for name in operations
        if name in ("get", "post")
    ]
    assert sorted(found) == sorted(f"{name.upper()} {path}" for path, name in methods)
    assert page.log() == []
