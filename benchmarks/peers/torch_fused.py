"""The PyTorch loop with ``Adam(fused=True)``, the fastest of its implementations here."""

import functools

from benchmarks.peers import torch

trainer = functools.partial(torch.trainer, fused=True)
