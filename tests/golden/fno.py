"""
Golden cases of neuraloperator's FNO: its forward pass, written again from its source (neuraloperator 2.0.0, commit 93d3f063,
models/fno.py, layers/{spectral_convolution,fno_block,channel_mlp,skip_connections,embeddings,padding}.py), in float64 and without torch.
Weights are random, under the names and in the layout of its state_dict.

    pip install numpy scipy safetensors && python3 tests/golden/fno.py

writes fno_*.safetensors (the state_dict, float32) and fno_*.npz (input_k and output_k of size k, float32; layout batch, channels, sizes).
"""

import math
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.special import erf

HERE = Path(__file__).parent


def gelu(x):
    return 0.5 * x * (1 + erf(x / math.sqrt(2)))


def pointwise(x, weight, bias=None):
    """Conv1d with a kernel of 1 over all places: weight (out, in, 1)."""
    y = np.einsum("oi,bi...->bo...", weight[:, :, 0], x)
    return y if bias is None else y + bias.reshape(1, -1, *[1] * (x.ndim - 2))


def channel_mlp(x, state, name):
    x = pointwise(x, state[f"{name}.fcs.0.weight"], state[f"{name}.fcs.0.bias"])
    return pointwise(gelu(x), state[f"{name}.fcs.1.weight"], state[f"{name}.fcs.1.bias"])


def skip(x, state, name, kind):
    if kind == "linear":
        return pointwise(x, state[f"{name}.conv.weight"])
    return x * state[f"{name}.weight"] if kind == "soft-gating" else x


def grid_embedding(x):
    sizes = x.shape[2:]
    axes = np.meshgrid(*[np.linspace(0, 1, n + 1)[:-1] for n in sizes], indexing="ij")
    return np.concatenate([x, *[np.broadcast_to(a, (x.shape[0], 1, *sizes)) for a in axes]], axis=1)


def spectral_conv(x, weight, bias):
    """weight: (in, out, ...modes, 2); the last axis of modes is the half of real data."""
    order = x.ndim - 2
    sizes = list(x.shape[2:])
    axes = list(range(-order, 0))
    weight = weight[..., 0] + 1j * weight[..., 1]
    spectrum = np.fft.rfftn(x, axes=axes, norm="forward")
    half = list(spectrum.shape[2:])
    if order > 1:
        spectrum = np.fft.fftshift(spectrum, axes=axes[:-1])
    # Where the grid has fewer modes than the weight: its middle, along the last axis its beginning.
    spare = [max(0, modes - n) for modes, n in zip(weight.shape[2:], half)]
    cut = [slice(s // 2, -s // 2) if s else slice(None) for s in spare[:-1]]
    cut.append(slice(None, -spare[-1]) if spare[-1] else slice(None))
    weight = weight[(slice(None), slice(None), *cut)]
    kept = weight.shape[2:]
    where = [slice(n // 2 - k // 2, n // 2 + k // 2 + k % 2) for n, k in zip(half, kept)]
    where[-1] = slice(None, kept[-1])
    where = (slice(None), slice(None), *where)
    out = np.zeros((x.shape[0], weight.shape[1], *half), dtype=complex)
    letters = "xyz"[:order]
    out[where] = np.einsum(f"bi{letters},io{letters}->bo{letters}", spectrum[where], weight)
    if order > 1:
        out = np.fft.ifftshift(out, axes=axes[:-1])
        out = np.fft.ifftn(out, s=sizes[:-1], axes=axes[:-1], norm="forward")
    out[..., 0].imag = 0
    if sizes[-1] % 2 == 0:
        out[..., -1].imag = 0
    return np.fft.irfft(out, n=sizes[-1], axis=-1, norm="forward") + bias


def forward(x, state, case):
    if case["positional_embedding"] == "grid":
        x = grid_embedding(x)
    x = channel_mlp(x, state, "lifting")
    margins = [round(share * n) for share, n in zip(case.get("domain_padding", [0] * 3), x.shape[2:])]
    x = np.pad(x, [(0, 0), (0, 0), *[(m, m) for m in margins]])
    last = case["n_layers"] - 1
    for i in range(case["n_layers"]):
        beside = skip(x, state, f"fno_blocks.fno_skips.{i}", case["fno_skip"])
        around = skip(x, state, f"fno_blocks.channel_mlp_skips.{i}", case["channel_mlp_skip"]) if case["use_channel_mlp"] else None
        convolved = spectral_conv(x, state[f"fno_blocks.convs.{i}.weight.tensor"], state[f"fno_blocks.convs.{i}.bias"])
        x = convolved + beside
        if i < last:
            x = gelu(x)
        if case["use_channel_mlp"]:
            x = channel_mlp(x, state, f"fno_blocks.channel_mlp.{i}") + around
        if i < last:
            x = gelu(x)
    x = x[(slice(None), slice(None), *[slice(m, n - m) for m, n in zip(margins, x.shape[2:])])]
    return channel_mlp(x, state, "projection")


def state_of(case, rng):
    """Names and shapes of FNO(...).state_dict(), without _metadata."""
    width, modes = case["hidden_channels"], [*case["n_modes"]]
    modes[-1] = modes[-1] // 2 + 1
    ones = [1] * len(modes)
    shapes = {}

    def mlp(name, channels):
        for j, (before, after) in enumerate(zip(channels, channels[1:])):
            shapes[f"{name}.fcs.{j}.weight"] = (after, before, 1)
            shapes[f"{name}.fcs.{j}.bias"] = (after,)

    def skips(name, kind):
        if kind == "linear":
            shapes[f"{name}.conv.weight"] = (width, width, 1)
        elif kind == "soft-gating":
            shapes[f"{name}.weight"] = (1, width, *ones)

    lifted = int(case["lifting_channel_ratio"] * width)
    projected = int(case["projection_channel_ratio"] * width)
    embedded = len(modes) if case["positional_embedding"] == "grid" else 0
    for i in range(case["n_layers"]):
        shapes[f"fno_blocks.convs.{i}.bias"] = (width, *ones)
        shapes[f"fno_blocks.convs.{i}.weight.tensor"] = (width, width, *modes, 2)
        skips(f"fno_blocks.fno_skips.{i}", case["fno_skip"])
        if case["use_channel_mlp"]:
            mlp(f"fno_blocks.channel_mlp.{i}", (width, round(case["channel_mlp_expansion"] * width), width))
            skips(f"fno_blocks.channel_mlp_skips.{i}", case["channel_mlp_skip"])
    mlp("lifting", (case["in_channels"] + embedded, lifted, width))
    mlp("projection", (width, projected, case["out_channels"]))
    # Large enough that every term shows in the output; norm "forward" makes the modes of noise small.
    std = {name: 2.0 if name.endswith(".tensor") else 0.7 for name in shapes}
    return {name: (rng.standard_normal(shape) * std[name]).astype(np.float32) for name, shape in shapes.items()}


DEFAULTS = {
    "lifting_channel_ratio": 2,
    "projection_channel_ratio": 2,
    "positional_embedding": "grid",
    "use_channel_mlp": True,
    "channel_mlp_expansion": 0.5,
    "channel_mlp_skip": "soft-gating",
    "fno_skip": "linear",
}

# Sizes: even and odd ones, some with the Nyquist bin among the kept modes, the last ones coarser than the modes.
CASES = {
    "fno_1d": (
        {"n_modes": [7], "in_channels": 1, "out_channels": 1, "hidden_channels": 6, "n_layers": 3},
        [[16], [21], [7], [64], [5]],
    ),
    "fno_2d": (
        {"n_modes": [5, 6], "in_channels": 2, "out_channels": 3, "hidden_channels": 4, "n_layers": 2, "projection_channel_ratio": 3},
        [[8, 9], [13, 12], [7, 6], [16, 18], [4, 5], [2, 4]],
    ),
    "fno_2d_plain": (
        {
            **{"n_modes": [4, 8], "in_channels": 1, "out_channels": 1, "hidden_channels": 4, "n_layers": 2},
            **{"positional_embedding": None, "use_channel_mlp": False},
        },
        [[4, 8], [9, 11]],
    ),
    "fno_2d_padded": (
        {"n_modes": [4, 5], "in_channels": 1, "out_channels": 1, "hidden_channels": 4, "n_layers": 2, "domain_padding": [0.25, 0.5]},
        [[8, 7], [6, 5], [9, 16]],
    ),
}


def main():
    rng = np.random.default_rng(6)
    for name, (given, sizes) in CASES.items():
        case = {**DEFAULTS, **given}
        state = state_of(case, rng)
        save_file(state, HERE / f"{name}.safetensors")
        wide = {key: value.astype(np.float64) for key, value in state.items()}
        arrays = {}
        for k, size in enumerate(sizes):
            x = rng.standard_normal((2, case["in_channels"], *size)).astype(np.float32)
            arrays[f"input_{k}"] = x
            arrays[f"output_{k}"] = forward(x.astype(np.float64), wide, case).astype(np.float32)
        np.savez(HERE / f"{name}.npz", **arrays)


if __name__ == "__main__":
    main()
