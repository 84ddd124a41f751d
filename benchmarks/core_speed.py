"""Core analysis of 1,000,000 lines x 50,000 customers x 300 groups against a bare pandas group-by of the same
frame.

Run: ``python -m benchmarks.core_speed [--lines 1000000]``. Goal: measures + score + Pareto, without rank
certainty, within 4 x. Rank certainty stands beside its own floor: the scores of every draw and the order of
each, which a rank cannot do without. The floor of EASE is the Cholesky factor of its Gram matrix, which its
closed form cannot do without; the inverse of a matrix from its factor costs twice as many multiplications as
the factor, so 3 x is what is possible. Last, the whole analysis of three years of lines, in a process of its
own: chances are learned only when there is history."""

from __future__ import annotations

import argparse
import datetime as dt
import time

import numpy as np
import pandas as pd
from scipy import linalg, sparse

from benchmarks.measuring import judge, measure
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.recommenders import Ease, bought_together
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.value.pareto import pareto_classes
from klantwaarde_xl.core.value.rank_interval import CONCENTRATION, DRAWS_FOR_MANY, rank_interval
from klantwaarde_xl.core.value.score import MEASURED_BY, customer_score
from klantwaarde_xl.model.settings import Settings

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def random_lines(
    lines: int, customers: int = 50_000, groups: int = 300, seed: int = 1, years: int = 1
) -> pd.DataFrame:
    """Return invoice lines of the years up to 2024, ids as categoricals of text, as readers give them."""
    rng = np.random.default_rng(seed)
    revenue = np.round(rng.lognormal(4, 1, lines) * np.where(rng.random(lines) < 0.03, -1, 1), 2)
    weight = rng.lognormal(0, 1, customers)
    owner = rng.choice(customers, lines // 5, p=weight / weight.sum())
    owner[:customers] = np.arange(customers)[: len(owner)]
    invoice = rng.integers(0, lines // 5, lines)
    who = owner[invoice]
    return pd.DataFrame(
        {
            "date": np.datetime64("2024-12-31")
            - rng.integers(0, 366 + 365 * (years - 1), lines).astype("timedelta64[D]"),
            "customer_id": pd.Categorical.from_codes(who, pd.Index([f"K{i:06}" for i in range(customers)])),
            "product_group": pd.Categorical.from_codes(
                rng.integers(0, groups, lines), pd.Index([f"G{i:03}" for i in range(groups)])
            ),
            "invoice_id": pd.Categorical.from_codes(
                rng.integers(0, lines // 5, lines), pd.Index([f"F{i}" for i in range(lines // 5)])
            ),
            "revenue": revenue,
            "cost": np.round(revenue * rng.uniform(0.5, 0.9, lines), 2),
        }
    )


def bare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the floor: the sums per customer and group that any analysis needs, by pandas alone."""
    return frame.groupby(["customer_id", "product_group"], observed=True)[["revenue", "cost"]].sum()


def simplest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the sums per customer alone: the smallest group-by that there is."""
    return frame.groupby("customer_id", observed=True)[["revenue", "cost"]].sum()


def ours(frame: pd.DataFrame) -> pd.DataFrame:
    """Return measures, score and Pareto class of every customer."""
    measures = customer_measures(frame, YEAR)
    scores = customer_score(measures, Settings().weights())
    return measures.join(scores).assign(pareto_class=pareto_classes(measures["revenue"]))


def scored(customers: int = 50_000) -> pd.DataFrame:
    """Return scores of as many customers, none without a dimension."""
    values = np.random.default_rng(3).uniform(0, 100, (customers, len(MEASURED_BY)))
    frame = pd.DataFrame(values, columns=[f"normalised_{name}" for name in MEASURED_BY])
    return frame.assign(score=frame.mean(axis=1))


def ordered(scores: pd.DataFrame) -> None:
    """Score and order the customers in every draw by numpy alone."""
    drawn = np.random.default_rng(1).dirichlet(
        np.full(len(MEASURED_BY), CONCENTRATION / len(MEASURED_BY)), size=DRAWS_FOR_MANY
    )
    values = scores.drop(columns="score").to_numpy()
    for weights in drawn:
        np.argsort(-(values @ weights))


def with_tastes(lines: int, customers: int = 45_000, groups: int = 40, seed: int = 7) -> pd.DataFrame:
    """Return lines of three years by customers that each like some groups, an invoice a day."""
    rng = np.random.default_rng(seed)
    frame = random_lines(lines, customers, groups, seed, years=3)
    liked = rng.dirichlet(np.full(groups, 0.3), 200).cumsum(axis=1)[rng.integers(0, 200, customers)]
    chosen = (liked[frame["customer_id"].cat.codes] < rng.random(lines)[:, None]).sum(axis=1)
    invoice = frame["invoice_id"].cat.codes.to_numpy()
    day = rng.integers(0, 1096, invoice.max() + 1)[invoice]
    kinds = frame["product_group"].cat.categories
    return frame.assign(
        date=np.datetime64("2022-01-01", "s") + day.astype("timedelta64[D]"),
        product_group=pd.Categorical.from_codes(np.minimum(chosen, groups - 1), kinds),
    )


def analyse_it(lines: int) -> None:
    """Analyse as many lines as a workbook would give, product groups by way of products."""
    from klantwaarde_xl.analysis.analyse import analyse
    from klantwaarde_xl.model.inputs import Inputs
    from klantwaarde_xl.model.tables import InvoiceLine

    frame = with_tastes(lines).rename(columns={"product_group": "product_id"})
    kinds = frame["product_id"].cat.categories
    groups = pd.Categorical([f"Groep {kind}" for kind in kinds])
    products = pd.DataFrame(
        {"product_id": pd.Categorical(kinds, kinds), "product_group": groups, "unit_cost": np.nan}
    )
    total = float(frame["revenue"].sum())
    frame = frame.assign(quantity=1.0).reindex(columns=list(InvoiceLine.model_fields))
    analyse(Inputs(frame, products=products, read_lines=lines, read_revenue=total))


def make_it(lines: int) -> None:
    """Make the same lines and do no more."""
    with_tastes(lines)


def analysis_speed(lines: int) -> None:
    """Print what the whole analysis of three years takes."""
    made, spent = measure(make_it, lines), measure(analyse_it, lines)
    cpu = spent.cpu_seconds - made.cpu_seconds
    judge(f"analysis of {lines:,} lines of three years, processor time", cpu, 20.0 * lines / 1e6, "s")
    judge(f"analysis of {lines:,} lines of three years, memory", spent.peak_mb / 1024, 1.2, "GB")


def certainty_speed() -> None:
    """Print how long rank certainty takes, beside scoring and ordering alone."""
    scores = scored()
    floor = best_of(ordered, scores)
    spent = best_of(lambda scores: rank_interval(scores, dict.fromkeys(MEASURED_BY, 1.0)), scores)
    print(f"{DRAWS_FOR_MANY} draws x {len(scores):,} customers, ordered  {floor:6.3f} s")
    print(f"rank certainty of the same         {spent:6.3f} s = {spent / floor:.2f} x")


def ease_matrix(customers: int = 20_000, items: int = 2_000) -> sparse.csr_array:
    """Return who bought what: 40 purchases a customer, popular items more often."""
    rng = np.random.default_rng(2)
    rows = np.repeat(np.arange(customers), 40)
    columns = (rng.random(len(rows)) ** 2 * items).astype(np.int64)
    matrix = sparse.csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(customers, items))
    matrix.data[:] = 1
    return matrix


def ease_speed() -> None:
    """Print how long EASE takes, beside its own Cholesky factor alone."""
    matrix = ease_matrix()
    together = bought_together(matrix).toarray()
    gram = together + np.eye(len(together), dtype=np.float32) * 100
    floor = best_of(
        lambda matrix: linalg.cholesky(matrix, lower=True, check_finite=False), gram, clock=time.perf_counter
    )
    fitted = best_of(lambda matrix: Ease.fit(matrix, 100.0, together), matrix, clock=time.perf_counter)
    print(f"Cholesky of {len(gram):,} items    {floor:6.3f} s")
    print(f"EASE, sums known already     {fitted:6.3f} s = {fitted / floor:.2f} x")


def best_of(work, frame: object, repeat: int = 3, clock=time.process_time) -> float:
    """Return the processor seconds of the fastest of some runs; another clock for work that all processors
    share."""
    seconds = []
    for _ in range(repeat):
        start = clock()
        work(frame)
        seconds.append(clock() - start)
    return min(seconds)


def main() -> None:
    """Print the three times and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    given = parser.parse_args()
    frame = random_lines(given.lines)
    one, two, core = (best_of(work, frame) for work in (simplest, bare, ours))
    print(
        f"{len(frame):,} lines, {frame['customer_id'].nunique():,} customers, "
        f"{frame['product_group'].nunique()} groups"
    )
    print(f"group-by customer            {one:6.3f} s")
    print(f"group-by customer x group    {two:6.3f} s")
    print(
        f"measures + score + Pareto    {core:6.3f} s = {core / two:.2f} x customer x group, {core / one:.2f} "
        f"x customer"
    )
    judge("measures + score + Pareto x group-by customer x group", core / two, 4.0)
    certainty_speed()
    ease_speed()
    analysis_speed(given.lines)


if __name__ == "__main__":
    main()
