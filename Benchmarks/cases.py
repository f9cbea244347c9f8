"""The benchmark networks: what both sides must agree on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A network of examples/, with what its parameters and operations must come to."""

    #: The folder in examples/.
    name: str
    #: The name in tables.
    title: str
    #: The input's name and extents.
    input: str
    extents: tuple[int, ...]
    #: The output that is compared; others are not computed.
    output: str
    parameters: int
    #: 2 × multiply-adds of convolutions, transposed convolutions and attention products, / 10⁹.
    gflop: float


#: The nine networks, in the order of the tables.
CASES = [
    Case("unet2d", "U-Net 2-D", "image", (1, 3, 256, 256), "mask", 7_763_041, 24.142),
    Case("unet3d", "U-Net 3-D", "volume", (1, 1, 128, 128, 128), "logits", 1_401_282, 224.949),
    Case("unet3d_instance_norm", "U-Net 3-D, instance norm", "volume", (1, 1, 128, 128, 128),
         "logits", 1_401_282, 224.949),
    Case("edsr_x2", "EDSR ×2", "image", (1, 3, 256, 256), "image", 1_369_859, 179.910),
    Case("fsrcnn_x3", "FSRCNN ×3", "luminance", (1, 1, 256, 256), "luminance", 12_809, 1.634),
    Case("srresnet_x4", "SRResNet ×4", "image", (1, 3, 128, 128), "image", 1_547_350, 72.685),
    Case("dcgan_generator", "DCGAN", "noise", (16, 100, 1, 1), "images", 3_576_704, 3.348),
    Case("pix2pix_generator", "pix2pix", "image", (1, 3, 256, 256), "image", 54_414_019, 12.096),
    Case("unet2d_attention", "U-Net 2-D, attention", "image", (1, 3, 256, 256), "mask",
         9_078_369, 26.424),
]

