/** Planted faults of systems of equations; table.mjs says what an entry is. */
export default [];
