"""The file that keeps the results of a table: a line of JSON for each row and seed, in their order."""

import contextlib
import json

from skreg.compile.lock import FileLock


class TableFile:
    """Results of a table, which several processes may read and add to at the same time.

    Parameters
    ----------
    path : Path
        The file. It is made with the first result.
    """

    def __init__(self, path):
        self.path = path

    def read(self, row_name, seed):
        """The result of a row and a seed, a dict, or None. The last line counts, should there be several."""
        beginning = json.dumps({"row": row_name, "seed": seed}, ensure_ascii=False)[:-1] + ","
        lines = [line for line in self._lines() if line.startswith(beginning)]
        return json.loads(lines[-1])["result"] if lines else None

    def write(self, row_name, seed, result):
        """Keep a result, a dict, in place of an earlier one. An interrupted call changes nothing."""
        line = json.dumps({"row": row_name, "seed": seed, "result": result}, ensure_ascii=False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock():
            lines = {_key(line): line for line in [*self._lines(), line]}
            unfinished = self.path.with_suffix(".unfinished")
            unfinished.write_text("".join(f"{lines[key]}\n" for key in sorted(lines)), "utf-8")
            unfinished.replace(self.path)

    def _lines(self):
        return self.path.read_text("utf-8").splitlines() if self.path.exists() else []

    @contextlib.contextmanager
    def _lock(self):
        """Others wait: what they add meanwhile would be lost."""
        lock = FileLock(self.path.parent / ".lock")
        lock.acquire()
        try:
            yield
        finally:
            lock.release()


def _key(line):
    kept = json.loads(line)
    return kept["row"], kept["seed"]
