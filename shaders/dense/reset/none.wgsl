// No reset. Twin: src/twins/dense/neuron/firing.ts.
const TAKEN = 0.0;
const CLEARED = 0.0;
