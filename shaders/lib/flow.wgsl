// What the kernels of flows share. A system is a lane: its numbers lie in rows of `stride` (systems, rounded up to whole groups), so that
// value v of system i is at v stride + i. The kernels reach their buffers through functions whose names say how; src/wasm/flow/systems.ts puts
// loads and stores in their place where it compiles the text for the CPU: NAME_at, put_NAME: the system's number in a row that is the same
// for all; scatter_NAME: in a row of its own; NAME_row: of a row that holds one number for all; NAME_word: of an array without rows;
// raise_NAME: 1 into a word behind the first row.
#import "lib/flow_clock"

// The same in all systems, though the text alone does not tell: the compiler for the CPU takes the author's word for it.
fn together(x: u32) -> u32 { return x; }

// Not infinite and no NaN. By its bits: a compiler may take comparisons for granted.
fn bounded(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }

// The buffers that all kernels of flows have; `failed` has one row, and flags behind it.
fn clock_word(k: u32) -> u32 { return clock[k]; }
fn params_row(row: u32) -> f32 { return params[row * shape.stride]; }
fn params_at(row: u32, i: u32) -> f32 { return params[row * shape.stride + i]; }
fn state_at(row: u32, i: u32) -> f32 { return state[row * shape.stride + i]; }
fn put_state(row: u32, i: u32, x: f32) { state[row * shape.stride + i] = x; }
fn failed_at(row: u32, i: u32) -> u32 { return atomicLoad(&failed[i]); }
fn put_failed(row: u32, i: u32, step: u32) { atomicStore(&failed[i], step); }
fn raise_failed(k: u32) { atomicStore(&failed[shape.stride + k], 1u); }
