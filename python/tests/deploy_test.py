# SPDX-License-Identifier: Apache-2.0
"""The manifest for Kubernetes fits its schema, and its command line the server."""

from __future__ import annotations

import subprocess
import sys

import kubernetes_validate
import pytest
import yaml
from conftest import ROOT

SERVICE = yaml.safe_load((ROOT / "deploy" / "kserve.yaml").read_text(encoding="utf-8"))


def as_pod() -> dict[str, object]:
    """KServe's predictor is a pod's specification with keys of its own; we use one of those."""
    predictor = dict(SERVICE["spec"]["predictor"])
    assert predictor.pop("minReplicas") == 1
    return {"apiVersion": "v1", "kind": "Pod", "metadata": SERVICE["metadata"], "spec": predictor}


def test_the_predictor_fits_the_schema_of_pods() -> None:
    assert (SERVICE["apiVersion"], SERVICE["kind"]) == (
        "serving.kserve.io/v1beta1",
        "InferenceService",
    )
    pod = as_pod()
    kubernetes_validate.validate(pod, "1.31", strict=True)
    pod["spec"]["containers"][0]["port"] = 8080  # type: ignore[index]
    with pytest.raises(kubernetes_validate.ValidationError, match="'port' was unexpected"):
        kubernetes_validate.validate(pod, "1.31", strict=True)


def test_its_options_and_addresses_are_those_of_the_server() -> None:
    (container,) = SERVICE["spec"]["predictor"]["containers"]
    assert container["command"] == ["fastdeploy", "serve"]
    ran = subprocess.run(
        [sys.executable, "-m", "fastdeploy", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    arguments = container["args"]
    for option in (word for word in arguments if word.startswith("--")):
        assert f"{option} " in ran.stdout
    port = int(arguments[arguments.index("--port") + 1])
    assert container["ports"] == [{"containerPort": port, "protocol": "TCP"}]
    for probe, kind in (("startup", "ready"), ("readiness", "ready"), ("liveness", "live")):
        asked = container[f"{probe}Probe"]["httpGet"]
        assert asked == {"path": f"/v2/health/{kind}", "port": port}
