/** Planted faults of neuron models and the kernels they are woven into; table.mjs says what an entry is. */
const MODELS = "tests/simulate/models.test.ts";
const INPUTS = "tests/simulate/inputs.test.ts";
const DELAYS = "tests/simulate/delays.test.ts";
const RECORDINGS = "tests/simulate/recordings.test.ts";
const ERRORS = "tests/simulate/errors.test.ts";
const SAME = "tests/simulate/same-bits.test.ts";
const LARGE = "tests/simulate/large.test.ts";
const RESIDENT = "tests/simulate/resident.test.ts";
const BATCH = "tests/simulate/batch.test.ts";
const COMPILED = "tests/wasm/neuron/models.test.ts";
const UPDATE = "tests/twins/neuron/update.test.ts";
const FIELDS = "tests/simulate/field.test.ts";
const neuron = (name) => `tests/twins/neuron/${name}.test.ts`;

export default [
  ["shaders/neuron/step_model.wgsl", "drive = steady;", "", FIELDS, "software drives neurons"],
  ["src/twins/neuron/inputs.ts", "Descriptor.steady] + k] + lo", "Descriptor.steady] + k]", FIELDS, "cpu two threads"],
  ["src/twins/neuron/update.ts", "(p.inputs.count > 0 || p.inputs.driven)", "p.inputs.count > 0", FIELDS, "cpu drives neurons"],
  ["shaders/neuron/update.wgsl", "ring[cell] = 0;", "", DELAYS, "software"],
  ["shaders/neuron/update.wgsl", "countTrailingZeros(left)", "(countTrailingZeros(left) + 1u)", SAME, "iaf_psc_exp"],
  ["shaders/neuron/update.wgsl", "left &= left - 1u", "left = 0u", ERRORS, "software: a queue full of spikes with synapses"],
  ["shaders/neuron/update.wgsl", "min(count, start", "max(count, start", RECORDINGS, "software"],
  ["shaders/neuron/update.wgsl", "served += 1u;", "", LARGE, ""],
  ["shaders/neuron/step_model.wgsl", "gone = gone || runaway", "gone = gone && runaway", ERRORS, "software: a state"],
  ["shaders/neuron/step_model.wgsl", "fired |= 1u << k;", "fired |= 1u;", DELAYS, "software"],
  ["shaders/neuron/step_model.wgsl", "cell + slot >= ring_end)", "false)", DELAYS, "software"],
  ["shaders/neuron/step_model.wgsl", "first + k);", "first);", INPUTS, "software: given"],
  ["shaders/neuron/step_model.wgsl", "first + steps - 1u", "first + steps", ERRORS, "software: a state"],
  ["src/twins/neuron/update.ts", "slot.fill(0)", "slot.fill(0, 1)", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "(k << w.neuronBits)", "0", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "driveAt: j * (hi - lo)", "driveAt: 0", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "(w.first + k) % w.slots, k, steps", "w.first % w.slots, k, steps", UPDATE, "iaf_psc_exp"],
  ["src/twins/neuron/update.ts", "(step + 1) % every !== 0", "step % every !== 0", RECORDINGS, "cpu"],
  ["src/twins/neuron/update.ts", "< 2 ** 20", "< 2 ** 99", UPDATE, "iaf_psc_delta"],
  ["src/twins/neuron/inputs.ts", "lo >> 2, block,", "lo >> 2, 0,", INPUTS, "same input"],
  ["src/twins/neuron/inputs.ts", "if (part < tables[mean])", "if (part <= tables[mean])", INPUTS, "cpu: Poisson"],
  ["src/twins/neuron/inputs.ts", "if (tables[steps + next] === step) arrivals", "arrivals", INPUTS, "cpu and software"],
  ["src/twins/neuron/inputs.ts", "+ middle] <= step", "+ middle] < step", INPUTS, "cpu: given"],
  ["src/twins/neuron/inputs.ts", "Math.floor(step / tables[at + 3])", "step", INPUTS, "cpu: Gaussian"],
  ["shaders/neuron/resident.wgsl", "due >= run.ring_slots", "due > run.ring_slots", RESIDENT, "shortest delay of 0.1"],
  ["shaders/neuron/resident.wgsl", "turn = 1u - turn;", "", RESIDENT, "shortest delay of 0.1"],
  ["shaders/neuron/resident.wgsl", "ring[outside(c)] = atomicLoad", "ring[c] = atomicLoad", BATCH, "software, a workgroup each"],
  ["shaders/neuron/resident.wgsl", "(passed + countTrailingZeros(left))", "countTrailingZeros(left)", RESIDENT, "shortest delay of 0.1"],
  [
    "shaders/neuron/step_model.wgsl",
    "seed = vec2<u32>(tables[d + DESCRIPTOR_SEED]",
    "seed = vec2<u32>(tables[d + 12u]",
    SAME,
    "software iaf_psc_exp: spikes",
  ],
  ["src/twins/neuron/resident.ts", "(done << run[neuron_bits])", "0", RESIDENT, "iaf_psc_exp on cpu"],
  ["src/twins/neuron/resident.ts", "+ base[neuron] +", "+", BATCH, "cpu, a workgroup each"],
  ["src/twins/neuron/resident.ts", "synapses[k + 1] | 0", "synapses[k] | 0", RESIDENT, "iaf_psc_exp on cpu"],
  ["src/twins/neuron/close.ts", "closeWindow(run, window, control);", "", RESIDENT, "iaf_psc_exp on cpu"],
  ["shaders/neuron/iaf_psc_exp.wgsl", "s.V >= 0.0", "s.V >= 0.5", COMPILED, "iaf_psc_exp compiled"],
  ["shaders/neuron/iaf_psc_exp.wgsl", "p.P21_in * (*s).I_in", "p.P21_in * (*s).I_ex", COMPILED, "iaf_psc_exp compiled"],
  ["shaders/neuron/iaf_psc_exp.wgsl", "(*s).r = p.refractory", "(*s).r = p.refractory + 1.0", COMPILED, "iaf_psc_exp compiled"],
  ["shaders/neuron/iaf_psc_delta.wgsl", "p.P30 * drive", "0.5 * p.P30 * drive", COMPILED, "iaf_psc_delta compiled"],
  ["shaders/neuron/iaf_psc_delta.wgsl", "(*s).r -= 1.0;", "(*s).r -= 2.0;", COMPILED, "iaf_psc_delta compiled"],
  ["shaders/neuron/iaf_psc_alpha.wgsl", "p.P32_ex * (*s).I_ex", "p.P31_ex * (*s).I_ex", COMPILED, "iaf_psc_alpha compiled"],
  ["shaders/neuron/iaf_psc_alpha.wgsl", "p.rise_in * arrivals[1]", "p.rise_in * arrivals[0]", COMPILED, "iaf_psc_alpha compiled"],
  ["shaders/neuron/iaf_cond_exp.wgsl", "2.0 * (k2 + k3)", "2.0 * k2 + k3", COMPILED, "iaf_cond_exp compiled"],
  ["shaders/neuron/iaf_cond_exp.wgsl", "inh * p.E_in", "inh * p.E_ex", COMPILED, "iaf_cond_exp compiled"],
  ["shaders/neuron/aeif_cond_exp.wgsl", "* p.inv_tau_w + p.b;", "* p.inv_tau_w;", MODELS, "aeif_cond_exp: the same"],
  ["shaders/neuron/aeif_cond_exp.wgsl", "k1 + 2.0 * (k2 + k3) + k4", "k1 + 2.0 * k2 + 2.1 * k3 + k4", MODELS, "aeif_cond_exp: the same"],
  ["shaders/neuron/izhikevich.wgsl", "(*s).U += p.d;", "(*s).U += 0.9 * p.d;", COMPILED, "izhikevich compiled"],
  ["shaders/neuron/izhikevich.wgsl", "p.b * V + p.b_c", "p.b * (*s).V + p.b_c", COMPILED, "izhikevich compiled"],
  ["shaders/neuron/izhikevich.wgsl", "let I = (*s).I + arrivals[0];", "let I = (*s).I;", COMPILED, "izhikevich, legacy"],
  ["shaders/neuron/hh_psc_alpha.wgsl", "exp((v + 35.0) * -0.1)", "exp((v + 36.0) * -0.1)", MODELS, "hh_psc_alpha: the same"],
  ["shaders/neuron/hh_psc_alpha.wgsl", "previous.V > s.V", "previous.V < s.V", MODELS, "hh_psc_alpha: the same"],
  ["src/twins/neuron/iaf_psc_exp.ts", "f(P21_in * b)", "f(P21_in * a)", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_exp.ts", "r[i] = left - 1;", "r[i] = left - 2;", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_delta.ts", "f(refractory_input * w)", "w", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_delta.ts", "if (v >= 0)", "if (v > 0.1)", neuron("linear"), ""],
  ["src/twins/neuron/iaf_psc_alpha.ts", "f(P32_in * b)", "f(P32_ex * b)", neuron("linear"), ""],
  ["src/twins/neuron/iaf_cond_exp.ts", "r[i] = refractory;", "r[i] = refractory + 1;", neuron("cond"), ""],
  ["src/twins/neuron/iaf_cond_exp.ts", "f(inh[i] * qIn)", "f(inh[i] * qEx * 1.01)", neuron("cond"), ""],
  ["src/twins/neuron/aeif_cell.ts", "* this.inv_tau_w + this.b;", "* this.inv_tau_w;", neuron("aeif"), ""],
  ["src/twins/neuron/aeif_cell.ts", "2 * (x2 + x3)", "2.02 * (x2 + x3)", neuron("aeif"), ""],
  ["src/twins/neuron/izhikevich.ts", "f(recovered + d)", "recovered", neuron("izhikevich"), ""],
  ["src/twins/neuron/izhikevich.ts", "f(half * rate)", "f(dt * rate)", neuron("izhikevich"), ""],
  ["src/twins/neuron/hh_psc_alpha.ts", "before > V[i]", "before < V[i]", neuron("hh"), ""],
  ["src/twins/neuron/hh_psc_alpha.ts", "I_ex[i] = cell.P21_ex * dI_ex[i]", "I_ex[i] = 0.9 * cell.P21_ex * dI_ex[i]", neuron("hh"), ""],
  ["src/twins/neuron/substeps.ts", "Math.ceil(dt / longest - 1e-9)", "1", neuron("cond"), ""],
  ["src/twins/neuron/propagators.ts", "Math.round(t_ref / dt)", "Math.floor(t_ref / dt + 1)", neuron("linear"), ""],
  [
    "src/twins/neuron/propagators.ts",
    "return (dt / C_m) * Math.exp(-dt / tau_m);\n  const",
    "return (dt / C_m);\n  const",
    neuron("linear"),
    "",
  ],
  [
    "src/twins/neuron/tables.ts",
    "if (array) before++;",
    "if (!array) before++;",
    MODELS,
    "WGSL against twin iaf_psc_exp: the same spikes, every state",
  ],
];
