"""The loop of a worker, which reads a request, calls a function and writes the result."""

import importlib
import json
import os
import sys
import traceback


def pin(n_threads):
    """Restrict the process to as many cores as threads, if the system supports it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:n_threads])


def answer(request):
    """Result of the function that a request names as "module:name"."""
    module, name = request["function"].split(":")
    return getattr(importlib.import_module(module), name)(*request["arguments"])


def main():
    """Answer requests line by line until the input ends."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # so that the output of libraries does not look like a reply
    if "BENCHMARK_THREADS" in os.environ:
        pin(int(os.environ["BENCHMARK_THREADS"]))
    for line in sys.stdin:
        try:
            reply = {"result": answer(json.loads(line))}
        except Exception:
            reply = {"error": traceback.format_exc()}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
