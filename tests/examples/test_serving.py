"""The service of examples/serving, in a separate process behind a real connection."""

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

SERVING = Path(__file__).parents[2] / "examples" / "serving"
data = load_breast_cancer(as_frame=True).data
ROWS = data.to_dict(orient="records")
COLUMN = data.columns[0]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving")
    command = [SERVING / "train.py", folder / "model.joblib", folder / "rows.json"]
    subprocess.run([sys.executable, *command], check=True)
    return folder / "model.joblib"


@pytest.fixture(scope="module")
def address(model):
    """Host and port of a running service."""
    command = ["-m", "uvicorn", "--app-dir", SERVING, "--factory", "service:create_app", "--port", "0",
        "--timeout-graceful-shutdown", "5"]  # fmt: skip
    environment = {**os.environ, "MODEL": str(model)}
    with subprocess.Popen(
        [sys.executable, *command], env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        for line in server.stderr:
            if found := re.search(r"running on http://([\d.]+):(\d+)", line):
                break
        yield found[1], int(found[2])
        assert server.poll() is None, "the service has crashed"
        server.terminate()
        assert "Traceback" not in server.stderr.read()


def request(address, method, path, body=None):
    with contextlib.closing(http.client.HTTPConnection(*address, timeout=60)) as connection:
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def test_health(address):
    status, answer = request(address, "GET", "/health")
    assert (status, answer["status"], answer["columns"]) == (200, "ok", data.columns.tolist())


def test_predictions_are_the_pipelines(address, model):
    pipeline = joblib.load(model)
    for rows in (ROWS, ROWS[:1]):
        status, answer = request(address, "POST", "/predict", json.dumps({"rows": rows}))
        assert status == 200
        assert answer["labels"] == pipeline.predict(data[: len(rows)]).tolist()
        expected = pipeline.predict_proba(data[: len(rows)])
        np.testing.assert_allclose(answer["probabilities"], expected, rtol=1e-9, atol=1e-12)


def test_the_rows_to_begin_with(address, model):
    status, answer = request(address, "POST", "/predict", (model.parent / "rows.json").read_bytes())
    assert (status, len(answer["labels"]), answer["classes"]) == (200, 2, ["benign", "malignant"])


def test_the_order_of_the_columns_does_not_matter(address):
    backwards = dict(reversed(ROWS[0].items()))
    assert request(address, "POST", "/predict", json.dumps({"rows": [backwards]})) == request(
        address, "POST", "/predict", json.dumps({"rows": ROWS[:1]})
    )


def rows_with(value):
    return json.dumps({"rows": [ROWS[0], {**ROWS[1], COLUMN: value}]})


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "not JSON"),
        (b'{"rows": [', 400, "not JSON"),
        (b"\xff\xfe\x00", 400, "not JSON"),
        (b"[" * 100_000, 400, "not JSON"),
        (b'{"rows": [' + b"9" * 10_000 + b"]}", 400, "not JSON"),
        (b"null", 422, 'the one key "rows"'),
        (b"[]", 422, 'the one key "rows"'),
        (b'{"rows": 3}', 422, "list of 1 to 10,000"),
        (b'{"rows": []}', 422, "list of 1 to 10,000"),
        (json.dumps({"rows": [1] * 10_001}), 422, "list of 1 to 10,000"),
        (json.dumps({"rows": [[1.0] * 30]}), 422, "row 0 must be an object"),
        (json.dumps({"rows": [{}]}), 422, f"row 0: missing columns ['{COLUMN}', "),
        (json.dumps({"rows": [{**ROWS[0], "more": 1}]}), 422, "unknown columns ['more']"),
        (json.dumps({"rows": [{str(i): 1 for i in range(10_000)}]}), 422, "'9', '…']"),
        (rows_with(float("nan")), 422, f"row 1, column '{COLUMN}': must be a finite number, got 'nan'"),
        (rows_with(float("inf")), 422, "must be a finite number"),
        (rows_with("1.5"), 422, "must be a finite number, got '1.5'"),
        (rows_with(None), 422, "must be a finite number"),
        (rows_with(True), 422, "must be a finite number"),
        (rows_with([1.0]), 422, "must be a finite number"),
        (rows_with(10**400), 422, "must be a finite number"),
        (json.dumps({"rows": [dict.fromkeys(data.columns, 1.7e308)]}), 422, "too large"),
    ],
)  # fmt: skip
def test_other_input_is_refused(address, body, status, words):
    answered, answer = request(address, "POST", "/predict", body)
    assert answered == status, answer
    assert words in answer["detail"]


def test_a_huge_body_is_refused_unread(address):
    for announced in (b"Content-Length: 1000000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n500000\r\n"):
        with socket.create_connection(address, timeout=60) as connection:
            connection.sendall(b"POST /predict HTTP/1.1\r\nHost: here\r\n" + announced)
            if b"chunked" in announced:
                connection.sendall(b" " * 0x500000 + b"\r\n")  # the request never ends
            assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_goes_in_the_middle_and_one_that_never_ends(address):
    begun = b"POST /predict HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n{"
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(begun)  # a traceback in the log would fail the fixture
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(begun)
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


def test_wrong_paths_and_methods(address):
    with contextlib.closing(http.client.HTTPConnection(*address, timeout=60)) as connection:
        for method, path, status in (("GET", "/predict", 405), ("POST", "/health", 405), ("GET", "/", 404)):
            connection.request(method, path)
            response = connection.getresponse()
            response.read()
            assert response.status == status


def test_a_thousand_requests_from_eight_clients(address):
    expected = {index: request(address, "POST", "/predict", rows_of(index)) for index in range(10)}

    def client(number):
        with contextlib.closing(http.client.HTTPConnection(*address, timeout=60)) as connection:
            for i in range(125):
                index = (number + i) % 10
                connection.request("POST", "/predict", rows_of(index))
                response = connection.getresponse()
                assert (response.status, json.loads(response.read())) == expected[index]
        return 125

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(client, range(8))) == 1000


def rows_of(index):
    return json.dumps({"rows": ROWS[index : 2 * index + 1]})
