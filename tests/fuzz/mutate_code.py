"""Breaks the program on purpose, a line at a time, and runs the tests that must see it: tests of the tests.

    python tests/fuzz/mutate_code.py [WORD ...]

Every change is made in a copy of the package; a change that no test sees is printed and makes the exit code
1. With words only the changes whose file or text holds one of them. Takes some minutes; it is run by hand and
its result recorded in docs. Changes that make no difference (a limit that a later line sets again) are not in
the list."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Change:
    """One line broken: the module, what stands there, what comes instead, and the tests that must fail."""

    module: str
    old: str
    new: str
    tests: tuple[str, ...]


ACCOUNTED = ("tests/test_accounted_for.py",)
RULES = (*ACCOUNTED, "tests/model/test_checking.py", "tests/model/test_inputs.py")


def core(module: str, old: str, new: str, *more: str) -> Change:
    return Change(f"core/{module}.py", old, new, (f"tests/core/test_{module}.py", *more))


CHANGES = (
    # Every line of the reconciliation: what is read, used, outside, not included, rejected, unreadable.
    Change("model/inputs.py", "read_revenue=float(amounts[known].sum())", "read_revenue=float(amounts[known & ~lines.rejected].sum())", ACCOUNTED),
    Change("model/inputs.py", "read_lines=len(lines.raw)", "read_lines=len(lines.frame)", ACCOUNTED),
    Change("model/inputs.py", "rejected_lines=int(lines.rejected.sum())", "rejected_lines=int((lines.rejected & known).sum())", ACCOUNTED),
    Change("model/inputs.py", "rejected_revenue=float(amounts[known & lines.rejected].sum())", "rejected_revenue=0.0", ACCOUNTED),
    Change("model/inputs.py", "len(amounts) - int(known.sum()) - sum(count for count, _ in foreign.values())", "len(amounts) - int(known.sum())", ACCOUNTED),
    Change("model/inputs.py", "return amounts * factor, foreign", "return amounts, foreign", ACCOUNTED),
    Change("model/inputs.py", '_note(lines, notes, errors.FOREIGN_CURRENCY, "currency", positions[np.isnan(factor[positions])])', "pass", ACCOUNTED),
    Change("model/inputs.py", "rates.get(name.upper(), np.nan)", "rates.get(name, np.nan)", ACCOUNTED),
    Change("model/inputs.py", "factor[unknown] = np.nan", "factor[unknown] = 1.0", ACCOUNTED),
    Change("model/inputs.py", ' * 100)) > 1', " * 100)) > 2", RULES),
    core("reconciliation", "used = ~outside & ~excluded", "used = ~outside", *ACCOUNTED),
    core("reconciliation", "late = outside & ~excluded", "late = outside", *ACCOUNTED),
    core("reconciliation", "(used, late, excluded & ~nobody, nobody)", "(used, late, excluded & ~nobody & ~outside, nobody)", *ACCOUNTED),
    core("reconciliation", "(used, late, excluded & ~nobody, nobody)", "(late, used, excluded & ~nobody, nobody)", *ACCOUNTED),
    core("reconciliation", "(unreadable, 0.0), (foreign", "(0, 0.0), (foreign", *ACCOUNTED),
    core("reconciliation", ">= _HALF_A_CENT or", ">= 100 * _HALF_A_CENT or"),
    core("reconciliation", "or sum(lines for lines, _ in parts) + foreign != read[0]", "or False"),
    Change("analysis.py", "~period.contains(lines[\"date\"].to_numpy()),\n        left_out", "~period.contains(lines[\"date\"].to_numpy()),\n        left_out & False", ACCOUNTED),
    Change("analysis.py", 'info["include"] == 0, "customer_id"', 'info["include"] != 1, "customer_id"', ACCOUNTED),
    # Checking a table.
    Change("model/checking.py", "good = ~self.rejected[self.frame.index.to_numpy()]", "good = ~self.rejected[self.frame.index.to_numpy()] | True", RULES),
    Change("model/checking.py", "> MAX_AMOUNT] = np.nan", "> 1e6 * MAX_AMOUNT] = np.nan", RULES),
    Change("model/checking.py", "log.add(errors.DUPLICATE_KEY, good[again]", "log.add(errors.DUPLICATE_KEY, good[~again]", RULES),
    Change("model/checking.py", "good = np.flatnonzero(~log.rejected)\n", "good = np.arange(len(log.rejected))\n", RULES),
    Change("model/checking.py", "if raw.hidden_rows:", "if False:", RULES),
    Change("model/conversion.py", "beyond(values, bound)", "beyond(values, bound + 1)", RULES),
    Change("model/conversion.py", "rows[reading == Reading.AMBIGUOUS]", "rows[:0]", RULES),
    Change("model/conversion.py", "np.floor(cells.number[dated])", "np.rint(cells.number[dated])", (*RULES, "tests/model/test_conversion.py")),
    # The figures.
    core("ranking", "ranks[known[order]] = begin + 1", "ranks[known[order]] = np.arange(len(order)) + 1"),
    core("ranking", "(2 * n - begin - end)", "(2 * n - 2 * begin)"),
    core("score", "return -comparable if dimension in LOWER_IS_BETTER else comparable", "return comparable"),
    core("score", "present = ~np.isnan(normalised) @ weight", "present = np.ones(len(normalised))"),
    core("score", "np.percentile(known, [5, 95])", "np.percentile(known, [0, 95])"),
    core("pareto", "classes = _classes(before, *limits)", "classes = _classes(before + 1, *limits)"),
    core("pareto", "total = int(amount[amount > 0].sum())", "total = int(amount.sum())"),
    core("concentration", "losing = cents(top[\"contribution\"]) <= 0", "losing = cents(top[\"contribution\"]) < 0"),
    core("cost_to_serve", "np.maximum(revenue, 0) * (1 + vat_rate)", "revenue * (1 + vat_rate)"),
    core("cost_to_serve", "np.minimum(1.0, cost /", "(1.0 * cost /"),
    core("cost_to_serve", "spoken_for = 2 * cents", "spoken_for = 3 * cents"),
    core("cost_to_serve", "table = table[~table.index.duplicated()]", "table = table[~table.index.duplicated(keep=\"last\")]"),
    core("measures", "figures(lines, \"revenue\") - figures(lines, \"margin\")", "figures(lines, \"margin\")"),
    core("measures", "population |= np.bincount(worked", "population &= np.bincount(worked"),
    core("change", "revenue_change\"] = current[\"revenue\"] - frame", "revenue_change\"] = current[\"revenue\"] + frame"),
    core("change", "absent = np.nan if previous.empty else 0.0", "absent = 0.0"),
    core("change", "(first >= bound)", "(first > bound)"),
    core("up_sell", "gap * realisable - counted", "gap * realisable"),
    core("up_sell", "(order >= limit)", "(order > limit)"),
    core("actions", "np.maximum(peer_pct - pct, 0.0)", "np.abs(peer_pct - pct)"),
    core("actions", "contribution = customers[\"contribution\"].to_numpy(float) / years", "contribution = customers[\"contribution\"].to_numpy(float)"),
    core("peers", "enough = others >= FEWEST_PEERS", "enough = others > FEWEST_PEERS"),
    core("weights", "weight >= 0)", "weight > 0)"),
    core("moves", "np.maximum(margin, 0.0)[:, None]", "margin[:, None]"),
    core("rank_certainty", "np.maximum.accumulate(place, axis=1)", "np.arange(1, size + 1)[None, :] + place * 0"),
    # What the chances rest on.
    core("situation", "(lately | (since & ~then & before))[items]", "lately[items]"),
    core("situation", "(lately | (since & ~then & before))[items]", "(lately | since | before)[items]"),
    core("situation", "(-baskets.age / np.float32(HALF_LIFE))", "(-0 * baskets.age / np.float32(HALF_LIFE))"),
    core("visits", "[:, np.minimum(first_sold, self.days - 1)]", "[:, self.days - 1 + 0 * first_sold]"),
    core("followed", "share = OLDER ** np.arange(len(parts))", "share = 1.0 ** np.arange(len(parts))"),
    core("followed", "& place.alive & (bought", "& (bought"),
    core("followed", "* bought / (bought + SEASON_EVENTS) if bought", "if bought"),
    core("logistic", "ridge = np.where(free == 0, 0.0, RIDGE)", "ridge = np.full(len(free), RIDGE)"),
    core("yearly", "/ years**spread)", "/ years)"),
    core("predictor", "return np.where(place.alive[None, :], found, np.float32(0))", "return found", "tests/core/cross_sell/test_training_pairs.py"),
    core("predictor", "curve.calibrator.shifted(self.season)", "curve.calibrator"),
    core("predictor", "DAYS_PER_YEAR, self.spread) if", "DAYS_PER_YEAR) if"),
    core("hold_out", "(figure >= figure[best] - AS_GOOD)", "(figure >= figure[best])"),
    core("hold_out", "scores[:, ~offered] = -np.inf", "scores[:, ~offered] += 0"),
    core("hold_out", "& np.isfinite(scores), best", "& True, best"),
    core("cross_sell", '[buyers < FEWEST_BUYERS, loss, ~alive]', '[buyers < FEWEST_BUYERS, loss, ~alive & False]'),
)  # fmt: skip


def survives(change: Change, copy: Path) -> bool:
    """Break the copy, run the tests, mend it again; return whether they saw nothing."""
    path = copy / "klantwaarde_xl" / change.module
    sound = path.read_text(encoding="utf-8")
    if sound.count(change.old) != 1:
        raise SystemExit(f"{change.module} has {sound.count(change.old)} times: {change.old}")
    path.write_text(sound.replace(change.old, change.new), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        *filter(lambda t: (ROOT / t).exists(), change.tests),
    ]
    try:
        done = subprocess.run(
            command,
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(sound, encoding="utf-8")
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stdout + done.stderr)
    return done.returncode == 0


def main() -> int:
    """Try the changes; exit code 1 when one survives."""
    words = sys.argv[1:]
    chosen = [one for one in CHANGES if not words or any(word in f"{one.module} {one.old}" for word in words)]
    alive = []
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "main"
        for part in ("klantwaarde_xl", "tests", "docs", "benchmarks"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / part, copy / part)
        for change in chosen:
            seen = not survives(change, copy)
            print(
                "seen    " if seen else "SURVIVED",
                change.module,
                "|",
                change.old.strip(),
                "->",
                change.new.strip(),
                flush=True,
            )
            alive += [] if seen else [change]
    print(f"{len(chosen)} changes, {len(alive)} seen by no test")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
