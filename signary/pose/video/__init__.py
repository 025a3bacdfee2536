"""Motion out of videos: MediaPipe Holistic, offline, in a process and an environment of its own.

MediaPipe 0.10.21 is the last whose wheel holds its models, and it wants a numpy and a protobuf that are older than
ours. So it lives in an environment of its own (`environment.py`) and is run by that environment's interpreter
(`holistic_worker.py`), which is told what to do in lines of JSON and writes arrays (`worker_process.py`).
`video_reader.py` makes pose sequences of what it has seen, and remembers them (`seen_clips.py`).
"""
