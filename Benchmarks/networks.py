"""The benchmark networks in PyTorch, layer by layer as in examples/ (batch 1, inference)."""

import torch
from torch import nn


class Block(nn.Sequential):
    """Twice: 3×3(×3) convolution without bias, norm, ReLU."""

    def __init__(self, dims, c_in, c_out, norm):
        conv = {2: nn.Conv2d, 3: nn.Conv3d}[dims]
        layers = []
        for c in (c_in, c_out):
            layers += [conv(c, c_out, 3, padding=1, bias=False), norm(c_out), nn.ReLU()]
        super().__init__(*layers)


class UNet(nn.Module):
    """A U-Net: widths[0] … widths[-1] channels, max pooling down, transposed 2×2(×2) up."""

    def __init__(self, dims, c_in, widths, classes, norm, sigmoid):
        super().__init__()
        up, head, pool = {
            2: (nn.ConvTranspose2d, nn.Conv2d, nn.MaxPool2d),
            3: (nn.ConvTranspose3d, nn.Conv3d, nn.MaxPool3d),
        }[dims]
        ins = [c_in, *widths[:-1]]
        self.down = nn.ModuleList(Block(dims, i, o, norm) for i, o in zip(ins, widths))
        pairs = list(zip(widths[:0:-1], widths[-2::-1]))
        self.up = nn.ModuleList(up(i, o, 2, stride=2) for i, o in pairs)
        self.merge = nn.ModuleList(Block(dims, 2 * o, o, norm) for _, o in pairs)
        self.head = head(widths[0], classes, 1)
        self.pool = pool(2)
        self.sigmoid = sigmoid

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.down):
            x = block(self.pool(x) if level else x)
            skips.append(x)
        skips.pop()
        for up, merge in zip(self.up, self.merge):
            x = merge(torch.cat([up(x), skips.pop()], 1))
        x = self.head(x)
        return torch.sigmoid(x) if self.sigmoid else x


def instance_norm(channels):
    """Instance norm with scale and shift, as the example has it."""
    return nn.InstanceNorm3d(channels, affine=True)


#: name: (constructor, input extents, parameters)
NETWORKS = {
    "unet2d": (
        lambda: UNet(2, 3, [32, 64, 128, 256, 512], 1, nn.BatchNorm2d, True),
        (1, 3, 256, 256), 7_763_041),
    "unet3d": (
        lambda: UNet(3, 1, [16, 32, 64, 128], 2, nn.BatchNorm3d, False),
        (1, 1, 128, 128, 128), 1_401_282),
    "unet3d_instance_norm": (
        lambda: UNet(3, 1, [16, 32, 64, 128], 2, instance_norm, False),
        (1, 1, 128, 128, 128), 1_401_282),
}
