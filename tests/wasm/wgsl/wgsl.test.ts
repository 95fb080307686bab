/** Pieces of WGSL on lanes that part ways, against the same in TypeScript. */
import { describe, expect, it } from "vitest";
import { instantiate } from "../../../src/wasm/assembler/module.ts";
import { compileModel, type Run } from "../../../src/wasm/neuron/model.ts";

const f = Math.fround;

/** A model whose step is `y = f(x)` for the text of `fn f(x: f32) -> f32` and what it needs. */
const modelOf = (text: string): string => `
  struct Params { k: f32, n: f32 }
  struct State { x: f32, y: f32 }
  ${text}
  fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).y = f((*s).x, p); }
  fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) {}
  fn crossed(p: Params, s: State, previous: State) -> bool { return s.y > 1e30; }
  fn reset(p: Params, s: ptr<function, State>) { (*s).y = 0.0; }
`;

const compile = (text: string, arrays = [false, true]) => compileModel({ text, arrays, receptors: 1, driven: false, shared: false });

/** y of each x; `k` is a scalar parameter, `n` one of each neuron: its index. */
function ys(text: string, xs: readonly number[], k = 3): number[] {
  const result = compile(modelOf(text));
  if (!("module" in result)) throw new Error(result.reason);
  const count = xs.length;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const floats = new Float32Array(memory.buffer);
  // params at byte 0, state at 1024, ring at 4096, spikes at 8192.
  floats.set([k, ...xs.map((_, i) => i)]);
  floats.set(xs, 256);
  floats.fill(Number.NaN, 256 + count, 256 + 2 * count);
  instantiate<Run>(result.module, memory)(0, 1024, count, 0, count, 4096, 4096, 4 * count, 4 * count, 4 * count, 0, 0, 1, 1, 0, 10, 8192);
  return [...floats.subarray(256 + count, 256 + 2 * count)];
}

const XS = [-3, 0.5, 2, 7, 100, -0.25, 0, 1e-3, 5, 5, 5, 5, -1, -1, 12, 3.7];

/** The text of `f` and the same in TypeScript. */
function same(text: string, reference: (x: number, k: number, n: number) => number, xs: readonly number[] = XS): void {
  expect(ys(text, xs)).toEqual(xs.map((x, n) => f(reference(f(x), 3, n))));
}

describe("lanes that part ways", () => {
  it("if, else if, else", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        var y = 1.0;
        if (x < 0.0) { y = x * 2.0; } else if (x > 4.0) { y += x; } else { y = -x; y *= 3.0; }
        return y;
      }`,
      (x) => (x < 0 ? x * 2 : x > 4 ? f(1 + x) : f(-x * 3)),
    );
  });

  it.each([3, 4, 5])("returns that all lanes take together or not at all: k = %d", (k) => {
    const text = `
      fn g(x: f32, k: f32) -> f32 {
        if (k == 3.0) { let y = x * 2.0; return y; }
        if (k == 4.0) { return x; }
        if (x < 0.0) { return 0.5; }
        return x + 1.0;
      }
      fn f(x: f32, p: Params) -> f32 { var y = 1.0; if (x > -1.0) { y = g(x, p.k); } return y; }`;
    const g = (x: number) => (k === 3 ? x * 2 : k === 4 ? x : x < 0 ? 0.5 : f(x + 1));
    expect(ys(text, XS, k)).toEqual(XS.map((x) => f(f(x) > -1 ? g(f(x)) : 1)));
  });

  it("a long way taken by no lane of a group is skipped, by some is not", () => {
    const chain = Array.from({ length: 30 }, () => "y = y * 1.5 - x;").join(" ");
    same(`fn f(x: f32, p: Params) -> f32 { var y = x; if (x > 4.0) { ${chain} } return y; }`, (x) => {
      let y = x;
      for (let j = 0; j < 30 && x > 4; j++) y = f(f(y * 1.5) - x);
      return y;
    });
  });

  it("early return, also out of nested ifs and as the only statement of both ways", () => {
    same(
      `fn g(x: f32) -> f32 {
        if (x < 0.0) { return -1.0; }
        if (x > 3.0) { if (x > 6.0) { return x; } if (x == 5.0) { return 55.0; } }
        var y = x + 1.0;
        if (y > 1.2) { return y; } else { return 0.125; }
      }
      fn f(x: f32, p: Params) -> f32 { return g(x) * 2.0 + g(-x); }`,
      (x) => {
        const g = (a: number) => (a < 0 ? -1 : a > 6 ? a : a === 5 ? 55 : f(a + 1) > f(1.2) ? f(a + 1) : 0.125);
        return f(f(g(x) * 2) + g(-x));
      },
    );
  });

  it("for with a count of each lane, of all lanes, and nested", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        var sum = 0.0;
        for (var j = 0u; j < u32(p.n); j++) {
          for (var i = 0; i < 3; i++) { sum += x * f32(i); }
          sum += f32(j);
        }
        for (var j = 0u; j < u32(p.k); j++) { sum *= 0.5; }
        return sum;
      }`,
      (x, k, n) => {
        let sum = 0;
        for (let j = 0; j < n; j++) {
          for (let i = 0; i < 3; i++) sum = f(sum + f(x * i));
          sum = f(sum + j);
        }
        return sum / 2 ** k;
      },
    );
  });

  it("while, break, continue, return from inside loops", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        var y = abs(x);
        var turns = 0.0;
        while (y < 50.0) {
          turns += 1.0;
          if (turns > 6.0) { break; }
          if (y > 10.0 && y < 11.0) { y += 5.0; continue; }
          if (y > 30.0) { return -turns; }
          y = y * 1.5 + 0.25;
        }
        return y + 100.0 * turns;
      }`,
      (x) => {
        let y = Math.abs(x);
        let turns = 0;
        while (y < 50) {
          turns++;
          if (turns > 6) break;
          if (y > 10 && y < 11) {
            y = f(y + 5);
            continue;
          }
          if (y > 30) return -turns;
          y = f(f(y * 1.5) + 0.25);
        }
        return f(y + f(100 * turns));
      },
    );
  });

  it("a counter that the body changes, a variable of an inner loop that hides one outside", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        var sum = 0.0;
        for (var j = 0; j < 10; j++) { if (x > f32(j)) { j += 2; } sum += 1.0; }
        for (var j = 0; j < 2; j++) { var sum = x; sum += 1.0; }
        return sum;
      }`,
      (x) => {
        let sum = 0;
        for (let j = 0; j < 10; j++) {
          if (x > j) j += 2;
          sum++;
        }
        return sum;
      },
    );
  });
});

describe("values", () => {
  it("a let keeps what a variable was; arguments and results are copies; pointers are not", () => {
    same(
      `struct Two { a: f32, b: vec2<f32> }
      fn swap(t: ptr<function, Two>, with: f32) -> f32 { let old = (*t).a; (*t).a = with; t.b.y += old; return old; }
      fn f(x: f32, p: Params) -> f32 {
        var t = Two(x, vec2<f32>(1.0, 2.0));
        let before = t;
        let first = t.a;
        let sum = t.a + swap(&t, 9.0) + t.a;
        t.b = t.b.yx;
        return sum + first + before.b.y + 10.0 * t.b.x + 100.0 * t.b.y;
      }`,
      (x) => {
        const sum = f(f(x + x) + 9);
        return f(f(f(f(sum + x) + 2) + f(10 * f(2 + x))) + 100);
      },
    );
  });

  it("constants are folded in float64, and rounded once", () => {
    // In float32 step by step this is 0.30000004, or 0.29999998.
    same("const A = 0.1 + 0.2; fn f(x: f32, p: Params) -> f32 { const b = 1e9 + 1.0; return x * A + f32(b - 1e9) + 1.0 / 3.0; }", (x) =>
      f(f(f(x * f(0.1 + 0.2)) + 1) + f(1 / 3)),
    );
  });

  it("integers, shifts, conversions, select, bool", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        let i = i32(x * 7.0);
        let u = (u32(abs(x)) << 3u) ^ 0x5u;
        let odd = (i & 1) == 1 || x > 50.0;
        let pick = select(f32(i >> 1u), f32(u), odd && !(u > 40u));
        return pick + f32(min(i, 4)) + f32(max(u, 9u)) + f32(-i) + f32(bitcast<u32>(x) >> 24u);
      }`,
      (x) => {
        const i = Math.trunc(f(x * 7));
        const u = (Math.trunc(Math.abs(x)) << 3) ^ 5;
        const odd = (i & 1) === 1 || x > 50;
        const pick = odd && !(u > 40) ? u : i >> 1;
        const bits = new Uint32Array(Float32Array.of(x).buffer)[0];
        return pick + Math.min(i, 4) + Math.max(u, 9) - i + (bits >>> 24);
      },
    );
  });

  it("comparisons, at equality too", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        let i = i32(x) - 3;
        let a = f32(x < 5.0) + 2.0 * f32(x <= 5.0) + 4.0 * f32(x > 5.0) + 8.0 * f32(x >= 5.0) + 16.0 * f32(x == 5.0) + 32.0 * f32(x != 5.0);
        let b = f32(i < 2) + 2.0 * f32(i <= 2) + 4.0 * f32(i > 2) + 8.0 * f32(i >= 2) + 16.0 * f32(u32(i) > 2u) + 32.0 * f32(u32(i) <= 2u);
        return a + 64.0 * b;
      }`,
      (x) => {
        const i = Math.trunc(x) - 3;
        const all = (...bits: boolean[]) => bits.reduce((sum, bit, k) => sum + Number(bit) * 2 ** k, 0);
        const a = all(x < 5, x <= 5, x > 5, x >= 5, x === 5, x !== 5);
        return a + 64 * all(i < 2, i <= 2, i > 2, i >= 2, i >>> 0 > 2, i >>> 0 <= 2);
      },
    );
  });

  it("builtin functions, those of Math called in the lanes at work alone", () => {
    same(
      `fn f(x: f32, p: Params) -> f32 {
        var y = floor(x) + ceil(x) * 2.0 + round(x) * 4.0 + sqrt(abs(x)) + clamp(x, -1.0, 4.0);
        if (x > 0.0) { y += log(x) + pow(x, 0.5) + exp(-x); }
        return y + tanh(x);
      }`,
      (x) => {
        const round = Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
        let y = f(f(f(f(Math.floor(x) + Math.ceil(x) * 2) + round * 4) + f(Math.sqrt(Math.abs(x)))) + Math.min(Math.max(x, -1), 4));
        if (x > 0) y = f(y + f(f(f(Math.log(x)) + f(Math.sqrt(x))) + f(Math.exp(-x))));
        return f(y + f(Math.tanh(x)));
      },
    );
  });

  it("vectors with scalars, swizzles, structs and arrays of them", () => {
    same(
      `struct Pair { v: vec2<f32>, list: array<vec2f, 2> }
      fn f(x: f32, p: Params) -> f32 {
        var q: Pair;
        q.v = vec2<f32>(x, 2.0);
        q.list[1] = 2.0 * q.v - vec2(0.5, 1.0);
        q.list[0] = (q.list[1] + q.v.yx) / 4.0;
        let w = vec3<f32>(q.list[0], p.k);
        return w.x + 10.0 * w.yz.x + 100.0 * w.z + q.list[1].y + q.list[1].x;
      }`,
      (x) => {
        const one = [f(f(2 * x) - 0.5), 3];
        const zero = [f(f(one[0] + 2) / 4), f(f(3 + x) / 4)];
        return f(f(f(f(zero[0] + f(10 * zero[1])) + 300) + 3) + one[0]);
      },
    );
  });
});

describe("what is not compiled says why", () => {
  it.each([
    ["fn f(x: f32, p: Params) -> f32 { var y = x;\n loop { y = 1.0; break; } return y; }", /line 5: "loop"/],
    ["fn f(x: f32, p: Params) -> f32 { switch (i32(x)) { default: { return 1.0; } } }", /"switch"/],
    ["var<private> y: f32; fn f(x: f32, p: Params) -> f32 { return y; }", /a module-scope "var"/],
    ["fn f(x: f32, p: Params) -> f32 { let a = array<f32, 2>(x, x); return a[u32(x)]; }", /an index that is no plain number/],
    ["fn f(x: f32, p: Params) -> f32 { let a = array<f32, 2>(x, x); return a[2]; }", /index 2 of 2/],
    ["fn f(x: f32, p: Params) -> f32 { var a = array<f32, 2>(x, x); a = array<f32, 3>(x, x, x); return a[0]; }", /array<f32, 3>/],
    ["fn f(x: f32, p: Params) -> f32 { return f32(i32(x) / 2); }", /i32 \/ i32/],
    ["fn f(x: f32, p: Params) -> f32 { return f32(1u << u32(x)); }", /a shift by what differs/],
    ["fn f(x: f32, p: Params) -> f32 { return erf(x); }", /function "erf"/],
    ["fn f(x: f32, p: Params) -> f32 { return f(x, p); }", /"f" calls itself/],
    ["fn f(x: f32, p: Params) -> f32 { return y; }", /name "y"/],
    ["fn f(x: f32, p: Params) -> f32 { return x + 1u; }", /f32 with|u32 with/],
    ["fn f(x: f32, p: Params) -> f32 { return x + ; }", /";" where a value should be/],
  ])("%s", (text, reason) => {
    const result = compile(modelOf(text));
    expect("reason" in result && result.reason).toMatch(reason);
  });

  it("a function that is missing", () => {
    const result = compile(modelOf("fn f(x: f32, p: Params) -> f32 { return x; }").replace("fn reset", "fn rest"));
    expect(result).toEqual({ reason: "fn reset is missing" });
  });
});
