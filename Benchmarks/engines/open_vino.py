"""OpenVINO on its CPU plugin."""

import numpy
import openvino

VERSION = f"OpenVINO {openvino.__version__.split('-')[0]}"


def load(folder, threads, precision=None):
    configuration = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads}
    if precision:
        configuration["INFERENCE_PRECISION_HINT"] = precision
    model = openvino.Core().compile_model(folder / "model.onnx", "CPU", configuration)
    request = model.create_infer_request()
    request.get_input_tensor().data[:] = numpy.load(folder / "x.npy")
    return request.infer, lambda y: request.get_output_tensor().data
