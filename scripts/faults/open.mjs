/** Files for which no fault was run yet that a test sees. One that gets an entry leaves the list; no file is added to it. */
export const OPEN = [];
