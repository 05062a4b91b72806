#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every test that fits in a change's time, stage by stage; `./dev test NAME...` runs the named stages.

A stage prints what it likes; its tests are counted from cmocka's closing lines, or from a line
`N passed, N failed`, or else the stage counts as one. Skips are listed with their reasons. The last
line is `N passed, N failed`.
"""
import json
import os
import re
import subprocess
import sys
import time

# A test that starts a server while grpcio has a call under way is not to wait until that call is over.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
os.chdir(ROOT)

passed = failed = 0
skipped = []
PLAIN = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed", re.M)
SKIP = re.compile(r"^SKIP(?:PED)?:? (.+)$", re.M)


def run(cmd, env=None, timeout=1500):
    """Runs a command, echoing its output; returns (exit code, output)."""
    proc = subprocess.Popen(cmd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    started, out = time.monotonic(), []
    for line in proc.stdout:
        out.append(line)
        sys.stdout.write(line)
        sys.stdout.flush()
        if time.monotonic() - started > timeout:
            proc.terminate()
            out.append("timed out\n")
            break
    return proc.wait(), "".join(out)


def count(ok, bad, name):
    global passed, failed
    passed += ok
    failed += bad
    print(f"-- {name}: {ok} passed, {bad} failed", flush=True)


def single(name, cmd, env=None):
    """A command that counts its own tests, or counts as one."""
    code, out = run(cmd, env)
    skipped.extend(f"{name}: {reason}" for reason in SKIP.findall(out))
    found = PLAIN.findall(out)
    if found:
        ok, bad = int(found[-1][0]), int(found[-1][1])
        count(ok, bad if bad or code == 0 else 1, name)
    else:
        count(int(code == 0), int(code != 0), name)


def build(folder, options, env=None):
    if not os.path.exists(f"{folder}/build.ninja"):
        code, _ = run(["meson", "setup", folder, *options], env)
        if code:
            return False
    code, out = run(["ninja", "-C", folder, "--quiet"])
    return code == 0


def meson(name, folder, options, suites=(), env=None, test_env=None):
    """Builds a configuration, runs its unit tests, and counts them by cmocka's own lines."""
    if not build(folder, options, env):
        count(0, 1, f"{name}: build")
        return
    cmd = ["meson", "test", "-C", folder, "--no-rebuild", "--timeout-multiplier", "4"]
    for suite in suites:
        cmd += ["--suite", suite]
    log = f"{folder}/meson-logs/testlog.json"
    if os.path.exists(log):
        os.unlink(log)
    run(cmd, test_env)
    ok = bad = 0
    for line in open(log, encoding="utf-8") if os.path.exists(log) else ():
        test = json.loads(line)
        out = test.get("stdout", "") + test.get("stderr", "")
        good = sum(map(int, re.findall(r"\[  PASSED  \] (\d+) test", out)))
        wrong = sum(map(int, re.findall(r"\[  FAILED  \] (\d+) test", out)))
        if test["result"] == "SKIP":
            skipped.append(f"{name}: {test['name']}")
        elif test["result"] not in ("OK", "EXPECTEDFAIL"):
            print(f"FAILED {test['name']} ({test['result']})\n{out[-6000:]}")
            ok, bad = ok + good, bad + max(wrong, 1)
        else:
            ok += good or 1
    count(ok, bad if ok + bad else 1, name)


def stage_layers():
    single("layers", [sys.executable, "tests/layers.py"])


def stage_format():
    sources = subprocess.run(["git", "ls-files", "*.c", "*.h"], capture_output=True, text=True).stdout.split()
    single("format", ["clang-format-14", "--dry-run", "-Werror", *sources])


def stage_unit():
    meson("unit", "build-test", ["--buildtype=release", "-Dwerror=true"])


def stage_clang():
    single("clang builds without a warning",
           ["bash", "-c", "[ -f build-clang/build.ninja ] || CC=clang-14 meson setup build-clang "
            "--buildtype=debugoptimized -Dwerror=true >/dev/null && ninja -C build-clang --quiet"])


def stage_asan():
    meson("asan", "build-asan", ["--buildtype=debugoptimized", "-Db_sanitize=address,undefined", "-Db_lundef=false"],
          test_env={"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=1",
                    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1"})


def stage_tsan():
    meson("tsan", "build-tsan", ["--buildtype=debugoptimized", "-Db_sanitize=thread", "-Db_lundef=false"],
          suites=["core", "store", "io", "server"], test_env={"TSAN_OPTIONS": "halt_on_error=1"})


def scripts(folder):
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith("_test.py"):
            single(f"{folder}/{name}", [sys.executable, f"{folder}/{name}"],
                   {"VEDETTE": os.path.abspath("build-test/vedette")})


def stage_server():
    if build("build-test", ["--buildtype=release", "-Dwerror=true"]):
        scripts("tests/server")


def stage_crash():
    if build("build-test", ["--buildtype=release", "-Dwerror=true"]):
        scripts("tests/crash")


def stage_linear():
    if build("build-test", ["--buildtype=release", "-Dwerror=true"]):
        scripts("tests/linear")


def stage_clients():
    if build("build-test", ["--buildtype=release", "-Dwerror=true"]):
        single("clients", [sys.executable, "tests/clients/run.py", "--vedette",
                           os.path.abspath("build-test/vedette")])


def stage_kube():
    if build("build-test", ["--buildtype=release", "-Dwerror=true"]):
        single("kubectl", [sys.executable, "tests/kube/run.py"], {"VEDETTE": os.path.abspath("build-test/vedette")})


def stage_web():
    if build("build-test", ["--buildtype=release", "-Dwerror=true"]):
        single("web", [sys.executable, "tests/web/run.py"], {"VEDETTE": os.path.abspath("build-test/vedette")})


STAGES = [stage_layers, stage_format, stage_unit, stage_server, stage_clients, stage_kube, stage_web, stage_crash,
          stage_linear, stage_asan, stage_tsan, stage_clang]


def main():
    wanted = sys.argv[1:]
    names = {stage.__name__[6:]: stage for stage in STAGES}
    for name in wanted:
        if name not in names:
            print(f"run.py: no stage '{name}'; there are {', '.join(names)}", file=sys.stderr)
            return 2
    for name, stage in names.items():
        if not wanted or name in wanted:
            started = time.monotonic()
            print(f"== {name}", flush=True)
            stage()
            print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    print(f"{len(skipped)} skipped")
    for reason in skipped:
        print(f"  {reason}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
