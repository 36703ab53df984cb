"""Real processes for tests, which run programs given as text, with or without root's privileges."""

import os
import subprocess
import sys

# Root may write anywhere. Without these capabilities it needs permission like any other user.
WITHOUT_PRIVILEGES = """
import ctypes, os, sys
PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER = 1, 2, 3
for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER):
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def environment_with(changes):
    """The environment of this process with changes. None removes a variable."""
    return {name: value for name, value in {**os.environ, **changes}.items() if value is not None}


def execute(*arguments, unprivileged=False, cwd=None, **environment):
    """Completed Python process with these arguments."""
    needs_launcher = unprivileged and os.geteuid() == 0
    launcher = ("-c", WITHOUT_PRIVILEGES) if needs_launcher else ()
    return subprocess.run(
        [sys.executable, *launcher, *arguments],
        env=environment_with(environment),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def run(program, **options):
    """Output of a program. The options are those of `execute`."""
    result = execute("-c", program, **options)
    assert result.returncode == 0, result.stderr
    return result.stdout
