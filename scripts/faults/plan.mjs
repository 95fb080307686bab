/** Planted faults of plans, executors, devices and threads; table.mjs says what an entry is. */
const OPERATOR_JAVASCRIPT = "tests/operator/javascript.test.ts";
const FIELDS = "tests/simulate/field.test.ts";
const ADAPTER = "tests/gpu/adapter.test.ts";
const KERNEL = "tests/gpu/kernel.test.ts";
const LOSS = "tests/gpu/loss.test.ts";
const BAD_INPUT = "tests/network/bad-input.test.ts";
const THREADS = "tests/plan/threads.test.ts";
const BUFFERS = "tests/gpu/buffers.test.ts";
const ENSEMBLE = "tests/flow/ensemble.test.ts";
const GRADIENTS = "tests/learn/gradients.test.ts";
const IMAGES = "tests/learn/images.test.ts";
const PROFILE = "tests/simulate/profile.test.ts";
const TARGET = "tests/plan/target.test.ts";

export default [
  ["src/plan/gpu.ts", "dispatch.stage ? 0 : w", "w", FIELDS, "software a field that nobody"],
  ["src/plan/plan.ts", '(stage ? ["control"] : [])', "[]", FIELDS, "cpu a field that nobody"],
  ["src/plan/turns.ts", "if (this.busy)", "if (false)", OPERATOR_JAVASCRIPT, "before the one before"],
  [
    "src/gpu/swiftshader.ts",
    "if (existsSync(final)) return final;",
    "if (existsSync(final)) return undefined;",
    ADAPTER,
    "a hardware probe first does not spoil the software adapter",
  ],
  [
    "src/gpu/commands.ts",
    "return [Math.ceil(n / y), y];",
    "return [Math.floor(n / y), y];",
    KERNEL,
    "more than 65535 workgroups fold to two dimensions",
  ],
  [
    "src/gpu/kernel.ts",
    "const at = f.offset + i * 4;",
    "const at = f.offset + i * 8;",
    KERNEL,
    "binds by name, packs structs by field, chooses the slot of the",
  ],
  [
    "src/gpu/reflect.ts",
    "b.group === 1 && b.binding === 0 && b.kind",
    "b.group === 1 && b.binding === 1 && b.kind",
    KERNEL,
    "equal shaders share one kernel, also while compiling",
  ],
  ["src/gpu/device.ts", "this.#unreported = undefined;", "", LOSS, "an error nobody scoped rejects the awaited call under way, once"],
  ["src/gpu/adapter.ts", "requiredLimits: largest(adapter.limits),", "", ADAPTER, "limits are the adapter's own, not the defaults"],
  ["src/plan/wgsl-text.ts", "depth -= token", "depth += token", BAD_INPUT, "MODELS no function"],
  [
    "src/plan/arena.ts",
    "if (known && known.room >= bytes)",
    "if (known)",
    THREADS,
    "the cpu executor on 1, 2 and 3 threads what is set in the",
  ],
  [
    "src/gpu/buffers.ts",
    "data.byteOffset + at * 4, count * 4",
    "at * 4, count * 4",
    BUFFERS,
    "a buffer starts zeroed and gives back any range of what was",
  ],
  [
    "src/gpu/profiler.ts",
    "this.#first - (this.#first % 16)",
    "this.#first",
    BUFFERS,
    "passes are timed over several submits, up to the capacity",
  ],
  [
    "src/gpu/staging.ts",
    "const half = this.#written.shift();",
    "const half = this.#written.pop();",
    BUFFERS,
    "staging gives results in order while the next submit runs, and",
  ],
  [
    "src/gpu/node.ts",
    'return request(join(folder, "vk_swiftshader_icd.json"));',
    'return request(join(folder, "vk_swiftshader.json"));',
    ADAPTER,
    "a hardware probe first does not spoil the software adapter",
  ],
  [
    "src/plan/program-gpu.ts",
    "this.buffers[buffer].write(data as never, at);",
    "this.buffers[buffer].write(data as never);",
    ENSEMBLE,
    "software",
  ],
  [
    "src/plan/program-cpu.ts",
    'precision === "f64" ? inFloat64',
    'precision === "f32" ? inFloat64',
    GRADIENTS,
    "\\{layer:UltraLIF\\}: gradients are those of its definition",
  ],
  [
    "src/plan/program.ts",
    "Math.max(length, buffers[name]?.length ?? 0)",
    "length",
    IMAGES,
    "gradients of all of them are central differences",
  ],
  [
    "src/plan/gpu-spans.ts",
    "free = Math.max(free, pass.start + pass.ns);",
    "free = pass.start;",
    PROFILE,
    "on software parts add up to the whole, and the spikes are those",
  ],
  [
    "src/plan/target.ts",
    "if (!ADAPTER_CHOICES.includes(choice)) throw",
    "if (ADAPTER_CHOICES.length === 0) throw",
    TARGET,
    "targets cpu needs models that compile, or twins; auto says why",
  ],
  [
    "src/plan/cpu.ts",
    "this.step = control[stepsAt + windows];",
    "this.step = control[stepsAt];",
    "tests/simulate/same-bits.test.ts",
    "cpu any cutting of the run, any submit lengt",
  ],
  ["src/threads/barrier.ts", "=== this.count - 1", "=== this.count - 2", THREADS, "a crew nobody passes the barrier before all "],
  [
    "src/threads/node.ts",
    "if (!dead && !ended) died(reason);",
    "if (!dead && ended) died(reason);",
    THREADS,
    "a crew a thread that dies ends what was aske",
  ],
  ["src/plan/hands.ts", "this.window[0] = w;", "this.window[0] = 0;", THREADS, "the cpu executor on 1, 2 and 3 threads iaf_p"],
  [
    "src/plan/runner.ts",
    "      this.window[0] = w;",
    "      this.window[0] = 0;",
    "tests/simulate/inputs.test.ts",
    "cpu: Poisson input one sampled count a step,",
  ],
  [
    "src/threads/crew.ts",
    "failure === undefined || failure instanceof StoppedError",
    "failure === undefined",
    THREADS,
    "a crew where one was stopped before the caus",
  ],
  [
    "src/plan/ceilings-cpu.ts",
    "(8 * COPY_WORDS) / copy",
    "(8 * COPY_WORDS) * copy",
    "tests/plan/ceilings.test.ts",
    "ceilings of the CPU and of the device are po",
  ],
  [
    "src/plan/ceilings.ts",
    "Math.min(ringBytes, MOST_FOOTPRINT) / 4",
    "ringBytes / 4",
    "tests/plan/ceilings.test.ts",
    "ceilings of the CPU and of the device are po",
  ],
];
