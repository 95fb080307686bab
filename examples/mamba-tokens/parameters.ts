/** Vo et al. (2024), arXiv 2410.03292, for tokens of one dimension; sizes, first values and times are choices made here. */

export const TOKENS = 8;
/** Systems side by side: 16 draws of first values. */
export const SYSTEMS = 16;
/** Forgetting from token to token. What is left of the first values falls as t^-(1 - 2^a): at -1 some tokens still have a log-slope of -0.48 at t = 4,000. */
export const A = -2;

/** Tokens that shrink: mu, s, and the time at which the log-slope is taken. */
export const SHRINK = { mu: -1, s: 1, until: 4000 } as const;
/** First values of these: of either sign, this large at least and at most. A token near 0 takes a time of 1 / x^2 to notice that it shrinks. */
export const FIRST = { least: 0.5, most: 2 } as const;
/** Then on to so many times as long: nearer to the limit. */
export const FURTHER = 10;

/** Tokens that grow slowly: s below 0 for positive tokens, and as long. */
export const GROW = { mu: 1, s: -1 } as const;
/** Tokens that blow up: s above 0 for positive tokens. */
export const BLOW = { mu: 1, s: 1, until: 10 } as const;

/** Points in time of a curve. */
export const POINTS = 60;

/** What is accepted: of the log-slope -0.5; relative, of the first token and of blow-up times beside integrals, and of limits of x^2 t at the end. */
export const SLOPE_BAR = 0.02;
export const EXACT_BAR = 1e-3;
export const LIMIT_BAR = 0.02;
