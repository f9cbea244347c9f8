"""PyTorch: eager, or compiled by its inductor."""

import numpy
import safetensors.torch
import torch

from networks import loaded

VERSION = f"PyTorch {torch.__version__}"


def load(folder, threads, channels_last=False, compiled=False):
    torch.set_num_threads(threads)
    model = loaded(folder.name, safetensors.torch.load_file(folder / "weights.safetensors"))
    x = torch.from_numpy(numpy.load(folder / "x.npy"))
    if channels_last:
        layout = torch.channels_last_3d if x.ndim == 5 else torch.channels_last
        model, x = model.to(memory_format=layout), x.to(memory_format=layout)
    if compiled:
        from torch._inductor import config
        config.freezing = True
        model = torch.compile(model)

    def run():
        # Not inference_mode: the inductor packs weights under no_grad only.
        with torch.no_grad():
            return model(x)

    return run, lambda y: y.numpy()
