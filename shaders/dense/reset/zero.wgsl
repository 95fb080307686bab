// Reset of snnTorch's neurons: the membrane is set to zero. Twin: src/twins/dense/reset.ts.
const TAKEN = 0.0;
const CLEARED = 1.0;
