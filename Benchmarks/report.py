"""The Markdown of what was measured."""

from cases import CASES
from engines import PEERS

NAMES = [engine.name for engine in PEERS]


def table(titles, rows):
    """A table in Markdown; nothing where it has no rows."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def number(value, digits=1):
    """A number as text, a dash where there is none."""
    return "–" if value is None else f"{value:,.{digits}f}"


def time_cell(results, name):
    """A median; a tilde marks one that others disturbed."""
    if not results.ran(name):
        return number(None)
    return number(results.milliseconds(name)) + ("~" if results.is_disturbed(name) else "")


def times(measured, names):
    """The medians, and how far the best f32 peer is behind."""
    rows = []
    for case, results in measured:
        best, milliseconds = results.best(results.milliseconds)
        rows.append(
            [case.title, *(time_cell(results, name) for name in names), best or "–",
             f"**{number(results.ratio(results.milliseconds), 2)}**",
             number(results.ratio(results.shortest), 2),
             number(results.ratio(results.milliseconds, "openvino-default"), 2)])
    return table(["ms", *names, "best f32 peer", "ratio", "of the minima", "to OpenVINO's default"],
                 rows)


def memory(measured, names):
    """The largest resident sets, and ours as a part of the leanest f32 peer's."""
    rows = []
    for case, results in measured:
        best, _ = results.best(results.peak_mib)
        ratio = results.ratio(results.peak_mib)
        rows.append(
            [case.title, *(number(results.peak_mib(name), 0) for name in names), best or "–",
             f"**{number(1 / ratio if ratio else None, 2)}**"])
    return table(["MiB", *names, "leanest f32 peer", "ours / its"], rows)


def errors(measured, names):
    """The errors."""
    rows = []
    for case, results in measured:
        cells = (results.engines.get(name, {}).get("error") for name in names)
        rows.append([case.title, *("–" if cell is None else f"{cell:.1e}" for cell in cells)])
    return table(["error", *names], rows)


def ours(measured):
    """What graphc says of itself."""
    rows = []
    for case, results in measured:
        words, milliseconds = results.last_words("graphc"), results.milliseconds("graphc")
        rows.append(
            [case.title, f"{case.parameters:,}", number(case.gflop, 3),
             number(case.gflop / milliseconds * 1e3 if milliseconds else None),
             number(results.efficiency(), 2), number(words.get("predicted_peak_mib"), 0),
             ", ".join(words.get("fallbacks", [])) or "none"])
    return table(["graphc", "parameters", "GFLOP", "GFLOP/s", "parallel efficiency",
                  "predicted peak MiB", "fallbacks"], rows)


def imported(measured):
    """The versions of the peers, and what each takes without a network."""
    lines = {}
    for _, results in measured:
        for name in NAMES:
            words = results.last_words(name)
            if words:
                text = f"{words['version']} ({words['imported_mib']:.0f} MiB imported)"
                lines.setdefault(words["version"], text)
    return ", ".join(lines.values())


def failures(measured):
    """Why an engine did not run a network."""
    return "".join(
        f"- {case.title}, {name}: {result['failure']}\n"
        for case, results in measured for name, result in results.engines.items()
        if "failure" in result)


def markdown(measured, heading):
    """All tables."""
    present = {name for _, results in measured for name in results.engines}
    names = [name for name in ["graphc", *NAMES] if name in present]
    sections = [
        f"# graphc and other engines\n\n{heading}.\n",
        f"Peers: {imported(measured)}.\n" if imported(measured) else "",
        "Median milliseconds. `pytorch` and `pytorch-compiled` are channels-last; they and "
        "`onnxruntime` have glibc keep freed memory. The ratio is the best f32 peer's time divided "
        "by ours. A tilde marks a median of turns in which others used the machine.\n",
        times(measured, names),
        "Largest resident sets; those of the peers hold the interpreter and their library.\n",
        memory(measured, names),
        "Largest difference from the result in Double, divided by its largest magnitude.\n",
        errors(measured, names),
    ]
    if "graphc" in names:
        sections.append(ours(measured))
    if failures(measured):
        sections.append("Not run:\n\n" + failures(measured))
    return "\n".join(section for section in sections if section)
