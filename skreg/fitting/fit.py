"""One fit: validate the arguments, make a plan, train, and set the fitted attributes."""

import contextlib

from skreg.fitting import callbacks, lbfgs, resume, stochastic
from skreg.fitting.attributes import records_of
from skreg.fitting.plan import plan_fit
from skreg.fitting.start import start


@contextlib.contextmanager
def unchanged_on_error(estimator):
    """Yield the estimator's attributes, and restore them if an exception is raised."""
    before = dict(vars(estimator))
    try:
        yield before
    except BaseException:
        vars(estimator).clear()
        vars(estimator).update(before)
        raise


def fit(request):
    """Fit, continue from the fitted weights, or train for one more epoch. Returns the estimator."""
    estimator, context = request.estimator, callbacks.set_up(request)
    with unchanged_on_error(estimator) as before:
        plan = plan_fit(request, before, context)
        with callbacks.whole_fit(plan):
            # scorers and callbacks need an estimator that can predict
            vars(estimator).update(plan.targets.attributes, _trained_with=plan.trained_with)
            train = lbfgs.train if request.parameters.solver == "lbfgs" else stochastic.train
            result = train(plan, start(plan))
            vars(estimator).pop(resume.MEMORY, None)
            vars(estimator).update(_fitted_attributes(plan, result))
    return estimator


def _fitted_attributes(plan, result):
    network = plan.network_attributes(result.parameters)
    return {**network, **records_of(result), **resume.remembered(plan, result)}
