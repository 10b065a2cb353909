"""A bell as a real sound file: the samples unpacked, in frames of FLAC, in the boxes of MPEG-4.

Every browser plays that, and writing it takes no codec. RFC 9639; ISO/IEC 14496-12; "FLAC in ISOBMFF" of Xiph.
"""

import hashlib
from array import array
from functools import cache
from math import exp, pi, sin
from struct import pack

RATE, BITS = 16_000, 16
# Samples in a frame. Its number is one byte, up to the 128th: that is half a minute.
FRAME = 4096
# The tones of a bell beside the one that it is named after, each as loud as it is here.
OVERTONES = [(0.5, 0.2), (1, 0.4), (2, 0.2), (3, 0.1)]
SECONDS_BETWEEN, SECONDS_AFTER = 0.8, 1.6
MOST_STROKES = 24
LOUDEST = 2 ** (BITS - 1) - 1
# No rotation, no scaling: what a film would be shown with.
MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def m4a_file(_title, lines):
    """A stroke on the bell for each number: the tone, in hertz."""
    tones = [float(tone) for line in lines for tone in line.split()]
    if not 0 < len(tones) <= MOST_STROKES:
        raise ValueError(f"a bell strikes 1 to {MOST_STROKES} times, not {len(tones)}")
    return mpeg4(bell(tones))


def bell(tones):
    """The samples of these strokes, filled up with silence to a whole number of frames."""
    strokes = [round(place * SECONDS_BETWEEN * RATE) for place in range(len(tones))]
    length = strokes[-1] + round(SECONDS_AFTER * RATE)
    sound = [0.0] * (length + -length % FRAME)
    for start, tone in zip(strokes, tones, strict=True):
        for place in range(start, len(sound)):
            sound[place] += stroke(tone, (place - start) / RATE)
    peak = max(map(abs, sound))
    return array("h", (round(value / peak * LOUDEST * 0.8) for value in sound))


def stroke(tone, seconds):
    """How far a bell of this tone swings, so long after it was struck; high tones die first."""
    swing = sum(
        loudness * sin(2 * pi * tone * ratio * seconds) * exp(-6 * ratio * seconds)
        for ratio, loudness in OVERTONES
    )
    return swing * min(1, seconds * 200)


def flac_frames(samples):
    """The samples as they are (“verbatim”), each frame with its two checksums."""
    for number, start in enumerate(range(0, len(samples), FRAME)):
        header = bytes([0xFF, 0xF8, 0xC5, 0x08, number])  # 4,096 samples, 16 kHz, one channel, 16 bits
        header += pack(">B", checksum(header, 8, 0x07))
        frame = header + b"\x02" + pack(f">{FRAME}h", *samples[start : start + FRAME])
        yield frame + pack(">H", checksum(frame, 16, 0x8005))


def stream_info(samples, frame_size):
    """What FLAC tells of the whole, closed by a fingerprint of the sound."""
    sizes = pack(">HH", FRAME, FRAME) + 2 * frame_size.to_bytes(3, "big")
    shape = RATE << 44 | (BITS - 1) << 36 | len(samples)
    fingerprint = hashlib.md5(pack(f"<{len(samples)}h", *samples), usedforsecurity=False).digest()
    content = sizes + pack(">Q", shape) + fingerprint
    return pack(">I", 0x80 << 24 | len(content)) + content


@cache
def remainders(width, polynomial):
    """What each first byte leaves of a checksum of so many bits."""
    top, most, table = 1 << (width - 1), (1 << width) - 1, []
    for byte in range(256):
        rest = byte << (width - 8)
        for _bit in range(8):
            rest = (rest << 1 ^ polynomial) if rest & top else rest << 1
        table.append(rest & most)
    return table


def checksum(content, width, polynomial):
    table, most, rest = remainders(width, polynomial), (1 << width) - 1, 0
    for byte in content:
        rest = (rest << 8 & most) ^ table[rest >> (width - 8) ^ byte]
    return rest


def box(kind, *parts):
    content = b"".join(parts)
    return pack(">I4s", 8 + len(content), kind) + content


def numbers(*values):
    return pack(f">{len(values)}I", *values)


def mpeg4(samples):
    """The frames, and then where and how long they are."""
    frames = list(flac_frames(samples))
    start = box(b"ftyp", b"M4A ", numbers(0), b"M4A isommp42")
    table = [
        box(b"stsd", numbers(0, 1), entry(samples, len(frames[0]))),
        box(b"stts", numbers(0, 1, len(frames), FRAME)),
        box(b"stsc", numbers(0, 1, 1, len(frames), 1)),
        box(b"stsz", numbers(0, len(frames[0]), len(frames))),
        box(b"stco", numbers(0, 1, len(start) + 8)),
    ]
    return start + box(b"mdat", *frames) + box(b"moov", *film(len(samples), table))


def entry(samples, frame_size):
    """What kind of sound it is."""
    shape = pack(">6xH8xHH4xI", 1, 1, BITS, RATE << 16)
    return box(b"fLaC", shape, box(b"dfLa", numbers(0), stream_info(samples, frame_size)))


def film(length, table):
    """A film of one track without pictures."""
    source = box(b"dinf", box(b"dref", numbers(0, 1), box(b"url ", numbers(1))))
    media = [
        box(b"mdhd", numbers(0, 0, 0, RATE, length), pack(">HH", 0x55C4, 0)),  # in no language
        box(b"hdlr", numbers(0, 0), b"soun", bytes(12), b"Sound\0"),
        box(b"minf", box(b"smhd", numbers(0, 0)), source, box(b"stbl", *table)),
    ]
    head = numbers(7, 0, 0, 1, 0, length) + pack(">8xHHH2x", 0, 0, 0x100) + MATRIX + numbers(0, 0)
    return [
        box(
            b"mvhd",
            numbers(0, 0, 0, RATE, length, 0x10000),
            pack(">H10x", 0x100),
            MATRIX,
            bytes(24),
            numbers(2),
        ),
        box(b"trak", box(b"tkhd", head), box(b"mdia", *media)),
    ]
