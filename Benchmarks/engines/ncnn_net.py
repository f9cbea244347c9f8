"""ncnn, which has no batch: the items of one run in turn."""

import ncnn
import numpy

VERSION = f"ncnn {ncnn.__version__}"


def load(folder, threads):
    if not (folder / "model.ncnn.param").exists():
        raise RuntimeError((folder / "ncnn.txt").read_text())
    net = ncnn.Net()
    net.opt.num_threads = threads
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    if net.load_param(str(folder / "model.ncnn.param")) or net.load_model(
            str(folder / "model.ncnn.bin")):
        raise RuntimeError("ncnn does not load what pnnx wrote")
    x = numpy.load(folder / "x.npy")
    items = [ncnn.Mat(item).clone() for item in x]

    def run():
        outputs = []
        for item in items:
            extractor = net.create_extractor()
            extractor.input("in0", item)
            status, y = extractor.extract("out0")
            if status:
                raise RuntimeError(f"ncnn stops with status {status}")
            outputs.append(y)
        return outputs

    return run, lambda outputs: numpy.stack([numpy.array(y) for y in outputs])
