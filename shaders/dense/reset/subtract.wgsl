// Reset of snnTorch's neurons: the threshold is taken off. Twin: src/twins/dense/reset.ts.
const TAKEN = 1.0;    // thresholds taken off
const CLEARED = 0.0;  // 1: what else is there goes
