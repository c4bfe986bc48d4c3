"""All benchmarks: ``python -m tests.benchmarks``. One of them, with options: ``python -m tests.benchmarks.<name>``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("extraction", "chain")


def main() -> int:
    names = sys.argv[1:] or NAMES
    failed = 0
    for name in names:
        print(f"== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], cwd=ROOT, check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
