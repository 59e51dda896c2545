"""`python -m tests.load`, which is `make bench`: what the product costs beside the least that it could."""

from argparse import ArgumentParser
from pathlib import Path

from tests.load.bench import HUGE, PARTS, bench
from tests.load.plan import QUICK, Plan


def main() -> None:
    reading = ArgumentParser("make bench", description="Measure the product against floors built in the same run.")
    reading.add_argument(
        "--database",
        default="sqlite",
        help="sqlite; postgresql, for a server made for this run; or the URL of one where databases may be made",
    )
    reading.add_argument("--data", type=Path, help="the folder for SQLite's files, on the disk to measure")
    reading.add_argument("--quick", action="store_true", help="small sizes, to try the bench itself")
    reading.add_argument("--part", action="append", choices=[*PARTS, HUGE], help="only this part; may be repeated")
    reading.add_argument("--output", type=Path, default=Path("bench.json"), help="the file for the figures")
    asked = reading.parse_args()
    parts = tuple(asked.part or PARTS)
    bench(asked.database, asked.data, QUICK if asked.quick else Plan(), parts, asked.output)


if __name__ == "__main__":
    main()
