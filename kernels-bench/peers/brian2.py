"""CUBA 4,000 in Brian2, C++ standalone, one thread, -O3: prints one JSON line {brian2, seconds: [...], rate}."""
import json, os, subprocess, sys, tempfile

# This file is called brian2 too: its folder must not come first.
sys.path.pop(0)
import brian2
from brian2 import (NeuronGroup, SpikeMonitor, Synapses, defaultclock, device, ms, mV, prefs, run, second, seed, set_device)

repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
folder = tempfile.mkdtemp(prefix="galvani-brian2-")
prefs.devices.cpp_standalone.openmp_threads = 0
prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-march=native", "-ffast-math", "-std=c++11"]
set_device("cpp_standalone", build_on_run=False)
defaultclock.dt = 0.1 * ms
seed(1)
eqs = """
dv/dt = (ge + gi - (v - El)) / taum : volt (unless refractory)
dge/dt = -ge / taue : volt
dgi/dt = -gi / taui : volt
"""
names = dict(El=-49 * mV, taum=20 * ms, taue=5 * ms, taui=10 * ms)
P = NeuronGroup(4000, eqs, threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms, method="exact", namespace=names)
P.v = "-60*mV + rand() * 10*mV"
Ce = Synapses(P[:3200], P, on_pre="ge += 1.62*mV", delay=0.1 * ms)
Ci = Synapses(P[3200:], P, on_pre="gi -= 9*mV", delay=0.1 * ms)
Ce.connect(p=0.02)
Ci.connect(p=0.02)
S = SpikeMonitor(P)
# The first second is not counted: as in kernels-bench/cuba.ts.
run(1 * second)
run(1 * second, report=None)
device.build(directory=folder, compile=True, run=True, debug=False, with_output=False)

# Brian2 notes the time of the last run() alone.
times = []
for _ in range(repeats):
    subprocess.run([os.path.join(folder, "main")], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "results", "last_run_info.txt")) as f:
        times.append(float(f.read().split()[0]))
print(json.dumps({"brian2": brian2.__version__, "seconds": times, "rate": S.num_spikes / 4000 / 2}))
