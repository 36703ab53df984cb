"""Predictions over HTTP.

    export MODEL=model.joblib
    uvicorn --app-dir examples/serving --factory --timeout-graceful-shutdown 5 service:create_app

GET /health says what is served. POST /predict takes ``{"rows": [{column: number, …}, …]}`` and returns
labels and probabilities. For any other input it returns a 4xx status and ``{"detail": …}``.
"""

import asyncio
import os

import joblib
import numpy as np
from rows import InvalidInputError, parse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.routing import Route

import skreg

MAX_BYTES = 4_000_000
MAX_SECONDS = 10  # for a client to send a body


def create_app(pipeline=None):
    """Return the service for a fitted pipeline, by default the one in the file that MODEL names."""
    pipeline = _load() if pipeline is None else pipeline
    if not hasattr(pipeline, "feature_names_in_"):
        raise ValueError("the pipeline must be fitted on a data frame: column names are checked")
    columns = pipeline.feature_names_in_.tolist()

    def health(request):
        return JSONResponse({"status": "ok", "skreg": skreg.__version__, "columns": columns})

    async def predict(request):
        body = await _read(request)
        # in a thread, so that the event loop goes on answering: NumPy releases the GIL
        return JSONResponse(await run_in_threadpool(answer, body, pipeline, columns))

    return Starlette(
        routes=[Route("/health", health), Route("/predict", predict, methods=["POST"])],
        exception_handlers={InvalidInputError: _refuse, ClientDisconnect: _refuse_the_absent},
    )


def _load():
    if "MODEL" not in os.environ:
        raise ValueError("the environment variable MODEL must name the file of a fitted pipeline")
    return joblib.load(os.environ["MODEL"])


def answer(body, pipeline, columns):
    """Return labels and probabilities for the body of a request."""
    X = parse(body, columns)
    try:
        probability = pipeline.predict_proba(X)
    except ValueError as error:  # for example, a number that the pipeline cannot scale
        raise InvalidInputError(422, str(error)) from error
    if not np.isfinite(probability).all():
        raise InvalidInputError(422, "a number is too large for a prediction")
    labels = pipeline.classes_[probability.argmax(axis=1)]
    return {
        "labels": labels.tolist(),
        "probabilities": probability.tolist(),
        "classes": pipeline.classes_.tolist(),
    }


async def _read(request):
    """Read the body, and stop reading once it is too long or too slow."""
    too_long = InvalidInputError(413, f"the body must have at most {MAX_BYTES:,} bytes")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > MAX_BYTES:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MAX_BYTES:
                    raise too_long
    except TimeoutError as error:
        raise InvalidInputError(408, f"the body must arrive within {MAX_SECONDS} seconds") from error
    return bytes(body)


async def _refuse(request, error):
    return JSONResponse({"detail": error.detail}, status_code=error.status)


async def _refuse_the_absent(request, error):
    return JSONResponse({"detail": "the client has gone"}, status_code=400)
