"""The figures that are kept, and what the page on speed says of its own; nothing is measured here."""

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bpref

FILE = Path(__file__).with_name("figures.json")
Figures = dict[str, Any]  # as the file's JSON
OTHERS = ["tutorial NumPy", "JAX", "PyTorch", "scikit-learn", "autograd"]
FASTER = 0.97  # of bpref's time: smaller differences come and go from run to run


def read(name: str = FILE.name) -> Figures:
    """Return the last figures, those of the speed or others that lie beside them."""
    figures: Figures = json.loads(FILE.with_name(name).read_text("utf-8"))
    return figures


def keep(figures: Figures, name: str = FILE.name) -> None:
    """Keep figures where ``read`` finds them, and say where."""
    file = FILE.with_name(name)
    file.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\nKept in {file}")


def asked_of(packages: dict[str, str]) -> Figures:
    """Return the date, and the versions of these packages by the names that people know."""
    # Without "+cpu" and the like.
    versions = {name: version(package).partition("+")[0] for name, package in packages.items()}
    return {"date": datetime.now(UTC).date().isoformat(), "versions": versions}


def sources() -> dict[str, str]:
    """Return a hash of each file of bpref."""
    files = sorted(Path(bpref.__file__).parent.glob("*.py"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files}


def measured(figures: Figures) -> str:
    """Tell when and on what the figures were measured."""
    versions = ", ".join(f"{name} {number}" for name, number in figures["versions"].items())
    return (
        f"Measured on {figures['date']} with bpref {figures['bpref']}: {figures['processor']}; "
        f"{versions}; one thread, float64, medians of {figures['rounds']} rounds."
    )


def changed(figures: Figures, now: dict[str, str]) -> str:
    """Tell which files of bpref have changed since, in code or in words."""
    before = figures["sources"]
    files = sorted(name for name in before | now if before.get(name) != now.get(name))
    if not files:
        return "Since then nothing in bpref has changed."
    named = ", ".join(f"`{name}`" for name in files)
    return f"Since then these files of bpref have changed, in code or in words: {named}."


def steadiness(figures: Figures) -> str:
    """Tell how far the rounds lay apart."""
    every = [each for row in figures["networks"].values() for each in row.values()]
    apart = sorted(max(high / middle, middle / low) - 1 for low, middle, high in every)
    return (
        "The middle half of the rounds lay within "
        f"{percent(apart[len(apart) // 2])} of the median for half of all entries, "
        f"and within {percent(apart[-1])} for every one."
    )


def faster(figures: Figures) -> str:
    """Tell who is faster than bpref, and where."""
    compared = 0
    wins: dict[str, list[str]] = {}
    for name in OTHERS:
        ours = "bpref" if name == "tutorial NumPy" else "bpref with loss"
        for network, row in figures["networks"].items():
            if name in row:
                compared += 1
                share = row[name][1] / row[ours][1]
                if share < FASTER:
                    wins.setdefault(name, []).append(f"{together(network)} ({share:.2f})")
    count = sum(map(len, wins.values()))
    lines = [f"- **{name}**: {'; '.join(wins[name])}" for name in wins]
    found = (
        f"Others were more than {percent(1 - FASTER)} faster in {count} of {compared} comparisons"
    )
    return "\n".join([f"{found} (in brackets their time over bpref's):", "", *lines])


def in_blocks(figures: Figures) -> str:
    """Tell what blocks of columns do for the network that has more than one."""
    [(network, row)] = [each for each in figures["networks"].items() if "in blocks" in each[1]]
    blocks, at_once = row["in blocks"][1], row["bpref"][1]
    return f"{together(network)} then takes {blocks:.2f} of the limit, in place of {at_once:.2f}."


def rows(figures: Figures, names: list[str]) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a table: those of the names that were measured."""
    networks = figures["networks"]
    names = [name for name in names if any(name in row for row in networks.values())]
    found = [
        [f"**{together(network)}**", *(cell(name, row[name]) for name in names)]
        for network, row in networks.items()
    ]
    return ["network", *("limit, µs" if name == "limit" else name for name in names)], found


def percent(share: float) -> str:
    """Return a share in per cent."""
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def together(network: str) -> str:
    """Return a network's name that no line breaks at m."""
    return network.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


def cell(name: str, quartiles: list[float]) -> str:
    """Return what a table shows: a time, or a ratio; what differs by little, with the quartiles."""
    low, middle, high = quartiles
    if name == "limit":
        return f"{middle * 1e6:,.{0 if middle > 1e-4 else 1}f}"
    if name == "guards cost":
        return f"{middle:.2f} ({low:.2f} to {high:.2f})"
    return f"{middle:.2f}"
