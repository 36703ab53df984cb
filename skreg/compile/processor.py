"""The family of processors for which kernels are compiled.

LLVM determines it, not the operating system, because Python may run in emulation or as a 32-bit program.
"""

import llvmlite.binding

_FAMILY = llvmlite.binding.get_process_triple().split("-")[0]

IS_X86 = _FAMILY in ("x86_64", "i386", "i686")
IS_ARM = _FAMILY in ("aarch64", "arm64")  # 64-bit ARM only
