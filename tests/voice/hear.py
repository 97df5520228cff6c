#!/usr/bin/env python3
"""How well a weak recogniser understands the calls of Antre, how loud they are and how long they take.

    python3 tests/voice/hear.py --antre target/debug/antre --out target/voice

Needs Python 3 with `pocketsphinx` and `numpy` (`pip install pocketsphinx numpy`); the recogniser carries its own model, of
American English. Indonesian words are spelt in its sounds, so the Indonesian hits are good for comparing two builds and not
for more. Writes report.txt, calls.wav (20 random calls to listen to) and calls.txt (what they say) into the folder. With
--antre another build is measured in the same way.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import wave

RATE = 22050
CHIME = 1.42
# Eight letters and twenty-four digits, every digit twice or more.
CALLS = ["T012", "K345", "B678", "R901", "N234", "L567", "S890", "Q146"]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LETTER_PAIRS = ["BD", "PT", "MN", "FS", "KA", "TD", "VZ", "LR"]
DIGIT_PAIRS = {"en": ["59", "19", "15", "68", "23"], "id": ["23", "17", "46", "89", "28"]}

ENGLISH = {
    "A": ["EY"], "B": ["B IY"], "C": ["S IY"], "D": ["D IY"], "E": ["IY"], "F": ["EH F"], "G": ["JH IY"],
    "H": ["EY CH"], "J": ["JH EY"], "K": ["K EY"], "L": ["EH L"], "M": ["EH M"], "N": ["EH N"], "P": ["P IY"],
    "Q": ["K Y UW"], "R": ["AA R", "AA"], "S": ["EH S"], "T": ["T IY"], "U": ["Y UW"], "V": ["V IY"],
    "W": ["D AH B AH L Y UW", "D AH B L Y UW"], "X": ["EH K S"], "Y": ["W AY"], "Z": ["Z EH D", "Z IY"],
    "0": ["Z IH R OW", "Z IY R OW"], "1": ["W AH N", "W AA N"], "2": ["T UW"], "3": ["TH R IY"],
    "4": ["F AO R", "F AO"], "5": ["F AY V"], "6": ["S IH K S"], "7": ["S EH V AH N"], "8": ["EY T"], "9": ["N AY N"],
    "intro": ["N AH M B ER", "N AH M B AH"], "go": ["P L IY Z G OW T UW", "P L IY Z G OW T AH"],
    "counter": ["K AW N T ER", "K AW N T AH"],
}
INDONESIAN = {
    "A": ["AA"], "B": ["B EY"], "C": ["CH EY"], "D": ["D EY"], "E": ["EY"], "F": ["EH F"], "G": ["G EY"], "H": ["HH AA"],
    "J": ["JH EY"], "K": ["K AA"], "L": ["EH L"], "M": ["EH M"], "N": ["EH N"], "P": ["P EY"], "Q": ["K IY"],
    "R": ["EH R", "EH ER"], "S": ["EH S"], "T": ["T EY"], "U": ["UW"], "V": ["F EY"], "W": ["W EY"], "X": ["EH K S"],
    "Y": ["Y EY"], "Z": ["Z EH T"],
    "0": ["N OW L", "N AO L"], "1": ["S AA T UW", "S AH T UW", "S AA D UW"], "2": ["D UW AA", "D UW AH"],
    "3": ["T IY G AA", "T IY G AH", "D IY G AH"], "4": ["AH M P AA T", "AH M B AA T"], "5": ["L IY M AA", "L IY M AH"],
    "6": ["AH N AA M", "AH N AH M"], "7": ["T UW JH UW HH", "T UW JH UW", "D UW JH UW"],
    "8": ["D AH L AA P AA N", "D AH L AA B AA N"], "9": ["S AH M B IY L AA N", "S AH M B IY L AH N"],
    "intro": ["N AO M AO R AA N T R EY AA N", "N OW M ER AA N D R EY AA N"],
    "go": ["S IY L AA K AA N M AH N UW JH UW"], "counter": ["L OW K EH T", "L OW K AH T"],
}
WORDS = {"en": ENGLISH, "id": INDONESIAN}


def recogniser(sphinx, language, letters=LETTERS, digits="0123456789"):
    """A recogniser of whole calls: number or intro, letter, three digits, the way, the counter's digit."""
    places = [["intro"], list(letters)] + [list(digits)] * 3 + [["go"], ["counter"], list("123456789")]
    slots = [[f"{word}_{place}" for word in words] for place, words in enumerate(places)]
    folder = tempfile.mkdtemp()
    book, model = os.path.join(folder, "words.dict"), os.path.join(folder, "calls.arpa")
    with open(book, "w") as file:
        for name in sum(slots, []):
            for count, sounds in enumerate(WORDS[language][name.split("_")[0]]):
                again = f"({count + 1})" if count else ""
                file.write(f"{name}{again} {sounds}\n")
    follows = [("<s>", name) for name in slots[0]] + [(name, "</s>") for name in slots[-1]]
    for before, after in zip(slots, slots[1:]):
        follows += [(one, other) for one in before for other in after]
    single = ["<s>", "</s>"] + sum(slots, [])
    # Every word of a place is as likely as the others, and none that does not belong there is possible.
    with open(model, "w") as file:
        file.write(f"\\data\\\nngram 1={len(single)}\nngram 2={len(follows)}\n\n\\1-grams:\n")
        file.writelines(f"{-99 if word == '<s>' else -20} {word} -20\n" for word in single)
        file.write("\n\\2-grams:\n")
        file.writelines(f"-1 {one} {other}\n" for one, other in follows)
        file.write("\n\\end\\\n")
    wide = {key: 1e-80 for key in ("beam", "pbeam", "fwdflatbeam")}
    wide |= {key: 1e-60 for key in ("wbeam", "lpbeam", "lponlybeam", "fwdflatwbeam")}
    hmm = os.path.join(os.path.dirname(sphinx.__file__), "model", "en-us", "en-us")
    return sphinx.Decoder(
        hmm=hmm, dict=book, lm=model, samprate=16000, cmn="batch", lw=2.0, wip=1.0, loglevel="FATAL", **wide
    )


def heard(np, decoder, sound):
    """What is understood of a sound, as a text of letters and digits, the counter's last."""
    count = round(len(sound) * 16000 / RATE)
    bins = np.fft.rfft(sound)[: count // 2 + 1]
    sound = np.fft.irfft(bins, count) * count / len(sound)
    decoder.start_utt()
    decoder.process_raw(np.clip(sound, -32768, 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    said = decoder.hyp()
    words = [word.split("_")[0] for word in said.hypstr.split()] if said else []
    return "".join(word for word in words if len(word) == 1)


def call(np, antre, folder, number, counter, languages):
    """One call as samples."""
    file = os.path.join(folder, "call.wav")
    speak = [antre, "--data", folder, "voice", "say", number, str(counter), "--wav", file, "--json"]
    for language in languages:
        speak += ["--lang", language]
    told = json.loads(subprocess.run(speak, check=True, capture_output=True).stdout)
    with wave.open(file) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(float)
    return samples, told


def first_sentence(np, samples):
    """From the end of the chime to the longest pause, which is the one before everything is said again."""
    begin = int(CHIME * RATE)
    step = RATE // 200
    said = samples[begin:]
    moments = np.array([np.abs(said[at : at + step]).max() for at in range(0, len(said) - step, step)])
    loud = np.flatnonzero(moments > moments.max() / 50)
    longest = int(np.argmax(np.diff(loud)))
    return begin + int(loud[0]) * step, begin + int(loud[longest] + 1) * step


def kilo(np, samples, filters):
    """A filter as its transfer function, on the whole sound at once; the pad keeps its end out of its beginning."""
    size = 1 << (len(samples) + RATE).bit_length()
    z = np.exp(-2j * math.pi * np.arange(size // 2 + 1) / size)
    answer = np.ones_like(z)
    for (b0, b1, b2), (a1, a2) in filters:
        answer *= (b0 + b1 * z + b2 * z * z) / (1 + a1 * z + a2 * z * z)
    return np.fft.irfft(np.fft.rfft(samples, size) * answer, size)[: len(samples)]


def loudness(np, samples):
    """ITU-R BS.1770-4, written apart from the library that Antre uses, so that the two can disagree."""
    k = math.tan(math.pi * 1681.974450955533 / RATE)
    q, gain = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    part, a0 = gain**0.4996667741545416, 1 + k / q + k * k
    shelf = (
        ((gain + part * k / q + k * k) / a0, 2 * (k * k - gain) / a0, (gain - part * k / q + k * k) / a0),
        (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0),
    )
    k, q = math.tan(math.pi * 38.13547087602444 / RATE), 0.5003270373238773
    a0 = 1 + k / q + k * k
    high = ((1, -2, 1), (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0))
    weighted = kilo(np, samples / 32768, [shelf, high])
    block, hop = int(0.4 * RATE), int(0.1 * RATE)
    power = np.array([np.mean(weighted[at : at + block] ** 2) for at in range(0, len(weighted) - block, hop)])
    level = lambda value: -0.691 + 10 * math.log10(value)
    loud = power[power > 10 ** ((-70 + 0.691) / 10)]
    gate = level(loud.mean()) - 10
    return level(loud[loud > 10 ** ((gate + 0.691) / 10)].mean())


def same(said, understood):
    """How many signs are understood, in their places."""
    return sum(one == other for one, other in zip(said, understood.ljust(len(said))))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--antre", default="target/debug/antre")
    ask.add_argument("--out", default="target/voice")
    given = ask.parse_args()
    try:
        import numpy as np
        import pocketsphinx as sphinx
    except ImportError as error:
        print(f"left out: {error.name} is not installed (pip install pocketsphinx numpy)")
        return 0
    os.makedirs(given.out, exist_ok=True)
    lines = []

    def tell(line):
        print(line, flush=True)
        lines.append(line)

    folder = tempfile.mkdtemp()
    edge = np.zeros(int(0.3 * RATE))
    noise = np.random.default_rng(1)

    def sentence(number, counter, language):
        samples, _ = call(np, given.antre, folder, number, counter, [language])
        begin, end = first_sentence(np, samples)
        return np.concatenate([edge, samples[begin:end], edge])

    def in_room(sound):
        # Forty decibels below the speech: a quiet room, in which no recogniser meets perfect silence.
        strength = np.sqrt(np.mean(sound[np.abs(sound) > 300] ** 2)) / 100
        return sound + noise.normal(0, strength, len(sound))

    for language in ("en", "id"):
        whole = recogniser(sphinx, language)
        for place, change in (("as the file is", lambda sound: sound), ("in a quiet room", in_room)):
            letters = digits = counters = 0
            wrong = []
            for index, number in enumerate(CALLS):
                said = number + str(index + 1)
                understood = heard(np, whole, change(sentence(number, index + 1, language)))
                letters += same(said[:1], understood[:1])
                digits += same(said[1:4], understood[1:4])
                counters += same(said[4:], understood[4:5])
                wrong += [f"{said}: {understood or '-'}"] if understood != said else []
            tell(f"{language}, {place}: {letters} of 8 letters, {digits} of 24 digits, {counters} of 8 counters")
            tell(f"    {', '.join(wrong) or 'nothing misheard'}")
        right = asked = 0
        for pair in LETTER_PAIRS:
            ear = recogniser(sphinx, language, letters=pair)
            for letter in pair:
                right += heard(np, ear, in_room(sentence(f"{letter}012", 3, language)))[:1] == letter
                asked += 1
        tell(f"{language}, pairs of letters in a quiet room: {right} of {asked}")
        right = asked = 0
        for pair in DIGIT_PAIRS[language]:
            ear = recogniser(sphinx, language, digits=pair)
            for one, other in (pair, pair[::-1]):
                number = f"T{one}{other}{one}"
                right += same(number[1:], heard(np, ear, in_room(sentence(number, 3, language)))[1:4])
                asked += 3
        tell(f"{language}, pairs of digits in a quiet room: {right} of {asked}")

    chance = random.Random(20)
    parts, said = [], []
    figures = {}
    for index in range(20):
        languages = [["id"], ["en"], ["id", "en"]][index % 3]
        number = f"{chance.choice(LETTERS)}{chance.randint(1, 999):03}"
        samples, told = call(np, given.antre, folder, number, chance.randint(1, 19), languages)
        begin, end = first_sentence(np, samples) if len(languages) == 1 else (0, 0)
        peak = 20 * math.log10(np.abs(samples).max() / 32768)
        row = (loudness(np, samples), peak, len(samples) / RATE, end / RATE - CHIME if end else None)
        figures.setdefault(len(languages), []).append(row)
        said.append(" ".join(sentence["text"] for sentence in told["sentences"]))
        parts += [samples, np.zeros(RATE)]
    for count, rows in sorted(figures.items()):
        louds, peaks, seconds, first = zip(*rows)
        tell(
            f"{count} languages: {min(louds):.1f} to {max(louds):.1f} LUFS, peaks at most {max(peaks):.1f} dBFS, "
            f"{min(seconds):.1f} to {max(seconds):.1f} s"
        )
        if count == 1:
            tell(f"    number and counter said {max(first):.1f} s after the chime at the latest")
    with wave.open(os.path.join(given.out, "calls.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.concatenate(parts).astype("<i2").tobytes())
    for name, content in (("calls.txt", said), ("report.txt", lines)):
        with open(os.path.join(given.out, name), "w") as file:
            file.write("\n".join(content) + "\n")
    return 0


sys.exit(main())
