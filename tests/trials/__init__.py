"""Trials: the ledger and the store under trouble, each a command that prints a verdict and fails if it is not kept.

``python -m tests.trials.kill``, ``.workers``, ``.outage``, ``.election``, ``.disk``, ``.again`` have a newspaper on
localhost, a mongod of their own and ``scrapy crawl`` in processes that can be killed; ``.copies``, ``.growth`` and
``.throughput`` work on generated texts. ``make trials`` runs them all, ``make trials TRIALS=kill`` one.
"""
