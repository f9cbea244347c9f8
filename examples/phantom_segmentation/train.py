"""Trains the small 3-D U-Net of this folder on random head phantoms and writes weights.safetensors.

Usage: train.py OUTPUT [--steps N]          (needs torch and numpy; a few minutes on one core)

A phantom is a set of ellipsoids as in Shepp and Logan (1974), jittered, with noise. Labels are 0
outside, 1 skull, 2 brain, 3 ventricle; a ventricle is as dark as the outside, so the network has
to look around.
"""

import argparse
import json
import struct

import numpy as np
import torch
from torch import nn

#: value, half axes, centre, angle in degrees around the first axis (modified contrast)
ELLIPSOIDS = [
    (1.0, (0.81, 0.6900, 0.920), (0, 0, 0), 0),
    (-0.8, (0.78, 0.6624, 0.874), (0, 0, -0.0184), 0),
    (-0.2, (0.22, 0.1100, 0.310), (0, 0.22, 0), -18),
    (-0.2, (0.28, 0.1600, 0.410), (0, -0.22, 0), 18),
    (0.1, (0.41, 0.2100, 0.250), (0, 0, 0.35), 0),
    (0.1, (0.05, 0.0460, 0.046), (0, 0, 0.1), 0),
    (0.1, (0.05, 0.0460, 0.046), (0, 0, -0.1), 0),
]


def phantom(size, rng):
    """Returns a noisy volume and its labels."""
    axis = (np.arange(size) + 0.5) / size * 2 - 1
    d, w, h = np.meshgrid(axis, axis, axis, indexing="ij")
    volume = np.zeros((size,) * 3, np.float32)
    inside = np.zeros((size,) * 3, bool)
    shift = rng.uniform(-0.06, 0.06, 3)
    scale = rng.uniform(0.85, 1.05)
    for index, (value, axes, centre, angle) in enumerate(ELLIPSOIDS):
        jitter = rng.uniform(0.9, 1.1) if index > 1 else 1
        turn = np.deg2rad(angle + (rng.uniform(-8, 8) if index > 1 else 0))
        a = np.array(axes) * scale * jitter
        c = np.array(centre) * scale + shift
        x, y, z = d - c[0], w - c[1], h - c[2]
        y, z = y * np.cos(turn) + z * np.sin(turn), z * np.cos(turn) - y * np.sin(turn)
        ellipsoid = (x / a[0]) ** 2 + (y / a[1]) ** 2 + (z / a[2]) ** 2 <= 1
        volume[ellipsoid] += value
        if index == 1:
            inside = ellipsoid
    labels = np.where(volume > 0.6, 1, np.where(inside, np.where(volume < 0.1, 3, 2), 0))
    volume = volume * rng.uniform(0.85, 1.15) + rng.normal(0, rng.uniform(0.04, 0.12), volume.shape)
    return volume.astype(np.float32), labels.astype(np.int64)


class Block(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.conv1 = nn.Conv3d(c_in, c_out, 3, padding=1, bias=False)
        self.norm1 = nn.InstanceNorm3d(c_out, affine=True)
        self.conv2 = nn.Conv3d(c_out, c_out, 3, padding=1, bias=False)
        self.norm2 = nn.InstanceNorm3d(c_out, affine=True)

    def forward(self, x):
        x = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(x)))


class UNet(nn.Module):
    """Three levels of 8, 16 and 32 channels."""

    def __init__(self):
        super().__init__()
        self.down0, self.down1, self.down2 = Block(1, 8), Block(8, 16), Block(16, 32)
        self.up1, self.merge1 = nn.ConvTranspose3d(32, 16, 2, stride=2), Block(32, 16)
        self.up0, self.merge0 = nn.ConvTranspose3d(16, 8, 2, stride=2), Block(16, 8)
        self.head = nn.Conv3d(8, 4, 1)

    def forward(self, x):
        a = self.down0(x)
        b = self.down1(nn.functional.max_pool3d(a, 2))
        c = self.down2(nn.functional.max_pool3d(b, 2))
        b = self.merge1(torch.cat([self.up1(c), b], 1))
        return self.head(self.merge0(torch.cat([self.up0(b), a], 1)))


def write_safetensors(state, path):
    """Writes f32 tensors: the length of the header, the header, the data."""
    header, blobs, offset = {}, [], 0
    for name, tensor in state.items():
        data = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + len(data)]}
        blobs.append(data)
        offset += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output")
    parser.add_argument("--steps", type=int, default=400)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    model = UNet()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, arguments.steps)
    weight = torch.tensor([1.0, 2, 1, 3])
    for step in range(arguments.steps):
        size = int(rng.choice([32, 40, 48]))
        volume, labels = phantom(size, rng)
        loss = nn.functional.cross_entropy(
            model(torch.from_numpy(volume)[None, None]), torch.from_numpy(labels)[None], weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 50 == 49:
            print(step + 1, round(loss.item(), 4), flush=True)
    model.eval()
    with torch.no_grad():
        for size in (64, 96):
            volume, labels = phantom(size, np.random.default_rng(99))
            found = model(torch.from_numpy(volume)[None, None])[0].argmax(0).numpy()
            dice = [2 * ((found == c) & (labels == c)).sum() / ((found == c).sum() + (labels == c).sum())
                    for c in range(4)]
            print(size, "Dice", np.round(dice, 4))
    write_safetensors(model.state_dict(), arguments.output)


if __name__ == "__main__":
    main()
