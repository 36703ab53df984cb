"""The oracle of the kernels: the same mathematics in plain NumPy."""

from types import SimpleNamespace

import numpy as np
from scipy.special import logsumexp

from skreg.functions.activations import ACTIVATIONS, per_layer
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.losses import LOSSES
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.penalties import PENALTIES


def bits(key_0, key_1, counters):
    """An independent implementation of the masks' generator."""
    u = np.uint64
    with np.errstate(over="ignore"):
        x = (np.asarray(counters, dtype=u) * u(0x9E3779B97F4A7C15)) ^ u(key_0)
        x = (x ^ (x >> u(30))) * u(0xBF58476D1CE4E5B9)
        x ^= u(key_1)
        x = (x ^ (x >> u(27))) * u(0x94D049BB133111EB)
        return x ^ (x >> u(31))


def random_bits(units, layer, key, n_samples_seen, n_rows):
    """Random bits of every unit of a layer, for each of some samples."""
    first_units = np.cumsum((0, *units))
    sample = np.uint64(n_samples_seen) + np.arange(n_rows, dtype=np.uint64)[:, None]
    unit = first_units[layer] + np.arange(units[layer])
    return bits(*key, sample * np.uint64(first_units[-1]) + unit.astype(np.uint64))


def masks(units, rates, key, n_samples_seen, n_rows):
    """Factor of every input and hidden unit, 0 or 1/keep: one array per layer."""
    factors = []
    for layer, rate in enumerate(rates):
        dropped = random_bits(units, layer, key, n_samples_seen, n_rows) < np.uint64(int(rate * 2**64))
        factors.append(np.where(dropped, 0.0, 1 / (1 - rate)))
    return factors


def factors_of(dropout, units, rates, key, n_samples_seen, n_rows):
    """Factors of a dropout of the registry, if it is the only one in use."""
    for layer, rate in enumerate(rates):
        threshold, scale = DROPOUTS[dropout].level(rate)
        drawn = random_bits(units, layer, key, n_samples_seen, n_rows)
        factors = DROPOUTS[dropout].factor(drawn, np.uint64(threshold), scale)
        yield factors if rate else np.ones_like(factors)


def cost_and_gradient(
    coefs, intercepts, X, Y, weights, activation, loss, *, l1, l2, alpha, factors=None, group_l1=None,
    parameter=0.0,
):  # fmt: skip
    """Cost of a minibatch, and its gradient without the terms of l1 and group_l1."""
    loss = LOSSES[loss]
    functions = [ACTIVATIONS[name] for name in per_layer(activation, len(coefs) - 1)]
    if factors is None:
        factors = [1.0] * len(coefs)
    h, slopes = [X * factors[0]], []
    for layer, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        z = h[-1] @ W + b
        if layer < len(coefs) - 1:
            a = functions[layer].value(z)
            slopes.append(functions[layer].derivative(z, a) * factors[layer + 1])
            h.append(a * factors[layer + 1])
    if loss.link.couples_outputs:
        z = z - logsumexp(z, axis=1, keepdims=True)
    share = (weights / weights.sum())[:, None]
    cost = (share * loss.value(z, Y, parameter)).sum()
    delta = share * loss.derivative(z, Y, parameter)
    dW, db = [None] * len(coefs), [None] * len(coefs)
    for layer in range(len(coefs) - 1, -1, -1):
        ridge = l2[layer] + alpha / weights.sum()
        W = coefs[layer]
        cost += l1[layer] * np.abs(W).sum() + ridge / 2 * (W**2).sum()
        if group_l1 is not None:
            cost += group_l1[layer] * np.sqrt(W.shape[1]) * np.linalg.norm(W, axis=1).sum()
        dW[layer] = h[layer].T @ delta + ridge * W
        db[layer] = delta.sum(axis=0)
        if layer:
            delta = (delta @ W.T) * slopes[layer - 1]
    return cost, dW, db


class Training:
    """Any optimiser with any penalties on one array, by the expressions of the registries."""

    def __init__(self, solver, learning_rate_init, **hyperparameters):
        self.optimiser, self.learning_rate = OPTIMISERS[solver], learning_rate_init
        read = {name: hyperparameters[name] for name in self.optimiser.reads}
        self.c = SimpleNamespace(**self.optimiser.constants(**read))
        self.t, self.steady_state, self.moments = 0, 0.0, (0.0,) * len(self.optimiser.moments)

    def step(self, w, gradient, strengths):
        """The new w. `strengths` holds all penalties' strengths by name, divided by the total weight."""
        self.t += 1
        optimiser, c = self.optimiser, self.c
        rate = optimiser.step_size(self.learning_rate, self.t, c)
        self.steady_state, steady = optimiser.steady_step(self.steady_state, self.learning_rate, c)
        longest = optimiser.longest_step(rate, c)
        in_use = {PENALTIES[name]: strength for name, strength in strengths.items() if strength}
        smooth = sum(penalty.gradient(w, s) for penalty, s in in_use.items() if penalty.is_smooth)
        if optimiser.decoupled:
            w = w - self.learning_rate * smooth
        else:
            gradient = gradient + smooth
        displacement, self.moments, step = optimiser.update(gradient, self.moments, rate, steady, c)
        if any(penalty.scope == "row" for penalty in in_use):
            step = steady
            if optimiser.group_step is not None:
                means = tuple(moment.mean(axis=1, keepdims=True) for moment in self.moments)
                step = optimiser.group_step(means, rate, c)
                displacement = -step * optimiser.direction(self.moments)
        w = w + displacement
        for penalty, strength in in_use.items():
            if not penalty.is_smooth and penalty.scope == "weight":
                w = penalty.prox(w, step, strength, longest)
        for penalty, strength in in_use.items():
            if penalty.scope == "row":
                norms = np.linalg.norm(w, axis=1, keepdims=True)
                w = w * penalty.prox(norms, step, strength, longest, w.shape[1])
        return w


def penalty_of(W, strengths):
    """Sum of all penalties on a weight matrix."""
    total = 0.0
    for name, strength in strengths.items():
        entry = PENALTIES[name]
        parts = np.linalg.norm(W, axis=1) if entry.scope == "row" else W
        total += entry.value(entry.statistic(parts, strength).sum(), strength, W.shape[1])
    return total


class Optimiser:
    """An independent implementation of sgd, adam and adamw with the proximal steps of l1 and group_l1.

    Other optimisers come from the registry.
    """

    def __init__(self, solver, rate, momentum=0.9, nesterov=True, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.solver, self.rate, self.momentum, self.nesterov = solver, rate, momentum, nesterov
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.t, self.m, self.v, self.tau = 0, 0.0, 0.0, 0.0
        self.other = None
        if solver not in ("sgd", "adam", "adamw"):
            hyperparameters = {"momentum": momentum, "nesterovs_momentum": nesterov, "beta_1": beta_1}
            self.other = Training(solver, rate, beta_2=beta_2, epsilon=epsilon, **hyperparameters)

    def step(self, w, gradient, l1, ridge, group_l1=0.0):
        """The new w. `gradient` includes the ridge term, and `ridge` is the term that adamw decouples."""
        if self.other:
            strengths = {"l2": ridge, "l1": l1, "group_l1": group_l1}
            return self.other.step(w, gradient - ridge * w, strengths)
        self.t += 1
        if self.solver == "sgd":
            self.m = self.momentum * self.m - self.rate * gradient
            self.tau = self.momentum * self.tau + self.rate
            move, step = self.m, self.tau
            if self.nesterov:
                move = self.momentum * self.m - self.rate * gradient
                step = self.momentum * self.tau + self.rate
            w, longest = w + move, np.inf
        else:
            if self.solver == "adamw":
                gradient = gradient - ridge * w
                w = w * (1 - self.rate * ridge)
            self.m = self.beta_1 * self.m + (1 - self.beta_1) * gradient
            self.v = self.beta_2 * self.v + (1 - self.beta_2) * gradient**2
            rate = self.rate * np.sqrt(1 - self.beta_2**self.t) / (1 - self.beta_1**self.t)
            v = self.v.mean(axis=1, keepdims=True) if group_l1 else self.v
            step = rate / (np.sqrt(v) + self.epsilon)
            w = w - step * self.m
            bound = (1 - self.beta_1) ** 2 / ((1 - self.beta_2) * (1 - self.beta_1**2 / self.beta_2))
            longest = rate * np.sqrt(bound)  # bound on proximal steps
        w = np.sign(w) * np.maximum(np.abs(w) - np.minimum(step * l1, longest), 0)
        if group_l1:
            norms = np.linalg.norm(w, axis=1, keepdims=True)
            threshold = np.minimum(step * group_l1, longest) * np.sqrt(w.shape[1])
            w = w * np.maximum(norms - threshold, 0) / np.maximum(norms, 1e-300)
        return w
