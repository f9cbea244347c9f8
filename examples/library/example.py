"""Runs a network that graphc has compiled into a library: example.py LIBRARY.so INPUT.npy… OUTPUT.npy…"""

import ctypes
import os
import re
import sys

import numpy as np


class Tensor(ctypes.Structure):
    """An input or output, as the header says."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("element_type", ctypes.c_char_p),
        ("extents", ctypes.POINTER(ctypes.c_int64)),
        ("rank", ctypes.c_int64),
        ("byte_count", ctypes.c_int64),
    ]

    @property
    def shape(self):
        return tuple(self.extents[i] for i in range(self.rank))

    @property
    def dtype(self):
        text = self.element_type.decode()
        if text == "bool":
            return np.dtype(np.bool_)
        return np.dtype(f"{text[0]}{int(text[1:]) // 8}")


class Network:
    """A session of a library; each thread may have one of its own."""

    def __init__(self, path, threads=1):
        self.name = re.fullmatch(r"lib(\w+)\.so", os.path.basename(path)).group(1)
        self.library = ctypes.CDLL(os.path.abspath(path))
        create = self.function("create", ctypes.c_void_p)
        error = ctypes.create_string_buffer(256)
        self.session = ctypes.c_void_p(create(threads, error, ctypes.c_size_t(len(error))))
        if not self.session:
            raise RuntimeError(error.value.decode())
        self.inputs = self.tensors("input")
        self.outputs = self.tensors("output")

    def function(self, name, result=ctypes.c_int):
        """Returns a function of the interface by the end of its name."""
        function = getattr(self.library, f"{self.name}_{name}")
        function.restype = result
        return function

    def tensors(self, kind):
        tensor = self.function(kind, ctypes.POINTER(Tensor))
        return [tensor(i).contents for i in range(self.function(f"{kind}_count")())]

    def __call__(self, *arrays):
        """Returns the outputs for the inputs, in the order of the model."""
        assert len(arrays) == len(self.inputs), f"expected {len(self.inputs)} inputs"
        arrays = [np.ascontiguousarray(a, t.dtype) for a, t in zip(arrays, self.inputs)]
        for array, tensor in zip(arrays, self.inputs):
            assert array.shape == tensor.shape, f"{tensor.name.decode()} is {tensor.shape}"
        results = [np.empty(t.shape, t.dtype) for t in self.outputs]
        pointers = lambda arrays: (ctypes.c_void_p * len(arrays))(*(a.ctypes.data for a in arrays))
        if self.function("run")(self.session, pointers(arrays), pointers(results)):
            raise RuntimeError(self.function("error", ctypes.c_char_p)(self.session).decode())
        return results

    def __del__(self):
        if getattr(self, "session", None):
            self.function("destroy", None)(self.session)


if __name__ == "__main__":
    network = Network(sys.argv[1], threads=os.cpu_count())
    files = sys.argv[2:]
    inputs = [np.load(file) for file in files[: len(network.inputs)]]
    for file, result in zip(files[len(network.inputs) :], network(*inputs)):
        np.save(file, result)
