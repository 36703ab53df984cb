"""Compilation of building blocks to LLVM's intermediate code instead of machine code.

Numba compiles every function to machine code, so that Python can call it. Building blocks are only linked
into entry points, as intermediate code. They are optimised there, once and together with all other code.
"""

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class _Library(JITCodeLibrary):
    """Intermediate code of a block, linked with the functions that it calls."""

    def _optimize_functions(self, ll_module):
        ll_module.data_layout = self._codegen._data_layout

    def _optimize_final_module(self):
        pass  # otherwise each block that calls this one would optimise it again

    def _finalize_final_module(self):
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(NativeLowering):
    _name = "building_block_lowering"

    def run_pass(self, state):
        codegen = state.targetctx.codegen()
        block = state["library"] = _Library(codegen, state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        # Numba identifies each function by a builtin with the flags METH_VARARGS and METH_KEYWORDS, and runs
        # it if Python calls the block. This builtin raises a KeyError with an explanation.
        function = f"{{{state.func_id.func_name} runs only inside an entry point}}".format
        state.targetctx.insert_user_function(function, state.cr.fndesc, [block])
        state.cr = state.cr._replace(cfunc=function)
        return True


# Passes for features that no kernel uses: array expressions, inner closures, `with`, exceptions, literal
# loops.
_UNUSED = {
    "DumpParforDiagnostics",
    "FindLiterallyCalls",
    "InlineClosureLikes",
    "InlineOverloads",
    "LiteralPropagationSubPipelinePass",
    "LiteralUnroll",
    "MakeFunctionToJitFunction",
    "NopythonRewrites",
    "RewriteDynamicRaises",
    "WithLifting",
}


class _Compiler(CompilerBase):
    """Numba's compiler, without the passes that kernels do not need."""

    def define_pipelines(self):
        builder = DefaultPassBuilder.define_nopython_pipeline(self.state)
        builder.passes = [
            (_Lowering, reason) if step is NativeLowering else (step, reason)
            for step, reason in builder.passes
            if step.__name__ not in _UNUSED
        ]
        builder.finalize()
        return [builder]


def options():
    """Options of ``njit`` for building blocks. They are empty if numba's internal names have changed."""
    names = (
        "_optimize_functions",
        "_optimize_final_module",
        "_finalize_dynamic_globals",
        "_verify_declare_only_symbols",
    )
    is_known = all(hasattr(JITCodeLibrary, name) for name in names)
    return {"pipeline_class": _Compiler} if is_known else {}
