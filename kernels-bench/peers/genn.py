"""The full-scale Potjans-Diesmann microcircuit in GeNN, through PyGeNN 5's public interface: takes the network as JSON on standard
input, prints one JSON line {name, rtf, build_s, rates}.

rtf is wall-clock time over model time with recording off. Rates are those of a second build of the same model with recording on.
Not run on a GPU where it was written: no GPU at hand.
"""
import json, sys, time

from pygenn import GeNNModel, VarLocation, init_postsynaptic, init_sparse_connectivity, init_var, init_weight_update

LARGEST = 3.4e38
# Standard deviations above the mean at which delays end: slots of the ring cost memory, and 1 of 10,000 lies beyond.
DELAY_SDS = 3.72


def build(net, name, recording_ms):
    started = time.perf_counter()
    backend = {"backend": net["backend"]} if net.get("backend") else {}
    model = GeNNModel("float", name, **backend)
    model.dt = net["dt"]
    model.fuse_postsynaptic_models = True
    model.default_narrow_sparse_ind_enabled = True
    n = net["neuron"]
    lif = {"C": n["C_m"] / 1000, "TauM": n["tau_m"], "Vrest": n["E_L"], "Vreset": n["V_reset"], "Vthresh": n["V_th"], "Ioffset": 0.0, "TauRefrac": n["t_ref"]}
    populations = {}
    for p in net["populations"]:
        start = {"V": init_var("Normal", {"mean": p["mean"], "sd": p["std"]}), "RefracTime": 0.0}
        populations[p["name"]] = pop = model.add_neuron_population(p["name"], p["size"], "LIF", lif, start)
        pop.spike_recording_enabled = recording_ms > 0
        drive = {"weight": net["background_weight"] / 1000, "tauSyn": n["tau_syn_ex"], "rate": p["rate"]}
        model.add_current_source("background_" + p["name"], "PoissonExp", pop, drive, {"current": 0.0})
    # Synapses stay on the card.
    model.default_var_location = VarLocation.DEVICE
    model.default_sparse_connectivity_location = VarLocation.DEVICE
    slots = max(round((s["delay"] + DELAY_SDS * s["delay_std"]) / net["dt"]) for s in net["projections"]) + 1
    for s in net["projections"]:
        sign = {"min": 0.0, "max": LARGEST} if s["weight"] > 0 else {"min": -LARGEST, "max": 0.0}
        weight = init_var("NormalClipped", {"mean": s["weight"] / 1000, "sd": s["weight_std"] / 1000, **sign})
        most = s["delay"] + DELAY_SDS * s["delay_std"]
        delay = init_var("NormalClippedDelay", {"mean": s["delay"], "sd": s["delay_std"], "min": 0.0, "max": most})
        synapses = model.add_synapse_population(
            s["source"] + "_" + s["target"], "SPARSE", populations[s["source"]], populations[s["target"]],
            init_weight_update("StaticPulseDendriticDelay", {}, {"g": weight, "d": delay}),
            init_postsynaptic("ExpCurr", {"tau": n["tau_syn_ex"]}),
            init_sparse_connectivity("FixedNumberTotalWithReplacement", {"num": s["n"]}))
        synapses.max_dendritic_delay_timesteps = slots
    model.build()
    model.load(**({"num_recording_timesteps": round(recording_ms / net["dt"])} if recording_ms else {}))
    return model, populations, time.perf_counter() - started


def run(model, populations, ms):
    """Wall-clock seconds; the pull at the end waits for the card."""
    started = time.perf_counter()
    for _ in range(round(ms / model.dt)):
        model.step_time()
    next(iter(populations.values())).vars["V"].pull_from_device()
    return time.perf_counter() - started


net = json.load(sys.stdin)
model, populations, build_s = build(net, "galvani_peer", 0)
run(model, populations, net["warmup"])
rtf = run(model, populations, net["duration"]) / (net["duration"] / 1000)
model.unload()

recorded = min(1000.0, net["duration"])
model, populations, _ = build(net, "galvani_peer_recorded", net["warmup"] + recorded)
run(model, populations, net["warmup"] + recorded)
model.pull_recording_buffers_from_device()
rates = {}
for name, pop in populations.items():
    times = pop.spike_recording_data[0][0]
    rates[name] = float((times >= net["warmup"]).sum()) / pop.num_neurons / (recorded / 1000)
print(json.dumps({"name": "microcircuit", "rtf": rtf, "build_s": build_s, "rates": rates}))
