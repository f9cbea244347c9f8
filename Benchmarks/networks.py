"""The benchmark networks in PyTorch, layer by layer and name by name as in examples/."""

from math import inf

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Twice: 3×3(×3) convolution without bias, norm, ReLU."""

    def __init__(self, c_in, c_out, convolution, norm):
        super().__init__()
        self.conv1 = convolution(c_in, c_out, 3, padding=1, bias=False)
        self.norm1 = norm(c_out)
        self.conv2 = convolution(c_out, c_out, 3, padding=1, bias=False)
        self.norm2 = norm(c_out)

    def forward(self, x):
        x = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(x)))


class Attention(nn.Module):
    """The image plus what each position takes from all positions, with 8 heads."""

    def __init__(self, width, heads=8):
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(1, width)
        self.qkv = nn.Conv2d(width, 3 * width, 1)
        self.out = nn.Conv2d(width, width, 1)

    def forward(self, x):
        n, c, h, w = x.shape
        qkv = self.qkv(self.norm(x)).reshape(n, 3, self.heads, c // self.heads, h * w)
        q, k, v = qkv.transpose(-1, -2).unbind(1)
        mixed = functional.scaled_dot_product_attention(q, k, v)
        return x + self.out(mixed.transpose(-1, -2).reshape(n, c, h, w))


class AttendedBlock(Block):
    """A block with attention behind it."""

    def __init__(self, c_in, c_out, convolution, norm):
        super().__init__(c_in, c_out, convolution, norm)
        self.attention = Attention(c_out)

    def forward(self, x):
        return self.attention(super().forward(x))


class Up(Block):
    """Doubles x, puts it before the skip, and runs a block on both."""

    def __init__(self, c_in, c_out, convolution, transposed, norm):
        super().__init__(2 * c_out, c_out, convolution, norm)
        self.up = transposed(c_in, c_out, 2, stride=2)

    def forward(self, x, skip):
        return super().forward(torch.cat([self.up(x), skip], 1))


class UNet(nn.Module):
    """A U-Net: widths[0] … widths[-1] channels, max pooling down, transposed 2×2(×2) up."""

    def __init__(self, dims, c_in, widths, classes, norm, sigmoid=False, attends_from=inf):
        super().__init__()
        convolution, transposed, pool = {
            2: (nn.Conv2d, nn.ConvTranspose2d, nn.MaxPool2d),
            3: (nn.Conv3d, nn.ConvTranspose3d, nn.MaxPool3d),
        }[dims]
        self.encoder = nn.ModuleList(
            (AttendedBlock if o >= attends_from else Block)(i, o, convolution, norm)
            for i, o in zip([c_in, *widths], widths))
        self.decoder = nn.ModuleList(
            Up(i, o, convolution, transposed, norm) for i, o in zip(widths[1:], widths))
        self.head = convolution(widths[0], classes, 1)
        self.pool = pool(2)
        self.sigmoid = sigmoid

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.encoder):
            x = block(self.pool(x) if level else x)
            skips.append(x)
        skips.pop()
        for block in reversed(self.decoder):
            x = block(x, skips.pop())
        x = self.head(x)
        return torch.sigmoid(x) if self.sigmoid else x


class EDSRResidual(nn.Module):
    """x plus convolution, ReLU, convolution."""

    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return x + self.conv2(torch.relu(self.conv1(x)))


class EDSR(nn.Module):
    """EDSR, the baseline, ×2."""

    def __init__(self, width=64, blocks=16):
        super().__init__()
        self.head = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(
            *[EDSRResidual(width) for _ in range(blocks)], nn.Conv2d(width, width, 3, padding=1))
        self.upsample = nn.Conv2d(width, 4 * width, 3, padding=1)
        self.tail = nn.Conv2d(width, 3, 3, padding=1)

    def forward(self, x):
        x = self.head(x)
        x = x + self.body(x)
        return self.tail(functional.pixel_shuffle(self.upsample(x), 2))


class FSRCNN(nn.Module):
    """FSRCNN ×3."""

    def __init__(self, width=56, narrow=12, maps=4):
        super().__init__()
        self.features = nn.Conv2d(1, width, 5, padding=2)
        self.slope0 = nn.PReLU(width)
        self.shrink = nn.Conv2d(width, narrow, 1)
        self.slope1 = nn.PReLU(narrow)
        self.maps = range(maps)
        for i in self.maps:
            self.add_module(f"map{i}", nn.Conv2d(narrow, narrow, 3, padding=1))
            self.add_module(f"slope{i + 2}", nn.PReLU(narrow))
        self.expand = nn.Conv2d(narrow, width, 1)
        self.slope6 = nn.PReLU(width)
        self.upsample = nn.ConvTranspose2d(width, 1, 9, stride=3, padding=4, output_padding=2)

    def forward(self, x):
        x = self.slope1(self.shrink(self.slope0(self.features(x))))
        for i in self.maps:
            x = getattr(self, f"slope{i + 2}")(getattr(self, f"map{i}")(x))
        return self.upsample(self.slope6(self.expand(x)))


class SRResNetResidual(nn.Module):
    """x plus convolution, norm, PReLU, convolution, norm."""

    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.slope = nn.PReLU()
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)

    def forward(self, x):
        return x + self.norm2(self.conv2(self.slope(self.norm1(self.conv1(x)))))


class Enlargement(nn.Module):
    """Convolution to four times the channels, pixel shuffle, PReLU."""

    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, 4 * width, 3, padding=1)
        self.slope = nn.PReLU()

    def forward(self, x):
        return self.slope(functional.pixel_shuffle(self.conv(x), 2))


class SRResNet(nn.Module):
    """SRResNet ×4."""

    def __init__(self, width=64, blocks=16):
        super().__init__()
        self.head = nn.Conv2d(3, width, 9, padding=4)
        self.head_slope = nn.PReLU()
        last = nn.Sequential()
        last.add_module("conv", nn.Conv2d(width, width, 3, padding=1, bias=False))
        last.add_module("norm", nn.BatchNorm2d(width))
        self.body = nn.Sequential(*[SRResNetResidual(width) for _ in range(blocks)], last)
        self.upsample = nn.Sequential(Enlargement(width), Enlargement(width))
        self.tail = nn.Conv2d(width, 3, 9, padding=4)

    def forward(self, x):
        x = self.head_slope(self.head(x))
        return self.tail(self.upsample(x + self.body(x)))


class ConvolutionAndNorm(nn.Module):
    """A convolution and its norm, where it has one."""

    def __init__(self, convolution, has_norm):
        super().__init__()
        self.conv = convolution
        self.norm = nn.BatchNorm2d(convolution.out_channels) if has_norm else None

    def forward(self, x):
        x = self.conv(x)
        return self.norm(x) if self.norm else x


class DCGAN(nn.Module):
    """DCGAN's generator."""

    def __init__(self, widths=(100, 512, 256, 128, 64, 3)):
        super().__init__()
        self.last = len(widths) - 2
        for i, (c_in, c_out) in enumerate(zip(widths, widths[1:])):
            stride, padding = (2, 1) if i else (1, 0)
            up = nn.ConvTranspose2d(c_in, c_out, 4, stride, padding, bias=False)
            self.add_module(f"layer{i}", ConvolutionAndNorm(up, i < self.last))

    def forward(self, x):
        for i in range(self.last):
            x = torch.relu(getattr(self, f"layer{i}")(x))
        return torch.tanh(getattr(self, f"layer{self.last}")(x))


class Pix2Pix(nn.Module):
    """The generator of pix2pix."""

    def __init__(self, widths=(64, 128, 256, 512, 512, 512, 512, 512)):
        super().__init__()
        last = len(widths) - 1
        down, up = [], []
        for i, (c_in, c_out) in enumerate(zip((3, *widths), widths)):
            half = nn.Conv2d(c_in, c_out, 4, 2, 1, bias=i == 0)
            twice = nn.ConvTranspose2d(
                c_out if i == last else 2 * c_out, c_in, 4, 2, 1, bias=i == 0)
            down.append(ConvolutionAndNorm(half, 0 < i < last))
            up.append(ConvolutionAndNorm(twice, i > 0))
        self.down, self.up = nn.ModuleList(down), nn.ModuleList(up)

    def forward(self, x):
        kept = []
        for i, down in enumerate(self.down):
            x = down(functional.leaky_relu(x, 0.2) if i else x)
            kept.append(x)
        x = kept.pop()
        for up in reversed(self.up):
            x = up(torch.relu(x))
            if kept:
                x = torch.cat([kept.pop(), x], 1)
        return torch.tanh(x)


def instance_norm(channels):
    """Instance norm with scale and shift, as the example has it."""
    return nn.InstanceNorm3d(channels, affine=True)


#: A constructor for each network of cases.py.
NETWORKS = {
    "unet2d": lambda: UNet(2, 3, [32, 64, 128, 256, 512], 1, nn.BatchNorm2d, sigmoid=True),
    "unet3d": lambda: UNet(3, 1, [16, 32, 64, 128], 2, nn.BatchNorm3d),
    "unet3d_instance_norm": lambda: UNet(3, 1, [16, 32, 64, 128], 2, instance_norm),
    "edsr_x2": EDSR,
    "fsrcnn_x3": FSRCNN,
    "srresnet_x4": SRResNet,
    "dcgan_generator": DCGAN,
    "pix2pix_generator": Pix2Pix,
    "unet2d_attention": lambda: UNet(
        2, 3, [32, 64, 128, 256, 512], 1, nn.BatchNorm2d, sigmoid=True, attends_from=256),
}


def loaded(name, weights):
    """The network in evaluation mode with a dictionary of tensors as its parameters.

    A parameter that is missing, unexpected or of another shape is an error.
    """
    with torch.device("meta"):
        model = NETWORKS[name]().eval()
    result = model.load_state_dict(weights, strict=False, assign=True)
    missing = [key for key in result.missing_keys if not key.endswith("num_batches_tracked")]
    if missing or result.unexpected_keys:
        raise ValueError(f"{name}: missing {missing}, unexpected {result.unexpected_keys}")
    for key, buffer in model.named_buffers():
        if buffer.is_meta:
            parent, _, leaf = key.rpartition(".")
            setattr(model.get_submodule(parent), leaf, torch.zeros_like(buffer, device="cpu"))
    return model.requires_grad_(False)
