"""Functions in a user's module, which pickles find by name."""

import numpy as np
import own_numbers as numbers


def softsign(z):
    return z / (1 + np.abs(z))


def softsign_derivative(z, a):
    return (1 - np.abs(a)) * (1 - np.abs(a))


def cost(z, y):
    return (z - y) * (z - y) * np.where(z > y, 3.0, 1.0)


def cost_derivative(z, y):
    return 2 * (z - y) * np.where(z > y, 3.0, 1.0)


def half(x):
    return 0.5 * x


def squared_error(z, y):
    return half((z - y) * (z - y))


def squared_error_derivative(z, y):
    return z - y


def by_factor(z, y):
    return numbers.FACTOR * (z - y) * (z - y)


def by_factor_derivative(z, y):
    return 2 * numbers.FACTOR * (z - y)


def bent(z):
    return np.where(z > 0, z, 0.1 * z)


def clipped(z):
    return np.clip(z, -1.0, 2.0)


def rooted(z):
    return np.log1p(z**2) * (z >= 0) - np.sin(z) * (z < 0)
