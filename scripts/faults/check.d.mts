/** File, text to find in it (once), text in its place, test file, pattern of test names. */
export type Fault = readonly [file: string, find: string, replace: string, test: string, pattern?: string];
export function stale(root: string, fault: Fault): string | undefined;
export function missing(root: string, faults: readonly Fault[]): string[];
export function idle(root: string, faults: readonly Fault[]): string[];
