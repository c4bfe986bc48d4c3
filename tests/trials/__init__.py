"""Trials: the ledger and the store under trouble, each a command that prints a verdict and fails if it is not kept.

``python -m tests.trials.kill``, ``.workers``, ``.outage``, ``.again``; ``make trials`` runs them all. Each has a
newspaper on localhost, a mongod of its own and ``scrapy crawl`` in processes that can be killed.
"""
