"""A neural engine behind the port: weights looked at before they are loaded, what it plays brought
to the plan, and a plain sentence where it cannot."""

from __future__ import annotations

import importlib.util
import json
import pickle
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parent))

import ace
import battery
import tiny

from studio import composer, words
from studio.brief import Brief
from studio.composer import neural
from studio.composer.neural import About, NoEngine, Take, Wish, folder, means
from studio.composer.neural.ace_step import PACKAGES
from studio.service import anchoring, performing
from studio.sync import attacks
from studio.sync.resampling import resampled

TORCH = all(importlib.util.find_spec(name) for name in PACKAGES)


# --- the folder ------------------------------------------------------------------------------


def _index(place: Path, **parts: object) -> None:
    index = json.loads((place / "model_index.json").read_text()) | parts
    (place / "model_index.json").write_text(json.dumps(index))


def _pickled(place: Path) -> None:
    (place / "vae" / "model.safetensors").rename(place / "vae" / "pytorch_model.bin")


def _cut(place: Path) -> None:
    file = place / "transformer" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-4])


def _as_published(place: Path) -> None:
    (place / "model_index.json").unlink()
    (place / "acestep-v15-turbo").mkdir()
    (place / "acestep-v15-turbo" / "modeling_acestep_v15_turbo.py").write_text("boom()")


def _own_code(place: Path) -> None:
    asks = {"auto_map": {"AutoModel": "modeling.Own"}}
    (place / "text_encoder" / "config.json").write_text(json.dumps(asks))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda p: (p / "model_index.json").unlink(), "no_model"),
        (_as_published, "not_converted"),
        (lambda p: _index(p, _class_name="StableAudioPipeline"), "other_model"),
        (lambda p: _index(p, vae=["own_module", "AutoencoderOobleck"]), "unknown_part"),
        (lambda p: _index(p, transformer=[None, None]), "unknown_part"),
        (lambda p: _index(p, extra=["diffusers", "Whatever"]), "unknown_part"),
        (lambda p: (p / "model_index.json").write_text("{"), "broken"),
        (_own_code, "own_code"),
        (_pickled, "pickled"),
        (_cut, "broken"),
        (lambda p: (p / "vae" / "model.safetensors").write_bytes(b"\xff" * 64), "broken"),
        (lambda p: (p / "vae" / "model.safetensors").unlink(), "broken"),
    ],
)
def test_what_is_no_whole_model_is_not_loaded(tmp_path, spoil, why):
    place = ace.hollow(tmp_path / "weights")
    spoil(place)
    with pytest.raises(NoEngine) as refused:
        neural.opened(place)
    assert refused.value.why == why


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(NoEngine, match="weights, is not there"):
        neural.opened(tmp_path / "weights")


def test_every_reason_can_be_said_in_every_language():
    for key in words.sentences("neural", "en").keys() - {"instead", "written"}:
        places = {"folder": "f", "file": "x", "names": "n", "part": "p", "found": "q", "why": "w",
                  "need": "9", "free": "1", "minutes": 40, "bpm": 90}  # fmt: skip
        error = NoEngine(key, **places)
        for lang in words.LANGS:
            assert error.sentence(lang) in error.instead(lang)
        again = pickle.loads(pickle.dumps(error))
        assert (again.why, str(again)) == (error.why, str(error))


def test_a_whole_folder_tells_what_it_is(tmp_path):
    place = ace.hollow(tmp_path / "weights")
    found = folder.checked(place)
    assert (found.total, found.turbo, found.guided) == (60, True, False)
    assert found.licence == "mit (model card)"
    before = folder.identity(place), folder.sha256(place)
    assert before == (folder.identity(place), folder.sha256(place))
    tiny.save(place / "vae" / "model.safetensors", {"w": np.ones((3, 5), np.float32)})
    assert folder.sha256(place) != before[1]


def test_a_licence_is_said_only_where_it_is_stated(tmp_path):
    assert folder.licence(tmp_path) == "not stated beside the weights"
    (tmp_path / "LICENSE").write_text("\nMIT License\n\nCopyright")
    assert folder.licence(tmp_path) == "MIT License (LICENSE)"


# --- the machine -----------------------------------------------------------------------------


def _weights(billions: float) -> folder.Weights:
    parameters = {"transformer": int(billions * 1e9), "vae": 84_000_000}
    return folder.Weights(Path("w"), parameters, guided=True, turbo=True, licence="mit")


def _torch(*, card: int = 0, half: bool = True) -> SimpleNamespace:
    """What is asked of torch about the machine."""
    cuda = SimpleNamespace(
        is_available=lambda: card > 0,
        mem_get_info=lambda: (card, card),
        is_bf16_supported=lambda: half,
    )
    return SimpleNamespace(cuda=cuda, ones=np.ones)


def test_it_runs_where_it_fits():
    small, large = _weights(0.01), _weights(2.0)
    assert means.chosen(small, _torch()) == means.Means("cpu", half=False)
    assert means.chosen(large, _torch(card=8 * 10**9)) == means.Means("cuda", half=True)
    assert means.chosen(small, _torch(card=1 * 10**9)) == means.Means("cpu", half=False)


def test_more_memory_than_there_is_or_hours_of_work_are_refused():
    with pytest.raises(NoEngine, match="GB of memory"):
        means.chosen(_weights(4_000.0), _torch())
    with pytest.raises(NoEngine, match="minutes"):
        means.patient(_weights(2.0), 60.0, 8, speed=5e10, guided=True)
    means.patient(_weights(2.0), 60.0, 8, speed=1e12, guided=True)
    assert means.speed(_torch()) > 0


# --- the wish --------------------------------------------------------------------------------


def test_a_wish_says_the_plan_in_words():
    brief = Brief(
        genre="guofeng", length_ms=45_500, drops=(21_500.0,), key=5, mode="minor", bpm=80,
        unwanted=("drums",), seed=4,
    )  # fmt: skip
    wish = neural.wish(composer.score(composer.plan(brief)))
    assert wish.caption.startswith("instrumental, guofeng pop")
    assert "guzheng" in wish.caption and wish.caption.endswith("no drums")
    assert wish.lyrics.startswith("[Instrumental]\n\n") and "[Drop]" in wish.lyrics
    assert (wish.key, wish.beats) == ("F minor", 4) and abs(wish.bpm - 80) <= 3
    assert 45.5 < wish.seconds < 60
    assert wish.seed != neural.wish(composer.score(composer.plan(brief)), take=1).seed


# --- brought to the plan ---------------------------------------------------------------------


@pytest.fixture(name="weights")
def weights_fixture(tmp_path):
    place = tmp_path / "tiny-model"
    place.mkdir()
    tiny.save(place / "model.safetensors", tiny.weights())
    (place / "README.md").write_text("---\nlicense: cc0-1.0\n---\n")
    return place


def _beats(plan: dict) -> np.ndarray:
    """Every beat of a plan up to its last stroke, in seconds."""
    ends = [*[row["s"] for row in plan["time_map"][1:]], plan["last_stroke"] + 0.01]
    rows = [
        np.arange(row["s"], end - 0.005, 60 / row["bpm"])
        for row, end in zip(plan["time_map"], ends, strict=True)
    ]
    return np.concatenate(rows)


FASTER = Brief(genre="house", length_ms=19_007, drops=(9_333.0,), seed=3)
SLOWER = Brief(genre="travel", length_ms=17_513, drops=(8_020.0,), seed=12)
TWICE = Brief(genre="trap", length_ms=40_250, drops=(11_000.0, 28_400.0), seed=5)


@pytest.mark.parametrize(
    ("brief", "faster", "lasts", "drop_bar"),
    [
        pytest.param(FASTER, 1.05, 0.8, 4, id="faster and too short"),
        pytest.param(SLOWER, 0.94, 1.3, 3, id="slower and too long"),
        pytest.param(TWICE, 1.08, 0.6, 4, id="one drop for two", marks=pytest.mark.slow),
    ],
)
def test_what_strays_is_brought_to_the_plan(tmp_path, weights, brief, faster, lasts, drop_bar):
    engine = tiny.Tiny(weights, faster=faster, lasts=lasts, drop_bar=drop_bar)
    receipt = performing.write(brief, tmp_path / "out", engine)
    sound, rate = soundfile.read(tmp_path / "out" / "music.wav", dtype="float32")
    plan = json.loads((tmp_path / "out" / "plan.json").read_text())
    case = battery.Case(sound.T, plan)
    assert rate == 48_000 and len(sound) == plan["samples"] == round(brief.length_ms * 48)
    judged = battery.judged(case)
    met = ("length", "loudness", "peak", "landing_ms", "step_lu", "clips", "edges")
    assert not {name: judged[name] for name in met if not judged[name][1]}
    beats = _beats(plan)[1:]
    off = np.abs(np.array(attacks.sharpened(beats, case.mono, rate)) - beats)
    assert np.median(off) <= 0.010 and np.percentile(off, 90) <= 0.020
    assert receipt["engine"] == "tiny" and receipt["anchored"]["by"] == "beats"
    assert abs(receipt["anchored"]["speed"] * faster - 1) < 0.02
    assert receipt["weights"]["sha256"] == folder.sha256(weights)
    assert receipt["weights"]["licence"] == "cc0-1.0 (model card)"
    kept = json.loads((tmp_path / "out" / "receipt.json").read_text())
    assert kept == json.loads(json.dumps(receipt))


def test_a_loop_goes_on_at_its_start(tmp_path, weights):
    brief = Brief(genre="house", length_ms=15_000, loop=True, seed=1)
    engine = tiny.Tiny(weights, faster=1.04, lasts=1.2, drop_bar=2)
    performing.write(brief, tmp_path / "out", engine)
    sound, _ = soundfile.read(tmp_path / "out" / "music.wav", dtype="float32")
    seam = np.concatenate([sound[-24_000:], sound[:24_000]]).mean(axis=1)
    third = np.abs(np.diff(seam, 3))
    assert third[23_990:24_010].max() <= np.percentile(third, 99.5) * 4
    assert np.square(sound[-2400:]).mean() > 1e-6


def test_another_tempo_is_tried_again_and_then_said(tmp_path, weights):
    engine = tiny.Tiny(weights, faster=1.32, lasts=1.0, drop_bar=4)
    with pytest.raises(NoEngine) as refused:
        performing.write(SLOWER, tmp_path / "out", engine)
    assert refused.value.why == "strayed"
    assert len({wish.seed for wish in engine.heard}) == len(engine.heard) == 2


class Follower:
    """An engine that plays after its guide: late, wavering, another sound, and past its end."""

    about = About("follower", "1", "none", "0" * 64, "cc0", 0, guided=True)

    def __init__(self, late: float, waver: float) -> None:
        self._late, self._waver = late, waver

    def play(self, wish: Wish) -> Take:
        count = int((wish.seconds + 2.0) * 48_000)
        t = np.arange(count) / 48_000
        there = (t - self._late - self._waver * np.sin(2 * np.pi * t / 3.1)) * 48_000
        places = np.arange(wish.guide.shape[1])
        warped = [np.interp(there, places, channel, right=0.0) for channel in wish.guide]
        return Take(np.tanh(2.0 * np.stack(warped)).astype(np.float32), 48_000)


def test_what_follows_its_guide_is_not_rearranged(tmp_path):
    brief = Brief(genre="house", length_ms=13_010, drops=(7_333.0,), seed=6)
    receipt = performing.write(brief, tmp_path, Follower(late=0.06, waver=0.015))
    facts = receipt["anchored"]
    assert facts["by"] == "guide" and facts["joins"] == 0
    assert abs(facts["late"] - 0.06) <= 0.01 and facts["uneven"] < 0.05
    sound, _ = soundfile.read(tmp_path / "music.wav", dtype="float32")
    assert len(sound) == 13_010 * 48 and (tmp_path / "music.mid").is_file()
    assert "composed track" in receipt["origin"] and receipt["score_sha256"]
    case = battery.Case(sound.T, json.loads((tmp_path / "plan.json").read_text()))
    assert battery.judged(case)["landing_ms"][1]


@pytest.mark.parametrize("genre", ["piano", "guofeng"])
def test_a_follower_is_in_time_again_without_a_drum(genre):
    brief = Brief(genre=genre, length_ms=12_000, unwanted=("drums",), seed=6)
    score = composer.score(composer.plan(brief))
    guide = np.asarray(composer.render(score).samples)
    take = Follower(late=-0.05, waver=0.01).play(neural.wish(score, guide=guide))
    made = anchoring.fitted(score.plan, take, guide)
    late, alike = attacks.lag(guide.mean(axis=0), made.sound.mean(axis=0), 48_000, most=0.2)
    assert made.facts["by"] == "guide" and abs(late) <= 0.006 and alike > 0.4


class Swells:
    """An engine without a beat: tones that come and go."""

    about = About("swells", "1", "none", "0" * 64, "cc0", 0, guided=False)

    def play(self, wish: Wish) -> Take:
        t = np.arange(int(wish.seconds * 0.9 * 48_000)) / 48_000
        tones = sum(np.sin(2 * np.pi * f * t) for f in (110.0, 164.8, 220.0))
        sound = (tones * (0.6 + 0.4 * np.sin(2 * np.pi * t / 7.3)) * 0.1).astype(np.float32)
        return Take(np.stack([sound, np.roll(sound, 480)]), 48_000)


def test_without_a_beat_its_length_and_loudness_are_the_plans(tmp_path):
    brief = Brief(genre="ambient", length_ms=12_123, seed=2)
    receipt = performing.write(brief, tmp_path / "out", Swells())
    sound, _ = soundfile.read(tmp_path / "out" / "music.wav", dtype="float32")
    assert len(sound) == 12_123 * 48 and receipt["anchored"]["by"] == "phrases"
    plan = json.loads((tmp_path / "out" / "plan.json").read_text())
    judged = battery.judged(battery.Case(sound.T, plan))
    assert judged["length"][1] and judged["loudness"][1] and judged["peak"][1]


@pytest.mark.parametrize(("rate", "wanted"), [(44_100, 48_000), (48_000, 22_050), (8, 8)])
def test_resampling_moves_nothing(rate, wanted):
    t = np.arange(rate * 2) / rate
    tone = np.sin(2 * np.pi * rate / 40 * t).astype(np.float32)
    out = resampled(tone, rate, wanted)
    there = np.sin(2 * np.pi * rate / 40 * np.arange(len(out)) / wanted)
    assert abs(len(out) - 2 * wanted) <= 1
    inner = slice(len(out) // 10, -len(out) // 10)
    assert np.abs(out - there)[inner].max() < 0.01


# --- ACE-Step itself -------------------------------------------------------------------------

if TORCH:

    @pytest.fixture(name="small", scope="session")
    def small_fixture(tmp_path_factory):
        return ace.small(tmp_path_factory.mktemp("ace") / "acestep-tiny")

    def test_a_real_model_is_loaded_and_plays(small):
        engine = neural.opened(small)
        assert engine.about.engine == "ACE-Step 1.5 turbo" and engine.about.guided
        score = composer.score(composer.plan(Brief(genre="lofi", length_ms=9_000, seed=1)))
        guide = np.zeros((2, 9_000 * 48), np.float32)
        guide[:, ::24_000] = 0.5
        for wish in (neural.wish(score), neural.wish(score, guide=guide)):
            take, again = engine.play(wish), engine.play(wish)
            assert take.rate == 48_000 and np.isfinite(take.samples).all()
            assert take.samples.shape[1] >= 10 * 48_000 - 1 and take.samples.std() > 1e-3
            assert np.array_equal(take.samples, again.samples)

    @pytest.mark.slow
    def test_a_track_by_a_real_model_is_whole(small, tmp_path):
        brief = Brief(genre="house", length_ms=10_500, drops=(5_000.0,), seed=1)
        receipt = performing.by_weights(brief, tmp_path, small)
        sound, _ = soundfile.read(tmp_path / "music.wav")
        assert len(sound) == 10_500 * 48 and (tmp_path / "music.mid").is_file()
        assert abs(receipt["measured"]["loudness_lufs"] + 14) <= 0.3
        assert receipt["weights"]["licence"] == "mit (model card)"

    def test_weights_of_another_shape_are_said(small, tmp_path):
        import shutil

        place = Path(shutil.copytree(small, tmp_path / "bent"))
        (place / "transformer" / "config.json").write_text(
            (small / "transformer" / "config.json").read_text().replace("32", "64")
        )
        with pytest.raises(NoEngine) as refused:
            neural.opened(place)
        assert refused.value.why == "not_loaded"

else:

    def test_without_its_packages_the_sentence_says_which(tmp_path):
        with pytest.raises(NoEngine, match=r"packages that are not installed \(torch, diffusers"):
            neural.opened(ace.hollow(tmp_path / "weights"))
