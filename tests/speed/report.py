"""What is said about the figures: tables, which aims are missed, who is faster, and how they came.

Everything here is text made from what measuring.py wrote; nothing is measured.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .candidates import BLOCK, GRADIENTS, NETWORKS, PEERS, WITH_LOSS
from .measuring import BIG, RESTLESS, TRIES, WIDE, Figures, Ratios, Row, Setting, code

COMPARED = "float64, 1 thread"  # the setting that the aims are for
SMALLEST = next(iter(NETWORKS))
# What safety may cost: the ratio to the same code without its guards.
GUARD_AIMS = {SMALLEST: 1.40} | {
    name: 1.03 for name in NETWORKS if NETWORKS[name].widths != NETWORKS[SMALLEST].widths
}
# The ratio to the limit, set on a processor that computes exp with AVX-512.
LIMIT_AIMS = dict(zip(NETWORKS, (3.8, 5.0, 1.18, 1.12, 1.12, 1.42, 2.05), strict=True))
BLOCKS_AIM = 1.10
MEMORY_AIMS = {BIG: ("bpref", 1.7), WIDE: ("in blocks", 0.05)}
WIN = 0.97  # of bpref's time: smaller differences come and go from run to run
RESTLESS_MARK = "†"
NONE = "–"


class Table(NamedTuple):
    """A table to be shown: what it is, a name for every column, and the rows."""

    caption: str
    header: list[str]
    rows: list[list[str]]


class Aim(NamedTuple):
    """What was found, and what it was not to exceed."""

    what: str
    network: str
    found: float
    most: float

    @property
    def missed(self) -> bool:
        """As it is shown: to two places."""
        return round(self.found, 2) > round(self.most, 2)


def ratio(number: float | None) -> str:
    """Return a ratio as every table shows it."""
    return NONE if number is None else f"{number:.2f}"


def between(quartiles: list[float]) -> str:
    """Return a ratio, and between which two half of the rounds lay."""
    low, middle, high = map(ratio, quartiles)
    return f"{middle} ({low} to {high})"


def microseconds(seconds: float) -> str:
    """Return a time with two digits or more."""
    return f"{seconds * 1e6:,.{0 if seconds > 1e-4 else 1}f}"


def marked(name: str, row: Row) -> str:
    """Return the name of a network, with a mark if its limit never came to rest."""
    return f"{name} {RESTLESS_MARK}" if row["moved"] > RESTLESS else name


def tables(setting: Setting) -> list[Table]:
    """Return a setting's tables: what safety costs, ways to call bpref, others, with the loss."""
    gradients = {name: row["ratios"]["gradient"] for name, row in setting["networks"].items()}
    losses = {name: row["ratios"]["with its loss"] for name, row in setting["networks"].items()}

    def rows(cells: Callable[[str], list[str]]) -> list[list[str]]:
        return [[marked(name, row), *cells(name)] for name, row in setting["networks"].items()]

    def compare(caption: str, names: list[str], found: dict[str, Ratios]) -> Table:
        named = [name for name in names if any(name in ratios for ratios in found.values())]
        return Table(
            caption,
            ["network", *named],
            rows(lambda row: [ratio(found[row].get(name)) for name in named]),
        )

    others = [name for name in GRADIENTS if name in PEERS]
    return [
        Table(
            "What safety costs",
            ["network", "limit, µs", "bpref", "guards cost"],
            rows(
                lambda name: [
                    microseconds(setting["networks"][name]["limit"]),
                    ratio(gradients[name]["bpref"]),
                    between(setting["networks"][name]["guards"]),
                ]
            ),
        ),
        compare(
            "Ways to call bpref",
            ["bpref", "slopes from z", "step by step"],
            gradients,
        ),
        compare("bpref and others", ["bpref", "tutorial NumPy", *others], gradients),
        compare("The gradient with its loss", list(WITH_LOSS), losses),
    ]


def in_blocks(setting: Setting) -> str:
    """Tell what blocks of columns do for the network that has more than a block of them."""
    found = setting["networks"][WIDE]["ratios"]["gradient"]
    return f"On blocks of {BLOCK:,} columns, {WIDE} took {ratio(found['in blocks'])} of the limit."


def memory_table(figures: Figures) -> Table:
    """Return the peak memory of each way that was measured."""
    rows = [
        [name, way, ratio(share)]
        for name, shares in figures["memory"].items()
        for way, share in shares.items()
    ]
    return Table("Peak memory, over what must be kept", ["network", "way", "peak"], rows)


def aims(figures: Figures) -> list[Aim]:
    """Compare the figures with every aim of this project; what is missed comes first."""
    found = []
    for name, row in figures["settings"].get(COMPARED, {"networks": {}})["networks"].items():
        shown = marked(name, row)
        gradient, with_loss = row["ratios"]["gradient"], row["ratios"]["with its loss"]
        if name in GUARD_AIMS:
            found.append(Aim("bpref / without guards", shown, row["guards"][1], GUARD_AIMS[name]))
        if name == SMALLEST and "JAX" in with_loss:
            ours = with_loss["loss from z"] / with_loss["JAX"]
            found.append(Aim("with its loss, bpref / JAX", shown, ours, 1.0))
        found.append(Aim("bpref / limit", shown, gradient["bpref"], LIMIT_AIMS[name]))
        if name == WIDE:
            found.append(Aim("in blocks / limit", shown, gradient["in blocks"], BLOCKS_AIM))
    for name, shares in figures["memory"].items():
        way, most = MEMORY_AIMS[name]
        found.append(Aim(f"peak memory, {way}", name, shares[way], most))
    return sorted(found, key=lambda aim: (not aim.missed, aim.what))


def aims_tables(figures: Figures) -> list[Table]:
    """Return the aims that are missed, then those that are kept."""
    found = aims(figures)
    tables = []
    for missed, verdict in ((True, "missed"), (False, "kept")):
        some = [aim for aim in found if aim.missed is missed]
        rows = [[aim.what, aim.network, ratio(aim.found), ratio(aim.most)] for aim in some]
        caption = f"Aims {verdict}: {len(rows)} of {len(found)}"
        tables.append(Table(caption, ["what", "network", "found", "at most"], rows))
    return tables


def rivals(row: Row) -> Iterable[tuple[str, str, float]]:
    """Yield what a candidate that is not ours finds, its name, and its time over bpref's."""
    for finds, ours in (("gradient", "bpref"), ("with its loss", "loss from z")):
        ratios = row["ratios"][finds]
        for name in ("tutorial NumPy", *PEERS):
            if name in ratios:
                yield finds, name, ratios[name] / ratios[ours]


def wins(figures: Figures) -> Table:
    """Return who is faster than bpref, where, and by how much."""
    rows = []
    compared = 0
    for title, setting in figures["settings"].items():
        for network, row in setting["networks"].items():
            for finds, name, share in rivals(row):
                compared += 1
                if share < WIN:
                    rows.append([name, finds, title, marked(network, row), ratio(share)])
    rows.sort(key=lambda cells: cells[:3])
    caption = f"Faster than bpref: {len(rows)} of {compared} comparisons"
    return Table(caption, ["candidate", "finds", "setting", "network", "of bpref's time"], rows)


def provenance(figures: Figures) -> str:
    """Tell where the figures come from, and whether they are of the code that is here."""
    about = figures["about"]
    installed = ", ".join(f"{name} {version}" for name, version in about["installed"].items())
    rounds = {setting["rounds"] for setting in figures["settings"].values()}
    dates = sorted({setting["date"] for setting in figures["settings"].values()})
    said = [
        f"Measured on {' and '.join(dates)} on this machine: {about['processor']}, {about['cores']} "
        f"core{'s' * (about['cores'] != 1)}; {installed}; "
        f"medians of {' or '.join(map(str, sorted(rounds)))} rounds."
    ]
    if about["code"] != code():
        said.append(
            "**These figures belong to another version of the code:** "
            "bpref, or how it is timed, was changed after they were measured."
        )
    return "\n\n".join(said)


def percent(share: float) -> str:
    """Return a share in per cent."""
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def method() -> str:
    """Tell by which rules a row is measured again, and what counts as faster."""
    return (
        f"If the time of the limit itself moves by more than {percent(RESTLESS)} between the rounds, "
        f"the network is measured again, up to {TRIES} times in all, and the calmest try counts. "
        f"A row that never came to rest is marked with {RESTLESS_MARK}.\n"
        f"A candidate counts as faster if it took less than {percent(WIN)} of bpref's time; "
        "smaller differences come and go from run to run."
    )


def restless(figures: Figures) -> str:
    """Tell what the mark means, where there is one."""
    rows = [row for setting in figures["settings"].values() for row in setting["networks"].values()]
    unsettled = sum(row["moved"] > RESTLESS for row in rows)
    if not unsettled:
        return (
            f"In no row did the limit itself move by more than {percent(RESTLESS)} between rounds."
        )
    return (
        f"{RESTLESS_MARK} In {unsettled} of {len(rows)} rows the limit itself moved by more than "
        f"{percent(RESTLESS)} between rounds, in each of {TRIES} tries: take those with caution."
    )


def passes(figures: Figures) -> str:
    """Tell what an exponential and a tanh cost here."""
    setting = figures["settings"].get(COMPARED)
    if setting is None:
        return ""
    exp, tanh = (ratio(setting["passes"][name]) for name in ("exp", "tanh"))
    return (
        f"On this machine an exponential took {exp} times, and a tanh {tanh} times as long "
        "as the pass over the activations that the limit counts (float64)."
    )


def text(table: Table) -> str:
    """Return a table for the console."""
    lines = [table.header, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.header))]
    body = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines
    ]
    return "\n".join([f"\n{table.caption}", *body])
