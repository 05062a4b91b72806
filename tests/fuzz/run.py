#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""./dev fuzz [TARGET] [SECONDS]: runs the fuzz targets (all of them, 60 s each) over a copy of
their corpus in the build directory. What breaks one is left beside it; once it is mended, it belongs
in tests/fuzz/corpus/TARGET, as hex digits in a file NAME.hex."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def unpack(given, to):
    """The corpus as bytes, for the fuzzer."""
    for name in os.listdir(given) if os.path.isdir(given) else []:
        with open(os.path.join(given, name), encoding="ascii") as f, \
                open(os.path.join(to, name.removesuffix(".hex")), "wb") as out:
            out.write(bytes.fromhex(f.read()))


def main():
    build = os.path.abspath(sys.argv[1])
    words = sys.argv[2:]
    seconds = next((w for w in words if w.isdigit()), "60")
    wanted = [w for w in words if not w.isdigit()]
    folder = os.path.join(build, "tests", "fuzz")
    targets = sorted(n[5:] for n in os.listdir(folder)
                     if n.startswith("fuzz_") and os.access(os.path.join(folder, n), os.X_OK)
                     and os.path.isfile(os.path.join(folder, n)))
    for name in wanted:
        if name not in targets:
            print(f"fuzz: no target {name}; there are: {' '.join(targets)}", file=sys.stderr)
            return 2
    broken = []
    for name in wanted or targets:
        found = os.path.join(folder, "found", name)
        os.makedirs(found, exist_ok=True)
        unpack(os.path.join(HERE, "corpus", name), found)
        print(f"fuzz: {name}, {seconds} s", flush=True)
        done = subprocess.run(
            [os.path.join(folder, "fuzz_" + name), found, f"-max_total_time={seconds}",
             "-rss_limit_mb=1024", "-timeout=10", "-max_len=4096", "-print_final_stats=1",
             f"-artifact_prefix={folder}/broken-{name}-"], check=False)
        if done.returncode:
            broken.append(name)
    if broken:
        print("fuzz: broken: " + " ".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
