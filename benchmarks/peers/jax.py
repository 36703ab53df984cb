"""JAX: one compiled ``lax.scan`` over all full batches of an epoch, and a compiled partial batch."""

import functools
from typing import NamedTuple

import jax
import numpy as np
from jax import numpy as jnp

from benchmarks import networks
from benchmarks.peers import Trained

ACTIVATIONS = {"relu": jax.nn.relu, "tanh": jnp.tanh}


class State(NamedTuple):
    """The state that a step changes."""

    layers: list
    means: list
    squares: list
    n_steps: jax.Array
    key: jax.Array


def initial_state(units):
    """State before the first step. JAX's default generator is its fastest on a CPU, before ``rbg``."""
    layers = jax.tree.map(jnp.asarray, networks.initial_layers(units))
    means, squares = (jax.tree.map(jnp.zeros_like, layers) for _ in range(2))
    return State(layers, means, squares, jnp.array(0), jax.random.key(0))


def dropped(X, rate, key):
    """X with dropout, and the next key."""
    if rate == 0:
        return X, key
    key, own = jax.random.split(key)
    return jnp.where(jax.random.bernoulli(own, 1 - rate, X.shape), X / (1 - rate), 0), key


def outputs(case, layers, X, key):
    """Raw outputs with dropout."""
    X, key = dropped(X, case.input_dropout, key)
    for W, b in layers[:-1]:
        X, key = dropped(ACTIVATIONS[case.activation](X @ W + b), case.dropout, key)
    W, b = layers[-1]
    return X @ W + b


def loss(case, layers, X, targets, key):
    """Mean loss. Targets are numbers, zeros and ones, or one column for each class."""
    z = outputs(case, layers, X, key)
    if case.is_regression:
        return jnp.mean((z - targets) ** 2)
    if z.shape[1] == 1:
        return jnp.mean(jax.nn.softplus(z) - targets * z)
    return jnp.mean(jax.nn.logsumexp(z, axis=1) - jnp.sum(targets * z, axis=1))


def step(case, state, X, targets):
    """One step of Adam. Returns the new state and the batch's loss."""
    key, own = jax.random.split(state.key)
    batch_loss, gradients = jax.value_and_grad(functools.partial(loss, case))(state.layers, X, targets, own)
    n_steps = state.n_steps + 1
    means = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state.means, gradients)
    squares = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, state.squares, gradients)
    rate = 1e-3 * jnp.sqrt(1 - 0.999**n_steps) / (1 - 0.9**n_steps)
    layers = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), state.layers, means, squares)
    return State(layers, means, squares, n_steps, key), batch_loss


def trainer(case, X, y, n_threads):
    """See `benchmarks.peers`. The environment limits JAX to `n_threads`."""
    units = networks.units(case, y)
    if case.is_regression or units[-1] == 1:
        targets = y.reshape(len(y), -1).astype(np.float32)
    else:
        targets = np.eye(units[-1], dtype=np.float32)[y]
    X, targets = jnp.asarray(X), jnp.asarray(targets)
    n_full = len(X) // case.batch_size * case.batch_size
    random = np.random.default_rng(0)

    @functools.partial(jax.jit, donate_argnums=0)
    def full_batches(state, X, targets, order):
        def body(state, rows):
            return step(case, state, X[rows], targets[rows])

        state, losses = jax.lax.scan(body, state, order)
        return state, losses.sum() * case.batch_size

    @functools.partial(jax.jit, donate_argnums=0)
    def partial_batch(state, X, targets, rows):
        return step(case, state, X[rows], targets[rows])

    def train(n_epochs):
        state, losses = initial_state(units), []
        for _ in range(n_epochs):
            order = random.permutation(len(X)).astype(np.int32)
            state, total = full_batches(state, X, targets, order[:n_full].reshape(-1, case.batch_size))
            if n_full < len(X):
                state, batch_loss = partial_batch(state, X, targets, order[n_full:])
                total += batch_loss * (len(X) - n_full)
            losses.append(total / len(X))
        state = jax.block_until_ready(state)
        return Trained(jax.tree.map(np.asarray, state.layers), int(state.n_steps) / case.n_batches, losses)

    return train
