"""No kernel is written in a processor's own language.

llvmlite has no assembly parser for ARM, so LLVM would end the process. Kernels use LLVM's intrinsics instead.
"""

import ast
from pathlib import Path

import skreg

SOURCES = sorted(Path(skreg.__file__).parent.rglob("*.py"))
# llvmlite's names for inline assembly. The last two use the first.
ASSEMBLY = {"asm", "InlineAsm", "load_reg", "store_reg"}


def names_in(source):
    """All names in a source, including attributes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_no_source_builds_inline_assembly():
    assert [path.name for path in SOURCES if not ASSEMBLY.isdisjoint(names_in(path.read_text("utf-8")))] == []


def test_what_would_be_found():
    assert not ASSEMBLY.isdisjoint(names_in('builder.asm(kind, "mrs $0, fpcr", "=r", [], side_effect=True)'))
