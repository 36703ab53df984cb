"""Calls by address of code that is compiled and cached on its own.

The caller need not be compiled again for another variant of this code.
"""

from numba import config, types
from numba.extending import intrinsic
from numba.np.numpy_support import from_dtype

from skreg.compile.jit import entry_point

NUMBER, NUMBERS = "number", "numbers"  # a number and an array of θ's type, in either precision


class Call:
    """A call of code by its address.

    Parameters
    ----------
    returned : numba type
    parameters : tuple of numba types, record dtypes, `NUMBER` and `NUMBERS`
        Types of the code's parameters. At least one is `NUMBER` or `NUMBERS`.

    Attributes
    ----------
    by_address : callable
        Function for kernels, which takes the address and then the arguments.
    """

    def __init__(self, returned, *parameters):
        self.returned, self._parameters = returned, parameters
        self.by_address = self._python_call if config.DISABLE_JIT else intrinsic(self._intrinsic())

    def types(self, number):
        """Numba's types of the parameters, where `number` is the type of θ."""
        array = types.Array(number, 1, "C")
        known = {NUMBER: number, NUMBERS: array}
        return tuple(
            known[parameter] if isinstance(parameter, str) else self._type(parameter)
            for parameter in self._parameters
        )

    def code(self, function, dtype, key=""):
        """Address of a function's code, which is compiled or loaded from disk.

        Parameters
        ----------
        function : callable
        dtype : dtype
            Type of θ.
        key : str
            Distinguishes functions that are made in the same place.
        """
        if config.DISABLE_JIT:
            _python_code[id(function)] = entry_point(function)
            return id(function)
        dispatcher = entry_point(function, key)
        dispatcher.compile(self.types(from_dtype(dtype)))
        (compiled,) = dispatcher.overloads.values()
        _kept.append(compiled)
        return compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)

    @staticmethod
    def _type(parameter):
        return parameter if isinstance(parameter, types.Type) else from_dtype(parameter)

    def _number(self, arguments):
        """Numba's type of θ, from the arguments of a call."""
        for parameter, argument in zip(self._parameters, arguments, strict=True):
            if parameter in (NUMBER, NUMBERS):
                return types.unliteral(argument if parameter == NUMBER else argument.dtype)
        raise TypeError("No parameter is a number of θ's type.")

    def _intrinsic(self):
        """The function for numba, which requires explicit parameters."""

        def call(typing_context, address, *arguments):
            parameters = self.types(self._number(arguments))

            def generate(context, builder, signature, values):
                convention = context.call_conv
                code_type = convention.get_function_type(self.returned, parameters)
                code = builder.inttoptr(values[0], code_type.as_pointer())
                _, result = convention.call_function(builder, code, self.returned, parameters, values[1:])
                return result

            return self.returned(types.int64, *parameters), generate

        names = ", ".join(f"argument_{i}" for i in range(len(self._parameters)))
        scope = {"call": call}
        exec(f"def by_address(context, address, {names}): return call(context, address, {names})", scope)
        return scope["by_address"]

    @staticmethod
    def _python_call(address, *arguments):
        return _python_code[int(address)](*arguments)


_kept = []  # keeps code in memory, because its address may be in use
_python_code = {}  # functions by address, for NUMBA_DISABLE_JIT=1
