// Steps that a modulator's values are kept for, a power of two: synapses are brought up to date before they are overwritten.
// Twin: src/twins/plasticity/modulate.ts.
const SERIES = 4096u;
