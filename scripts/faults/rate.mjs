/** Planted faults of networks of graded units; table.mjs says what an entry is. */
export default [];
