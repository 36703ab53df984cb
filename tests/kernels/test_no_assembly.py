"""No kernel is written in a processor's own language.

On ARM, llvmlite has no parser for it: LLVM ends the process. Instructions come from LLVM's intrinsics.
"""

import ast
from pathlib import Path

import skreg

SOURCES = sorted(Path(skreg.__file__).parent.rglob("*.py"))
# What llvmlite has for inline assembly: the last two are made of the first.
ASSEMBLY = {"asm", "InlineAsm", "load_reg", "store_reg"}


def names_in(source):
    """All names in a source, those after a dot too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_no_source_builds_inline_assembly():
    assert [path.name for path in SOURCES if not ASSEMBLY.isdisjoint(names_in(path.read_text("utf-8")))] == []


def test_what_would_be_found():
    assert not ASSEMBLY.isdisjoint(names_in('builder.asm(kind, "mrs $0, fpcr", "=r", [], side_effect=True)'))
