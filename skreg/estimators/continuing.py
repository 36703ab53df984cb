"""Where pickles have the optimiser's memory."""

from skreg.fitting.memory import OptimiserMemory

__all__ = ["OptimiserMemory"]
