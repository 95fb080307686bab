// Woven into neuron/update.wgsl once for each model in use: MODEL is its suffix, the *_LOADS and STATE_* lines are made from the
// fields of its Params and State (src/simulate/weave.ts).

fn state_of_MODEL(s: State_MODEL, f: u32) -> f32 {
  switch (f) {
    STATE_PICKS
    default: { return 0.0; }
  }
}

fn run_MODEL(d: u32, i: u32, first: u32, steps: u32, base_step: u32) {
  let fields = tables[d + 4u];
  let p = Params_MODEL(PARAM_LOADS);
  let bases = tables[d + 5u];
  var s = State_MODEL(STATE_LOADS);
  let quantum = bitcast<f32>(tables[d + 6u]);
  var slot = first % run.ring_slots;
  for (var k = 0u; k < steps; k++) {
    let step = first + k;
    gather(d, i, RECEPTORSu, slot, step);
    slot = select(slot + 1u, 0u, slot + 1u == run.ring_slots);
    var arrivals: array<f32, RECEPTORS>;
    for (var q = 0u; q < RECEPTORSu; q++) { arrivals[q] = f32(sums[q]) * quantum; }
    let previous = s;
    advance_MODEL(p, &s, drive);
    receive_MODEL(p, &s, arrivals);
    if (crossed_MODEL(p, s, previous)) {
      reset_MODEL(p, &s);
      emit(tables[d + 2u] + i, k);
    }
    for (var t = 0u; t < tables[d + 10u]; t++) {
      let at = tables[d + 9u] + 8u * t;
      let place = trace_place(at, i, step, base_step);
      if (place != ALL) { traces[place] = state_of_MODEL(s, tables[at]); }
    }
  }
  if (runaway(state_of_MODEL(s, 0u))) { atomicMin(&control[1u + tables[d + 3u]], first + steps - 1u); }
  STATE_STORES
}
