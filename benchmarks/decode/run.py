"""Decoding of photos against Pillow, in turn: python3 run.py CLASSPATH DIR [COUNT [ROUNDS]]

CLASSPATH is the stand-alone jar; DIR holds what make.py wrote, whose eight files are decoded again
and again. Prints the seconds of each round and how fast we are as a share of Pillow's speed: the
median of the rounds, the least and the most. Each side has two workers and goes through the eight
files once before its clock starts.
"""

import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def seconds(*command):
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def main(classpath, folder, count="2000", rounds="5"):
    shares = []
    for number in range(int(rounds)):
        ours = seconds("java", "-cp", classpath, str(HERE / "Decode.java"), folder, count, "2")
        theirs = seconds(sys.executable, str(HERE / "pillow.py"), folder, count, "2")
        shares.append(theirs / ours)
        print(f"round {number + 1}: ours {ours:.2f} s, Pillow {theirs:.2f} s, {theirs / ours:.2f}", flush=True)
    print(f"{statistics.median(shares):.2f} of Pillow's speed ({min(shares):.2f} to {max(shares):.2f}), {count} photos, {rounds} rounds")


if __name__ == "__main__":
    main(*sys.argv[1:])
