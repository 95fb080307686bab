// Where a run of fields, or of rate networks, stands: the words of `clock`. Twin: src/twins/lib/step_clock.ts.
const STEP = 0u;       // steps done
const BROKEN = 1u;     // 1 + the first system of the batch that was found to be not finite, or 0
const BROKEN_AT = 2u;  // the step after which it was found
