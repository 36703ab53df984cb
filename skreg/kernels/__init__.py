"""Compiled loops over runs of numbers at addresses: gradients of minibatches, and updates of θ.

Arguments have the same meaning in all modules. A function that takes another shape says so.

- network, data, state, thinned, workspace, team, code, fit: records. `skreg.records` documents the shapes of
  the arrays at the addresses that they hold.
- parameters: the address of θ, (n_parameters,). In the loops of `update` it is a run of θ itself, (n,).
- workspaces: the address of the shards' records, (n_shards,).
- rows: the samples of a minibatch or a block, as places in the data, (n_rows,) of int64.
- zero: a 0 in θ's type. Arrays at addresses are read in the type of this number.
"""
