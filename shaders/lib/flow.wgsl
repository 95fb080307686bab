// What the kernels of flows share. A system is a lane: its numbers lie in rows of `stride` (systems, rounded up to whole groups), so that
// value v of system i is at v stride + i. The kernels reach their buffers through functions whose names say how; src/wasm/systems.ts puts
// loads and stores in their place where it compiles the text for the CPU: NAME_at, put_NAME: the system's number in a row that is the same
// for all; scatter_NAME: in a row of its own; NAME_row: of a row that holds one number for all; NAME_word: of an array without rows;
// raise_NAME: 1 into a word behind the first row.

// The same in all systems, though the text alone does not tell: the compiler for the CPU takes the author's word for it.
fn together(x: u32) -> u32 { return x; }

// Not infinite and no NaN. By its bits: a compiler may take comparisons for granted.
fn bounded(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
