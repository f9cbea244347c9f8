"""The plot of what was measured."""

from engines import PEERS

WIDTH = 0.9


def draw(measured, path):
    """Draws how many times as fast as the best f32 peer each engine is."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    names = ["graphc", *(engine.name for engine in PEERS)]
    names = [name for name in names if any(results.ran(name) for _, results in measured)]
    figure, axes = pyplot.subplots(figsize=(14, 5.5))
    for index, name in enumerate(names):
        places, heights = [], []
        for row, (_, results) in enumerate(measured):
            best = results.best(results.milliseconds)[1]
            if results.ran(name) and best:
                places.append(row + WIDTH * ((index + 0.5) / len(names) - 0.5))
                heights.append(best / results.milliseconds(name))
        axes.bar(places, heights, WIDTH / len(names), label=name,
                 color="black" if name == "graphc" else f"C{index}",
                 hatch="//" if name == "openvino-default" else None)
    axes.axhline(1, color="grey", linewidth=0.8)
    axes.set_xticks(range(len(measured)), [case.title for case, _ in measured], rotation=20,
                    ha="right")
    axes.set_ylabel("speed, best f32 peer = 1")
    axes.legend(ncols=4, fontsize="small")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
