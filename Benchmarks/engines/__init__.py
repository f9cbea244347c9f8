"""The engines that are timed: how each is started, and which figures it may be compared by."""

from dataclasses import dataclass, field

#: Tells glibc to keep freed memory: most of what is lost without is page faults.
TUNED = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "67108864",
}


@dataclass(frozen=True)
class Engine:
    """A peer, in one of its configurations."""

    #: The name in options and tables.
    name: str
    #: The module in this package whose `load(folder, threads, **options)` returns a function that
    #: runs once, and a function that turns what it returned into an array.
    module: str
    options: dict = field(default_factory=dict)
    environment: dict = field(default_factory=dict)
    #: Whether its time counts as that of an f32 peer at its best.
    is_f32_peer: bool = True


#: The peers, in the order of the tables.
PEERS = [
    Engine("pytorch-as-is", "pytorch"),
    Engine("pytorch", "pytorch", {"channels_last": True}, TUNED),
    Engine("pytorch-compiled", "pytorch", {"channels_last": True, "compiled": True}, TUNED),
    Engine("onnxruntime", "onnx_runtime", {}, TUNED),
    Engine("openvino", "open_vino", {"precision": "f32"}),
    Engine("ncnn", "ncnn_net"),
    Engine("openvino-default", "open_vino", {}, is_f32_peer=False),
]
