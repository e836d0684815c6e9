"""Prints how many seconds (wall, processor) pandas takes to say about a CSV file what a profile says: python describe.py FILE"""

import sys
import time

import numpy as np
import pandas as pd

SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def describe(frame: pd.DataFrame) -> list[dict]:
    facts = []
    for name in frame.columns:
        column = frame[name]
        fact = {"missing": column.isna().sum(), "distinct": column.nunique(), "top": column.value_counts().head(20)}
        if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
            numbers = column.dropna().to_numpy().astype("float64")
            fact["quantiles"] = np.quantile(numbers, SHARES)
            fact["moments"] = (numbers.min(), numbers.max(), numbers.mean(), numbers.std(ddof=1))
            fact["histogram"] = np.histogram(numbers, bins=20)
        else:
            fact["lengths"] = column.str.len().agg(["min", "max", "mean"])
        facts.append(fact)
    return facts


def main() -> None:
    started = time.perf_counter()
    started_processor = time.process_time()
    frame = pd.read_csv(sys.argv[1], parse_dates=["day"])
    describe(frame)
    frame.duplicated().sum()
    print(time.perf_counter() - started, time.process_time() - started_processor)


main()
