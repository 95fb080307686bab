"""Builds one network in Brian2, C++ standalone, one thread: takes its parameters as JSON, prints one JSON line about the program that was built.

The program prints "loop S": the wall-clock seconds of its measured run alone, without making the network and without the warm-up.
"""
import json, sys

# This file is called brian2 too: its folder must not come first.
sys.path.pop(0)
import brian2
from brian2 import (NeuronGroup, PoissonInput, SpikeMonitor, Synapses, defaultclock, device, ms, mV, nS, pF, prefs, run,
                    set_device, Hz)

p = json.loads(sys.argv[1])
folder = sys.argv[2]
prefs.devices.cpp_standalone.openmp_threads = 0
# Brian2's own default flags, named here so that no setting of the machine's changes them.
prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-ffast-math", "-fno-finite-math-only", "-march=native", "-std=c++11"]
set_device("cpp_standalone", build_on_run=False)
defaultclock.dt = 0.1 * ms

n = p["params"]
# Brian2 counts the step of the spike as refractory time, NEST and Galvani do not.
names = dict(El=n["E_L"] * mV, Vt=n["V_th"] * mV, Vr=n["V_reset"] * mV, tref=n["t_ref"] * ms + defaultclock.dt)
if p["network"] == "cuba":
    eqs = """
    dv/dt = (ge + gi - (v - El)) / taum : volt (unless refractory)
    dge/dt = -ge / taue : volt
    dgi/dt = -gi / taui : volt
    """
    names.update(taum=n["tau_m"] * ms, taue=n["tau_syn_ex"] * ms, taui=n["tau_syn_in"] * ms)
    unit, on, at = n["tau_m"] / n["C_m"] * mV, ("ge += w", "gi += w"), "ge"
elif p["network"] == "coba":
    eqs = """
    dv/dt = (gl * (El - v) + ge * (Ee - v) + gi * (Ei - v)) / C : volt (unless refractory)
    dge/dt = -ge / taue : siemens
    dgi/dt = -gi / taui : siemens
    """
    names.update(gl=n["g_L"] * nS, C=n["C_m"] * pF, Ee=n["E_ex"] * mV, Ei=n["E_in"] * mV)
    names.update(taue=n["tau_syn_ex"] * ms, taui=n["tau_syn_in"] * ms)
    # NEST's sign chooses the receptor.
    p["weight"]["inh"] = -p["weight"]["inh"]
    unit, on, at = nS, ("ge += w", "gi += w"), "ge"
else:
    eqs = "dv/dt = (El - v) / taum : volt (unless refractory)"
    names.update(taum=n["tau_m"] * ms)
    unit, on, at = mV, ("v += w", "v += w"), "v"

# No method given: Brian2 chooses.
P = NeuronGroup(p["neurons"], eqs, threshold="v > Vt", reset="v = Vr", refractory="tref", namespace=names)
P.v = "El" if p["network"] == "brunel" else "Vr + rand() * (Vt - Vr)"
E, I = P[: p["excitatory"]], P[p["excitatory"] :]
SE = Synapses(E, P, on_pre=on[0], delay=p["delay"] * ms, namespace=dict(w=p["weight"]["exc"] * unit))
SI = Synapses(I, P, on_pre=on[1], delay=p["delay"] * ms, namespace=dict(w=p["weight"]["inh"] * unit))
if p["network"] == "brunel":
    SE.connect(i="k for k in sample(N_pre, size=%d)" % p["indegree"]["E"])
    SI.connect(i="k for k in sample(N_pre, size=%d)" % p["indegree"]["I"])
    D = PoissonInput(P, at, p["indegree"]["E"], p["drive"]["rate"] / p["indegree"]["E"] * Hz, p["weight"]["exc"] * unit)
else:
    SE.connect(p=p["probability"])
    SI.connect(p=p["probability"])
if p["network"] == "coba":
    D = PoissonInput(P[: p["drive"]["neurons"]], at, 1, p["drive"]["rate"] * Hz, p["weight"]["exc"] * unit)

run(p["warmup"] * ms)
M = SpikeMonitor(P, record=False)
# Brian2's own figure is processor time (std::clock); this is the wall clock.
device.insert_code("main", "timespec t0, t1; clock_gettime(CLOCK_MONOTONIC, &t0);")
run(p["duration"] * ms, report=None)
device.insert_code("main", 'clock_gettime(CLOCK_MONOTONIC, &t1); std::cout << "loop " << (t1.tv_sec - t0.tv_sec) + 1e-9 * (t1.tv_nsec - t0.tv_nsec) << std::endl;')
device.build(directory=folder, compile=True, run=False, debug=False)
print(json.dumps({"version": brian2.__version__, "counts": device.get_array_filename(M.variables["count"])}))
