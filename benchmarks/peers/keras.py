"""Keras on the JAX backend, compiled."""

import keras

from benchmarks import networks
from benchmarks.peers import Trained


def build(case, units):
    """The case's network, compiled for training."""
    model = keras.Sequential([keras.Input((units[0],))])
    if case.input_dropout:
        model.add(keras.layers.Dropout(case.input_dropout))
    for n_units in units[1:-1]:
        model.add(keras.layers.Dense(n_units, activation=case.activation))
        if case.dropout:
            model.add(keras.layers.Dropout(case.dropout))
    model.add(keras.layers.Dense(units[-1]))
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=_loss(case, units[-1]), jit_compile=True)
    model.optimizer.build(model.trainable_variables)
    return model


def _loss(case, n_outputs):
    if case.is_regression:
        return keras.losses.MeanSquaredError()
    if n_outputs == 1:
        return keras.losses.BinaryCrossentropy(from_logits=True)
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def trainer(case, X, y, n_threads):
    """See `benchmarks.peers`. Each training resets the same network, because a new one would recompile."""
    units = networks.units(case, y)
    keras.utils.set_random_seed(0)
    model = build(case, units)
    first_weights = [array for layer in networks.initial_layers(units) for array in layer]
    first_state = [variable.numpy() for variable in model.optimizer.variables]
    targets = y[:, None] if units[-1] == 1 else y

    def train(n_epochs):
        model.set_weights(first_weights)
        for variable, value in zip(model.optimizer.variables, first_state, strict=True):
            variable.assign(value)
        fitted = model.fit(X, targets, batch_size=case.batch_size, epochs=n_epochs, shuffle=True, verbose=0)
        dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
        layers = [(layer.kernel.numpy(), layer.bias.numpy()) for layer in dense]
        return Trained(layers, int(model.optimizer.iterations) / case.n_batches, fitted.history["loss"])

    return train
