/** dw_i = -lambda w_i dt - sum_j L_ij w_j dt + sigma dB_i, L the Laplacian of all-to-all coupling: its eigenvalues are 0 and, n - 1 times, the coupling. */
export const NODES = 8;
export const LAMBDA = 1;
export const SIGMA = 0.5;
/** Second eigenvalues, side by side in one ensemble. */
export const COUPLINGS = [0.5, 1, 2, 4, 8] as const;
/** Networks of each coupling. */
export const NETWORKS = 2000;
/** Euler and Maruyama's variance is too large by (lambda + coupling) dt / 2: a share of 0.009 at most. */
export const DT = 0.002;
/** Time before anything is measured, time measured, and time from frame to frame. */
export const SETTLING = 4;
export const FOLLOWED = 16;
export const BETWEEN = 0.5;
/** Relative deviation that is accepted. */
export const BAR = 0.05;
