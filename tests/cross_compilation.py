"""Machine code of LLVM for other processors than that of this machine."""

import re

import llvmlite.binding


def assembly(code, target, processor=""):
    """Machine instructions for one kind of processor, in lower case."""
    llvmlite.binding.initialize_all_targets()
    llvmlite.binding.initialize_all_asmprinters()
    module = llvmlite.binding.parse_assembly(re.sub(r"target (triple|datalayout) = .*", "", code))
    machine = llvmlite.binding.Target.from_triple(target).create_target_machine(cpu=processor)
    return machine.emit_assembly(module).lower()
