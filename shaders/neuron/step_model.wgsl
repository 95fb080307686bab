// Woven into neuron/update.wgsl or resident.wgsl once for each variant: a model, which of its parameters are arrays, and whether it has inputs, steady
// currents and traces (lines from //#inputs, //#steady or //#traces to //#end are left out where not). VARIANT and MODEL are suffixes; the PARAM_, STATE_,
// TAKES and ARRIVALS lines are made from the model's fields and receptors (src/simulate/weave.ts).

//#traces
fn state_of_VARIANT(s: State_MODEL, f: u32) -> f32 {
  switch (f) {
    STATE_PICKS
    default: { return 0.0; }
  }
}
//#end

// Serves neurons start, start + WORKGROUP, ... below `end`, one at least: what they share is loaded once. Its loops are left at their
// ends: a software adapter runs the body of a loop that tests at its head once more than asked.
fn run_VARIANT(d: u32, start: u32, end: u32, count: u32, first: u32, steps: u32, base_step: u32) {
  let first_neuron = tables[d + DESCRIPTOR_FIRST];
  let fields = tables[d + DESCRIPTOR_PARAMS];
  let states = tables[d + DESCRIPTOR_STATE];
  let quantum = bitcast<f32>(tables[d + DESCRIPTOR_QUANTUM]);
  //#inputs
  let inputs = tables[d + DESCRIPTOR_INPUTS];
  let input_count = tables[d + DESCRIPTOR_INPUT_COUNT];
  seed = vec2<u32>(tables[d + DESCRIPTOR_SEED], tables[d + DESCRIPTOR_SEED + 1u]);
  //#end
  //#traces
  let trace_list = tables[d + DESCRIPTOR_TRACES];
  let trace_count = tables[d + DESCRIPTOR_TRACE_COUNT];
  //#end
  PARAM_SCALARS
  let slot = slot_cells();
  let ring_end = run.ring_slots * slot;
  let first_cell = (first % run.ring_slots) * slot + neuron_cell(first_neuron);
  var gone = false;
  var i = start;
  loop {
    let own = states + i;
    let p = Params_MODEL(PARAM_LOADS);
    var s = State_MODEL(STATE_LOADS);
    var fired = 0u;
    //#steady
    let steady = steady_current(tables[d + DESCRIPTOR_STEADY], tables[d + DESCRIPTOR_STEADY_COUNT], i);
    //#end
    var cell = first_cell + i;
    var k = 0u;
    loop {
      drive = 0.0;
      //#steady
      drive = steady;
      //#end
      TAKES
      //#inputs
      gather(inputs, input_count, i, first + k);
      //#end
      let previous = s;
      advance_MODEL(p, &s, drive);
      receive_MODEL(p, &s, array<f32, RECEPTORS>(ARRIVALS));
      if (crossed_MODEL(p, s, previous)) {
        reset_MODEL(p, &s);
        fired |= 1u << k;
      }
      //#traces
      for (var t = 0u; t < trace_count; t++) {
        let at = trace_list + ENTRY_WORDS * t;
        let place = trace_place(at, i, first + k, base_step);
        if (place != ALL) { traces[place] = state_of_VARIANT(s, tables[at]); }
      }
      //#end
      cell = select(cell + slot, cell + slot - ring_end, cell + slot >= ring_end);
      k += 1u;
      if (k >= steps) { break; }
    }
    gone = gone || runaway(s.WATCHED);
    emit(first_neuron + i, fired);
    STATE_STORES
    i += WORKGROUP;
    if (i >= end) { break; }
  }
  if (gone) { atomicMin(&control[1u + tables[d + DESCRIPTOR_POPULATION]], first + steps - 1u); }
}
