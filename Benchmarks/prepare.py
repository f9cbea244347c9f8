"""Makes what the workers read: weights, input, expected output and the formats of the peers.

Usage: prepare.py NAME FOLDER — reads graphc.onnx in FOLDER, and writes the rest there.
"""

import json
import pathlib
import sys
import warnings

import numpy
import onnx
import safetensors.torch
import torch
from torch.utils.flop_counter import FlopCounterMode

from cases import CASES
from networks import NETWORKS, loaded

#: The newest operator set that all readers of model.onnx know.
OPERATOR_SET = 17


def weights(path):
    """The parameters in a model that graphc wrote, by name."""
    initializers = onnx.load(path).graph.initializer
    arrays = {item.name: onnx.numpy_helper.to_array(item) for item in initializers
              if item.data_type == onnx.TensorProto.FLOAT}
    return {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}


def gflop(case):
    """What PyTorch counts for one run, without running it."""
    with torch.device("meta"):
        model, x = NETWORKS[case.name]().eval(), torch.empty(case.extents)
    with FlopCounterMode(display=False) as counter:
        model(x)
    return counter.get_total_flops() / 1e9


def convert_to_ncnn(model, case, folder):
    """Writes model.ncnn.param and model.ncnn.bin, or why not into ncnn.txt.

    ncnn has no batch: it gets the network for one item of it.
    """
    import pnnx
    one = torch.zeros((1, *case.extents[1:]))
    try:
        pnnx.export(model, str(folder / "model.pt"), one, fp16=False)
    except Exception as error:
        (folder / "ncnn.txt").write_text(f"pnnx: {error}")
    kept = {"model.ncnn.param", "model.ncnn.bin"}
    for path in folder.glob("model*"):
        if ".ncnn" in path.name or ".pnnx" in path.name or path.suffix == ".pt":
            if path.name not in kept:
                path.unlink()
    for path in folder.glob("model_*.py"):
        path.unlink()


def prepare(case, folder):
    """Writes all files of one network."""
    parameters = weights(folder / "graphc.onnx")
    model = loaded(case.name, parameters)
    count = sum(parameter.numel() for parameter in model.parameters())
    safetensors.torch.save_file(parameters, folder / "weights.safetensors")
    x = numpy.random.default_rng(0).random(case.extents, dtype=numpy.float32)
    numpy.save(folder / "x.npy", x)
    torch.onnx.export(model, (torch.from_numpy(x),), folder / "model.onnx", dynamo=False,
                      opset_version=OPERATOR_SET, input_names=["x"], output_names=["y"])
    convert_to_ncnn(model, case, folder)
    with torch.inference_mode():
        y = model.double()(torch.from_numpy(x).double())
    numpy.save(folder / "expected.npy", y.numpy())
    facts = {"parameters": count, "gflop": gflop(case)}
    (folder / "facts.json").write_text(json.dumps(facts))


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    name, folder = sys.argv[1:]
    prepare(next(case for case in CASES if case.name == name), pathlib.Path(folder))
