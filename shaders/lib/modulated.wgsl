// Values of the modulators, SERIES of each: woven into the kernels of a rule whose parameters they scale (src/simulate/weave-rule.ts).
@group(0) @binding(9) var<storage, read> modulators: array<f32>;
