/** Numbers of a dense twin: float32 as the kernels have them, or float64 where the twin is the oracle of a gradient. */
export type Floats = Float32Array | Float64Array;
