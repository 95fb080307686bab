// Put behind the text of each kernel of a field's step in a network (src/simulate/gated.ts), whose entry point then begins by asking whether the
// gate is open. Written by shaders/coupling/gate.wgsl.
struct Gate {
  open: u32,
}

// A number that no kernel's own bindings reach: eight storage buffers and `shape`.
@group(0) @binding(31) var<uniform> gate: Gate;
