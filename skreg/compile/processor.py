"""The family of processors that kernels are compiled for.

LLVM is asked, not the operating system: Python may be a program for another processor, which the system
emulates, or for 32 bits.
"""

import llvmlite.binding

_FAMILY = llvmlite.binding.get_process_triple().split("-")[0]

IS_X86 = _FAMILY in ("x86_64", "i386", "i686")
IS_ARM = _FAMILY in ("aarch64", "arm64")  # of 64 bits
