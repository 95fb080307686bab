// Woven into neuron/update.wgsl once for each model in use and each choice of which parameters are arrays: VARIANT and MODEL are the
// suffixes, the PARAM_, STATE_, TAKES and ARRIVALS lines are made from the model's fields and receptors (src/simulate/weave.ts).

fn state_of_VARIANT(s: State_MODEL, f: u32) -> f32 {
  switch (f) {
    STATE_PICKS
    default: { return 0.0; }
  }
}

fn run_VARIANT(d: u32, i: u32, count: u32, first: u32, steps: u32, base_step: u32) {
  let neuron = tables[d + 2u] + i;
  let fields = tables[d + 4u];
  let own = tables[d + 5u] + i;
  let quantum = bitcast<f32>(tables[d + 6u]);
  let inputs = tables[d + 7u];
  let input_count = tables[d + 8u];
  let trace_list = tables[d + 9u];
  let trace_count = tables[d + 10u];
  let p = Params_MODEL(PARAM_LOADS);
  var s = State_MODEL(STATE_LOADS);
  let ring_end = run.ring_slots * run.cells;
  var cell = (first % run.ring_slots) * run.cells + neuron;
  for (var k = 0u; k < steps; k++) {
    let step = first + k;
    drive = 0.0;
    TAKES
    if (input_count > 0u) { gather(inputs, input_count, i, step); }
    let previous = s;
    advance_MODEL(p, &s, drive);
    receive_MODEL(p, &s, array<f32, RECEPTORS>(ARRIVALS));
    if (crossed_MODEL(p, s, previous)) {
      reset_MODEL(p, &s);
      emit(neuron, k);
    }
    for (var t = 0u; t < trace_count; t++) {
      let at = trace_list + 8u * t;
      let place = trace_place(at, i, step, base_step);
      if (place != ALL) { traces[place] = state_of_VARIANT(s, tables[at]); }
    }
    cell = select(cell + run.cells, cell + run.cells - ring_end, cell + run.cells >= ring_end);
  }
  if (runaway(s.WATCHED)) { atomicMin(&control[1u + tables[d + 3u]], first + steps - 1u); }
  STATE_STORES
}
