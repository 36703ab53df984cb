"""The PyTorch loop with ``Adam(fused=True)``, which is PyTorch's fastest Adam here."""

import functools

from benchmarks.peers import torch

trainer = functools.partial(torch.trainer, fused=True)
