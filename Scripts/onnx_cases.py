"""Writes the backend tests of the onnx package as folders that `graphc onnx-test` reads.

    onnx_cases.py OUT

Each case is OUT/KIND/NAME with model.onnx, data.json (rtol, atol) and
test_data_set_N/{input,output}_M.pb, as the package lays out its own data.
"""

import json
import pathlib
import shutil
import sys

import numpy
import onnx
from onnx import numpy_helper
from onnx.backend.test import loader
from onnx.backend.test.case import model as models
from onnx.backend.test.runner import Runner

PACKAGE = pathlib.Path(onnx.__file__).parent


def message(value, info):
    """The message that holds an input or output."""
    kind = info.type.WhichOneof("value")
    if kind == "map_type":
        return numpy_helper.from_dict(value, info.name)
    if kind == "sequence_type":
        return numpy_helper.from_list(value, info.name)
    if kind == "optional_type":
        return numpy_helper.from_optional(value, info.name)
    if isinstance(value, onnx.TensorProto):
        return value
    return numpy_helper.from_array(numpy.asarray(value), info.name)


def write(folder, model, data_sets, rtol, atol):
    """Writes one case."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    (folder / "data.json").write_text(json.dumps({"rtol": rtol, "atol": atol}))
    for number, (inputs, outputs) in enumerate(data_sets):
        data = folder / f"test_data_set_{number}"
        data.mkdir(exist_ok=True)
        for side, values, infos in (
            ("input", inputs, model.graph.input),
            ("output", outputs, model.graph.output),
        ):
            for position, value in enumerate(values):
                content = message(value, infos[position]).SerializeToString()
                (data / f"{side}_{position}.pb").write_bytes(content)


def light(out):
    """The networks whose weights are constants, on the package's own made-up input."""
    for case in models.collect_testcases():
        if case.kind != "real":
            continue
        path = PACKAGE / pathlib.Path(case.url).relative_to("onnx")
        network = onnx.load(path)
        constants = {tensor.name for tensor in network.graph.initializer}
        inputs = [
            Runner.generate_dummy_data(info)
            for info in network.graph.input
            if info.name not in constants
        ]
        outputs = []
        for position in range(len(network.graph.output)):
            tensor = onnx.TensorProto()
            name = path.stem + f"_output_{position}.pb"
            tensor.ParseFromString(path.with_name(name).read_bytes())
            outputs.append(tensor)
        write(out / "light" / case.name, network, [(inputs, outputs)], case.rtol, case.atol)


def main():
    out = pathlib.Path(sys.argv[1])
    for case in loader.load_model_tests(kind="node"):
        write(out / "node" / case.name, case.model, case.data_sets, case.rtol, case.atol)
    for case in models.collect_testcases():
        if case.kind == "simple":
            write(out / "simple" / case.name, case.model, case.data_sets, case.rtol, case.atol)
    for kind in ("pytorch-converted", "pytorch-operator", "simple"):
        source = PACKAGE / "backend" / "test" / "data" / kind
        shutil.copytree(source, out / kind, dirs_exist_ok=True)
    light(out)


main()
