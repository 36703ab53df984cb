"""Compiled loops over runs of numbers at addresses: gradients of minibatches, and updates of θ.

Arguments of the same name mean the same in all modules. Where a function takes another shape, it says so.

- network, data, state, thinned, workspace, team, code, fit: records. `skreg.records` tells the shapes of the
  arrays whose addresses they hold.
- parameters: address of θ, (n_parameters,). In the loops of `update` it is a run of θ itself, (n,).
- workspaces: address of the shards' records, (n_shards,).
- rows: samples of a minibatch or of a block, as places in the data, (n_rows,) of int64.
- zero: 0 in θ's type. Arrays at addresses are read in the type of this number.
"""
