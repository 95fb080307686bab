// No reset. Twin: src/twins/dense/reset.ts.
const TAKEN = 0.0;
const CLEARED = 0.0;
