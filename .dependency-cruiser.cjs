/** The arrows of the design: who may import whom. `npm run lint` fails on any other. */

/** Folders of src/ and what each may reach besides itself, src/errors.ts, src/checks.ts and src/gpu/source.ts. */
const ARROWS = {
  gpu: [],
  threads: [],
  wasm: ["shaders"],
  twins: ["wasm", "shaders"],
  plan: ["gpu", "threads", "twins", "wasm", "shaders"],
  network: ["field", "plan", "threads", "twins", "wasm", "shaders"],
  // Transforms as stages of programs.
  spectral: ["plan", "gpu", "twins", "shaders"],
  field: ["spectral", "network/numbers", "network/names", "plan", "gpu", "twins", "shaders"],
  simulate: ["field", "network", "plan", "gpu", "threads", "twins", "wasm", "shaders"],
  learn: ["network", "plan", "gpu", "twins", "shaders"],
  operator: ["learn", "spectral", "network/names", "plan", "gpu", "twins", "shaders"],
  // What is measured of trajectories and sequences: exponents, spectra, histograms, codes.
  analysis: ["spectral", "learn/kernels", "network/numbers", "network/names", "plan", "gpu", "twins", "shaders"],
  // Ordinary, stochastic and delay-differential equations, many systems side by side.
  flow: ["analysis", "network/numbers", "network/names", "plan", "gpu", "twins", "wasm", "shaders"],
  // Recurrent networks of graded units.
  rate: ["analysis", "field/kernels/tick", "learn/kernels", "network", "plan", "gpu", "twins", "wasm", "shaders"],
  // Recurrent cells on learn's recording, and what trains them.
  cell: ["analysis", "learn", "network/numbers", "network/names", "plan", "gpu", "twins", "wasm", "shaders"],
  // Hebbian memories.
  memory: ["learn/kernels", "network/numbers", "network/names", "plan", "gpu", "twins", "wasm", "shaders"],
  // Learning rules that need no backpropagation.
  local: ["learn", "network/numbers", "network/names", "plan", "gpu", "twins", "wasm", "shaders"],
  // A trained network as a spiking one.
  deploy: ["learn", "simulate", "network", "plan", "gpu", "twins", "shaders"],
  verify: [
    "analysis",
    "flow",
    "rate",
    "cell",
    "memory",
    "local",
    "operator",
    "field",
    "spectral",
    "learn",
    "simulate",
    "network",
    "plan",
    "gpu",
    "twins",
    "shaders",
  ],
  // What is written to files is what is plotted: its types are in view/data.ts.
  io: ["simulate", "learn", "operator", "cell", "field", "network", "plan", "gpu", "twins", "view/data"],
  view: ["simulate", "learn", "operator", "field", "analysis", "network", "plan", "gpu", "twins"],
};

const arrows = Object.entries(ARROWS).map(([folder, allowed]) => {
  const inside = [folder, ...allowed.filter((a) => a !== "shaders")].join("|");
  const shaders = allowed.includes("shaders") ? "|^shaders/" : "";
  return {
    name: `arrows-${folder}`,
    comment: `src/${folder} may import ${[folder, ...allowed].join(", ")}, src/errors.ts, src/checks.ts and src/gpu/source.ts`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: {
      path: "^(src|shaders|examples|kernels-bench|tests)/",
      pathNot: `^src/(${inside})[/.]|^src/(errors|checks|gpu/source)\\.ts$|^src/[^/]+\\.d\\.ts$${shaders}`,
    },
  };
});

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "no import cycles; in src/gpu a device and what belongs to it may name each other's types",
      severity: "error",
      from: { pathNot: "^src/gpu/" },
      to: { circular: true },
    },
    {
      name: "no-cycles-in-gpu",
      comment: "no import cycles, types aside",
      severity: "error",
      from: { path: "^src/gpu/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...arrows,
    {
      name: "nobody-imports-the-top",
      comment: "cli, studio, examples and kernels-bench are ends: nothing below imports them",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli|studio)/" },
      to: { path: "^(src/(cli|studio)|examples|kernels-bench)/" },
    },
    {
      name: "errors-stand-alone",
      comment: "src/errors.ts imports nothing; src/gpu/source.ts is pure types",
      severity: "error",
      from: { path: "^src/(errors|gpu/source)\\.ts$" },
      to: { path: "." },
    },
    {
      name: "checks-know-errors-only",
      comment: "src/checks.ts imports src/errors.ts alone",
      severity: "error",
      from: { path: "^src/checks\\.ts$" },
      to: { path: ".", pathNot: "^src/errors\\.ts$" },
    },
    {
      name: "webgpu-only-in-gpu",
      comment: "nobody outside src/gpu touches the platform",
      severity: "error",
      from: { path: "^(src|examples|kernels-bench|scripts)/", pathNot: "^src/gpu/" },
      to: { path: "^webgpu$|node_modules/webgpu/|^#gpu-platform$" },
    },
    {
      name: "platform-through-the-condition",
      comment: "src/gpu/node.ts and browser.ts are chosen by #gpu-platform, so that no browser bundle meets Node's",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/gpu/(adapter|node)\\.ts$" },
      to: { path: "^src/gpu/(node|browser)\\.ts$" },
    },
    {
      name: "resolves",
      comment: "an import that leads nowhere",
      severity: "error",
      from: { pathNot: "\\.wgsl$" },
      to: { couldNotResolve: true, pathNot: "^@webgpu/types$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out|node_modules/\\.cache)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".mjs", ".js", ".json", ".wgsl", ".d.ts"],
    },
  },
};
