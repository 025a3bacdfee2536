"""Checkpoints of the form of SOKE's tokenizer become tokenizers that encode and decode as its formulas say.

The networks that make the checkpoints are PyTorch's own layers in the order that MotionGPT's names tell; no released
checkpoint was there to compare with.
"""

import sys
from types import ModuleType

import pytest
import torch
from torch import nn

from signary.cli import main
from signary.io.errors import FormatError, InputError
from signary.io.state_dict import load_state_dict
from signary.tokenizer import MotionTokenizer
from signary.tokenizer.soke_checkpoint import import_soke_tokenizer
from signary.tokenizer.soke_names import SokeMapping

WIDTH, CODE_DIM = 12, 6
SIZES = {"vae": (43, 5), "hand_vae": (45, 7), "rhand_vae": (45, 9)}


class Block(nn.Module):
    def __init__(self, dilation):
        super().__init__()
        self.conv1 = nn.Conv1d(WIDTH, WIDTH, 3, padding=dilation, dilation=dilation)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 1)

    def forward(self, x):
        return x + self.conv2(torch.relu(self.conv1(torch.relu(x))))


class Stack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.model = nn.Sequential(*(Block(3**at) for at in reversed(range(depth))))

    def forward(self, x):
        return self.model(x)


class Half(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x)


class Codebook(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.register_buffer("codebook", torch.randn(size, CODE_DIM))


class Part(nn.Module):
    """Convolutions and a codebook, named as in the released code."""

    def __init__(self, features, size, halvings=2, depth=3):
        super().__init__()
        down = [nn.Sequential(nn.Conv1d(WIDTH, WIDTH, 4, 2, 1), Stack(depth)) for _ in range(halvings)]
        up = [
            nn.Sequential(Stack(depth), nn.Upsample(scale_factor=2), nn.Conv1d(WIDTH, WIDTH, 3, 1, 1))
            for _ in range(halvings)
        ]
        self.encoder = Half(nn.Conv1d(features, WIDTH, 3, 1, 1), nn.ReLU(), *down, nn.Conv1d(WIDTH, CODE_DIM, 3, 1, 1))
        self.decoder = Half(
            *(nn.Conv1d(CODE_DIM, WIDTH, 3, 1, 1), nn.ReLU(), *up),
            *(nn.Conv1d(WIDTH, WIDTH, 3, 1, 1), nn.ReLU(), nn.Conv1d(WIDTH, features, 3, 1, 1)),
        )
        self.quantizer = Codebook(size)

    def encode(self, features):
        """(T, D) to the codes (L,) of the nearest vectors."""
        latent = self.encoder(features.T[None])[0].T
        return torch.cdist(latent, self.quantizer.codebook).argmin(-1)

    def decode(self, codes):
        """(L,) to (T, D)."""
        return self.decoder(self.quantizer.codebook[codes].T[None])[0].T


class Whole(nn.Module):
    def __init__(self, sizes=None, **settings):
        super().__init__()
        for name, (features, size) in (sizes or SIZES).items():
            self.add_module(name, Part(features, size, **settings))


STATISTICS = torch.linspace(-1, 1, 133).numpy(), torch.linspace(0.1, 2, 133).numpy()


@pytest.fixture
def save(tmp_path):
    """Writes a checkpoint; `change` may edit its weights before."""

    def save(network=None, change=None, **beside):
        weights = (network or Whole()).state_dict()
        if change:
            change(weights)
        path = tmp_path / "tokenizer.ckpt"
        torch.save({"state_dict": weights, "epoch": 3, **beside}, path)
        return path

    return save


def split(features):
    """What each part sees of standardised features (T, 133)."""
    return {
        "vae": torch.cat([features[:, :30], features[:, 120:]], 1),
        "hand_vae": features[:, 30:75],
        "rhand_vae": features[:, 75:120],
    }


def test_it_encodes_and_decodes_as_the_formulas_say(save):
    network = Whole()
    found = import_soke_tokenizer(save(network), STATISTICS, 24.0)
    tokenizer, (mean, std) = found.tokenizer, map(torch.from_numpy, STATISTICS)
    assert found.prefixes == {"body": "vae", "left_hand": "hand_vae", "right_hand": "rhand_vae"}
    assert (tokenizer.config.sizes, tokenizer.config.dilations, tokenizer.config.stride) == ((5, 7, 9), (9, 3, 1), 4)
    assert (tokenizer.config.hand_reference, tokenizer.config.fps) == ("mano_mean", 24.0)
    assert not found.averages
    values = mean + std * torch.randn(20, 133)
    codes, _ = tokenizer.encode(values[None])
    with torch.no_grad():
        seen = split((values - mean) / (std + 1e-10))
        expected = [getattr(network, name).encode(part) for name, part in seen.items()]
        assert torch.equal(codes[0], torch.stack(expected, -1))
        drawn = torch.stack([torch.randint(size, (6,)) for _, size in SIZES.values()], -1)
        body, left, right = (getattr(network, name).decode(drawn[:, at]) for at, name in enumerate(SIZES))
        wanted = torch.cat([body[:, :30], left, right, body[:, 30:]], 1) * std + mean
    torch.testing.assert_close(tokenizer.decode(drawn[None]).values[0], wanted, rtol=0, atol=1e-5)


def test_features_that_never_move_stay_where_they_are(save):
    std = torch.ones(133)
    std[5] = 0
    tokenizer = import_soke_tokenizer(save(), (STATISTICS[0], std.numpy()), 24.0).tokenizer
    decoded = tokenizer.decode(torch.zeros(1, 3, 3, dtype=torch.long)).values[0, :, 5]
    torch.testing.assert_close(decoded, torch.full((12,), float(STATISTICS[0][5])))


@pytest.mark.parametrize(
    ("sizes", "partition"),
    [
        ({"vae": (133, 5)}, ("whole",)),
        ({"vae": (43, 5), "hand_vae": (90, 6)}, ("body", "hands")),
        ({"vae": (30, 5), "hand_vae": (45, 6), "rhand_vae": (45, 6), "face_vae": (13, 4)},
         ("body", "left_hand", "right_hand", "face")),
        ({"motion_vae": (43, 5), "lhand_vae": (45, 6), "rhand_vae": (45, 6)}, ("body", "left_hand", "right_hand")),
    ],
)  # fmt: skip
def test_other_divisions_of_the_body(save, sizes, partition):
    found = import_soke_tokenizer(save(Whole(sizes, halvings=1, depth=2)), STATISTICS, 25.0)
    config = found.tokenizer.config
    assert config.part_names == partition
    assert (config.stride, config.dilations) == (2, (3, 1))
    assert config.sizes == tuple(size for _, size in sizes.values())


def test_moving_averages_are_kept_where_they_are_saved(save):
    def averages(weights):
        for name, (_, size) in SIZES.items():
            weights[f"{name}.quantizer.code_sum"] = torch.full((size, CODE_DIM), 4.0)
            weights[f"{name}.quantizer.code_count"] = torch.full((size,), 2.0)

    found = import_soke_tokenizer(save(change=averages), STATISTICS, 24.0)
    state = found.tokenizer.state_dict()
    assert found.averages
    assert (state["quantizers.left_hand.vq._codebook.embed_avg"] == 4).all()
    assert (state["quantizers.left_hand.vq._codebook.cluster_size"] == 2).all()
    assert state["quantizers.left_hand.vq._codebook.initted"]


def test_the_id_belongs_to_the_weights(save):
    network = Whole()
    first, same = (import_soke_tokenizer(save(network), STATISTICS, 24.0).tokenizer.config for _ in range(2))
    other = import_soke_tokenizer(save(), STATISTICS, 24.0).tokenizer.config
    assert first.tokenizer_id == same.tokenizer_id != other.tokenizer_id


def gone(weights):
    del weights["hand_vae.decoder.model.3.0.model.1.conv2.bias"]


def one_more(weights):
    weights["vae.encoder.model.0.norm"] = torch.ones(2)


def misshapen(weights):
    weights["rhand_vae.encoder.model.0.weight"] = torch.ones(WIDTH, 44, 3)


def endless(weights):
    weights["vae.quantizer.codebook"][0, 0] = float("nan")


def whole_numbers(weights):
    weights["vae.decoder.model.0.bias"] = torch.ones(WIDTH, dtype=torch.long)


def half_of_an_average(weights):
    weights["vae.quantizer.code_sum"] = torch.ones(5, CODE_DIM)


def no_book(weights):
    del weights["vae.quantizer.codebook"]


def no_hand(weights):
    for name in list(weights):
        if name.startswith("hand_vae"):
            del weights[name]


def two_bodies(weights):
    weights["motion_vae.encoder.model.0.weight"] = torch.ones(1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (gone, "tokenizer.ckpt: expected .* none called hand_vae.decoder.model.3.0.model.1.conv2.bias"),
        (one_more, "tokenizer.ckpt: expected no weights but .*, got vae.encoder.model.0.norm"),
        (misshapen, r"tokenizer.ckpt, rhand_vae.encoder.model.0.weight: expected numbers of shape \(12, 45, 3\)"),
        (endless, "tokenizer.ckpt, vae.quantizer.codebook: expected finite numbers"),
        (whole_numbers, "tokenizer.ckpt, vae.decoder.model.0.bias: expected numbers of shape .*, got torch.int64"),
        (half_of_an_average, "got vae.quantizer.code_sum"),
        (no_book, "tokenizer.ckpt: expected a weight vae.quantizer.codebook, got none"),
        (no_hand, "--mapping says other names.*, got rhand_vae.…, vae.…"),
        (two_bodies, "one of vae and motion_vae for body"),
    ],
)
def test_what_is_wrong_with_the_weights_is_named(save, change, said):
    with pytest.raises(FormatError, match=said):
        import_soke_tokenizer(save(change=change), STATISTICS, 24.0)


def test_a_mapping_names_parts_and_dilations(save, tmp_path):
    path = tmp_path / "names.yaml"
    path.write_text("parts:\n  body: model.b\n  left_hand: model.l\n  right_hand: model.r\ndilations: [4, 2, 1]\n")
    weights = Whole().state_dict()
    names = {"vae": "model.b", "hand_vae": "model.l", "rhand_vae": "model.r"}
    renamed = {f"{names[name.split('.')[0]]}.{name.split('.', 1)[1]}": tensor for name, tensor in weights.items()}
    checkpoint = tmp_path / "renamed.pt"
    torch.save(renamed, checkpoint)
    found = import_soke_tokenizer(checkpoint, STATISTICS, 24.0, SokeMapping.read(path))
    assert found.tokenizer.config.dilations == (4, 2, 1)
    with pytest.raises(FormatError, match="renamed.pt: expected weights called vae.…"):
        import_soke_tokenizer(checkpoint, STATISTICS, 24.0)
    with pytest.raises(InputError, match="mapping, dilations: expected 3"):
        import_soke_tokenizer(save(), STATISTICS, 24.0, SokeMapping(dilations=(2, 1)))
    with pytest.raises(FormatError, match="tokenizer.ckpt: expected weights called nets.… for body, got hand_vae.…"):
        import_soke_tokenizer(save(), STATISTICS, 24.0, SokeMapping({"body": "nets"}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parts: [1]", "parts: expected names of parts"),
        ("parts: {arm: x}", "parts: expected some of body, left_hand"),
        ("dilations: 3", "dilations: expected a list of whole numbers"),
        ("sizes: {}", "expected parts and dilations"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused(tmp_path, text, said):
    path = tmp_path / "names.yaml"
    path.write_text(text)
    with pytest.raises(FormatError, match=said):
        SokeMapping.read(path)


def test_objects_of_packages_that_are_not_there_do_not_matter(save, monkeypatch):
    module = ModuleType("settings_of_a_trainer")
    touched = []

    class Settings(dict):
        def __setstate__(self, state):
            touched.append(state)

    Settings.__module__, Settings.__qualname__, module.Settings = module.__name__, "Settings", Settings
    monkeypatch.setitem(sys.modules, module.__name__, module)
    network = Whole()
    settings = Settings(a=[Settings(b=1)])
    settings.more = 3
    path = save(network, hyper_parameters={"cfg": settings}, optimizer_states=[{"state": {0: torch.ones(3)}}])
    monkeypatch.delitem(sys.modules, module.__name__)
    for name, tensor in load_state_dict(path).items():
        assert torch.equal(tensor, network.state_dict()[name])
    assert not touched


def test_from_the_command_line_to_motion(save, tmp_path, capsys):
    def others(weights):
        weights["lm.shared.weight"] = torch.ones(3)
        weights["metrics.count"] = torch.zeros(1)

    for name, numbers in zip(("mean", "std"), STATISTICS, strict=True):
        torch.save(torch.from_numpy(numbers), tmp_path / f"{name}.pt")
    flags = ["--mean", tmp_path / "mean.pt", "--std", tmp_path / "std.pt", "-o", tmp_path / "made"]
    with pytest.raises(SystemExit) as stopped:
        main(["model", "import-soke", *map(str, [save(change=others), *flags])])
    said = capsys.readouterr()
    assert stopped.value.code == 0, said.err
    assert "left_hand: 7 codes, of hand_vae.…" in said.out
    assert "left out, as no part of the tokenizer: 1 called lm.…, 1 called metrics.…" in said.err
    loaded = MotionTokenizer.from_pretrained(tmp_path / "made")
    assert loaded.to_sequence(loaded.decode(torch.ones(1, 2, 3, dtype=torch.long)).values[0]).seconds == 8 / 24
    with pytest.raises(SystemExit) as stopped:
        main(["model", "import-soke", *map(str, [tmp_path / "none.ckpt", *flags[:-1], tmp_path / "again"])])
    assert stopped.value.code == 2
    assert "checkpoint: expected an existing file" in capsys.readouterr().err
    assert not (tmp_path / "again").exists()
