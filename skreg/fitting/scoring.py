"""The scorer that the user chooses by ``scoring``."""

import inspect

from sklearn.metrics import check_scoring, make_scorer

from skreg.functions.losses import loss_of


def scores_by_loss(scoring, targets):
    """Whether the score is the negative loss: on request, or because the loss does not predict the mean."""
    return scoring == "loss" or (scoring is None and not loss_of(targets.loss).predicts_mean)


def scorer_of(estimator, scoring, targets):
    """Function of a fitted estimator and samples, or None if `scoring` does not choose a scorer."""
    if scoring is None or scoring == "loss":
        return None
    try:
        scorer = check_scoring(estimator, scoring=scoring)
    except ValueError as error:
        raise ValueError(
            "scoring must be None, 'loss', a callable scorer or one of sklearn.metrics.get_scorer_names(),"
            f" got {scoring!r}. {error}"
        ) from None
    scorer = _of_all_classes(scorer, targets.metric_labels)
    takes_weights = _takes_weights(scorer)

    def score(fitted, samples):
        weights = {"sample_weight": samples.weights} if takes_weights and samples.weights is not None else {}
        value = scorer(fitted, samples.X, samples.y, **weights)
        try:
            return float(value)
        except (TypeError, ValueError):
            raise ValueError(
                f"scoring must return one number, got {value!r} from scoring={scoring!r}."
            ) from None

    return score


def _of_all_classes(scorer, classes):
    """The scorer, which passes all classes as `labels` if its metric takes them, because y may lack some."""
    metric = getattr(scorer, "_score_func", None)
    if metric is None or classes is None:
        return scorer
    takes_classes = "labels" in inspect.signature(metric).parameters and "labels" not in scorer._kwargs
    if not takes_classes or scorer._response_method == "predict":
        return scorer
    return make_scorer(
        metric,
        response_method=scorer._response_method,
        greater_is_better=scorer._sign > 0,
        labels=classes,
        **scorer._kwargs,
    )


def _takes_weights(scorer):
    if hasattr(scorer, "_accept_sample_weight"):
        return scorer._accept_sample_weight()
    return "sample_weight" in inspect.signature(scorer).parameters
