"""Functions of a user's own module, which pickles find by their names."""

import numpy as np


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
