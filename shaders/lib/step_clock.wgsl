// Where a field stands: the words of `clock`. Twin: src/twins/lib/field.ts.
const STEP = 0u;       // steps done
const BROKEN = 1u;     // 1 + the first field of the batch that was found to be not finite, or 0
const BROKEN_AT = 2u;  // the step after which it was found
