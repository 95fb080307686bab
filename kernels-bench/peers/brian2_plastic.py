"""Like brian2.py, for the networks with plasticity: NEST's HPC benchmark, and the thousand inputs of Song, Miller and Abbott (2000).

Plasticity as Brian2's documentation has it: traces of each synapse, computed when it has an event.
"""
import json, sys

# brian2.py lies beside this file: its folder must not come first.
sys.path.pop(0)
import brian2
from brian2 import Hz, NeuronGroup, PoissonGroup, PoissonInput, SpikeMonitor, Synapses, defaultclock, device, ms, prefs, run, set_device

p = json.loads(sys.argv[1])
folder = sys.argv[2]
prefs.devices.cpp_standalone.openmp_threads = 0 if p["threads"] == 1 else p["threads"]
prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-ffast-math", "-fno-finite-math-only", "-march=native", "-std=c++11"]
set_device("cpp_standalone", build_on_run=False)
defaultclock.dt = 0.1 * ms

n, s = p["neuron"], p["stdp"]
stdp = dict(taupre=s["tau_plus"] * ms, taupost=s["tau_minus"] * ms, potentiate=s["potentiate"], depress=s["depress"], wmax=s["Wmax"])
traces = """
w : 1
dapre/dt = -apre / taupre : 1 (event-driven)
dapost/dt = -apost / taupost : 1 (event-driven)
"""
if p["network"] == "hpc":
    # pA and mV, as plain numbers.
    eqs = """
    dv/dt = -v / taum + a / (C * ms) : 1 (unless refractory)
    da/dt = (y - a) / taus : 1
    dy/dt = -y / taus : 1
    """
    names = dict(taum=n["tau_m"] * ms, C=n["C_m"], taus=n["tau_syn_ex"] * ms, tref=n["t_ref"] * ms + defaultclock.dt)
    P = NeuronGroup(p["neurons"], eqs, threshold="v > %g" % n["V_th"], reset="v = 0", refractory="tref", namespace=names)
    P.v = "%g + %g * randn()" % (p["initial"]["mean"], p["initial"]["std"])
    E, I = P[: p["excitatory"]], P[p["excitatory"] :]
    rise = dict(e=2.718281828459045, w0=p["weight"], wi=p["inhibition"])
    D = PoissonInput(P, "y", 1000, p["drive"] / 1000 * Hz, rise["e"] * rise["w0"])
    EE = Synapses(E, E, traces, namespace={**stdp, **rise, "mu": s["mu"]}, delay=p["delay"] * ms,
                  on_pre="apre += 1; w = clip(w - depress * w * apost, 0, wmax); y_post += e * w",
                  on_post="apost += 1; w = clip(w + potentiate * w ** mu * apre, 0, wmax)")
    EI = Synapses(E, I, on_pre="y_post += e * w0", delay=p["delay"] * ms, namespace=rise)
    IA = Synapses(I, P, on_pre="y_post += e * wi", delay=p["delay"] * ms, namespace=rise)
    # All pairs, several times where neurons are fewer than inputs.
    for synapses in (EE, EI, IA):
        synapses.connect(n=p["multiplicity"])
    EE.w = p["weight"]
else:
    eqs = """
    dv/dt = (ge * (Ee - v) + El - v) / taum : 1
    dge/dt = -ge / taue : 1
    """
    names = dict(taum=n["tau_m"] * ms, taue=n["tau_e"] * ms, Ee=n["E_e"], El=n["E_L"])
    G = PoissonGroup(p["inputs"], rates=p["rate"] * Hz)
    P = NeuronGroup(1, eqs, threshold="v > %g" % n["V_th"], reset="v = %g" % n["V_reset"], method="euler", namespace=names)
    P.v = n["V_reset"]
    S = Synapses(G, P, traces, namespace={**stdp, "g": n["g_max"]},
                 on_pre="ge_post += g * w; apre += 1; w = clip(w - depress * apost, 0, wmax)",
                 on_post="apost += 1; w = clip(w + potentiate * apre, 0, wmax)")
    S.connect()
    S.w = "rand()"

run(p["warmup"] * ms)
M = SpikeMonitor(P, record=False)
device.insert_code("main", "timespec t0, t1; clock_gettime(CLOCK_MONOTONIC, &t0);")
run(p["duration"] * ms, report=None)
device.insert_code("main", 'clock_gettime(CLOCK_MONOTONIC, &t1); std::cout << "loop " << (t1.tv_sec - t0.tv_sec) + 1e-9 * (t1.tv_nsec - t0.tv_nsec) << std::endl;')
device.build(directory=folder, compile=True, run=False, debug=False)
print(json.dumps({"version": brian2.__version__, "counts": device.get_array_filename(M.variables["count"])}))
