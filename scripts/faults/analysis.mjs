/** Planted faults of what is measured of trajectories and sequences; table.mjs says what an entry is. */
const ANALYSIS_ATTRACTORS = "tests/analysis/attractors.test.ts";
const ANALYSIS_FIXED = "tests/analysis/fixed-points.test.ts";
const ANALYSIS_KERNELS = "tests/analysis/kernels.test.ts";
const ANALYSIS_QR = "tests/analysis/tangents.test.ts";
const ANALYSIS_SEQUENCES = "tests/analysis/sequences.test.ts";
const ANALYSIS_SPECTRA = "tests/analysis/spectra.test.ts";

export default [
  ["shaders/analysis/orthonormalise.wgsl", "turn < 2u", "turn < 1u", ANALYSIS_QR, "Hilbert's matrix \\(software"],
  ["src/twins/analysis/orthonormalise.ts", "sums[whole] += moved;", "", ANALYSIS_QR, "linear map \\(cpu"],
  ["src/twins/analysis/orthonormalise.ts", "counts[1 + place]++;", "", ANALYSIS_QR, "singular map"],
  ["src/analysis/tangents.ts", "const at = j * systems + s;", "const at = j;", ANALYSIS_QR, "linear map \\(cpu"],
  [
    "src/analysis/tangents.ts",
    "philox4x32(key0, key1, s >> 2, i, stream",
    "philox4x32(key0, key1, s >> 2, 0, stream",
    ANALYSIS_QR,
    "first vectors",
  ],
  [
    "src/twins/analysis/segment.ts",
    "const from = s * hop * channels;",
    "const from = s * samples * channels;",
    ANALYSIS_KERNELS,
    "segment: kernel",
  ],
  ["src/twins/analysis/segment.ts", "if (squares[c] > 0) ", "", ANALYSIS_KERNELS, "segment: kernel"],
  ["src/twins/analysis/planes.ts", "-spectra[from + 2 * c]", "spectra[from + 2 * c]", ANALYSIS_SPECTRA, "cpu csd"],
  ["src/twins/analysis/power.ts", "counts[0] += segments;", "counts[0] += 1;", ANALYSIS_SPECTRA, "a push of several"],
  ["src/twins/analysis/shift.ts", "if (counts[c] === 0) ", "", ANALYSIS_KERNELS, "shift: kernel"],
  [
    "src/analysis/segments.ts",
    "(2 * Math.PI * t) / samples",
    "(2 * Math.PI * t) / (samples - 1)",
    ANALYSIS_SPECTRA,
    "cpu welch: overlapping",
  ],
  ["src/analysis/segments.ts", "dt / squares", "1 / squares", ANALYSIS_SPECTRA, "cpu welch: overlapping"],
  ["src/analysis/power.ts", "2 * bin === samples", "2 * bin >= samples - 1", ANALYSIS_SPECTRA, "cpu welch: an odd"],
  ["src/analysis/cross.ts", "out_step: channels ** 2", "out_step: channels", ANALYSIS_SPECTRA, "cpu csd"],
  ["src/analysis/covariance.ts", "- (sums[i] * sums[j]) / rows", "", ANALYSIS_SPECTRA, "cpu covariance"],
  [
    "src/twins/analysis/histogram.ts",
    "Math.min(Math.floor(place), bins - 1)",
    "Math.floor(place)",
    ANALYSIS_ATTRACTORS,
    "D_stsp as numpy.*cpu",
  ],
  ["src/analysis/divergence.ts", "found[boxes] }", "0 }", ANALYSIS_ATTRACTORS, "D_stsp as numpy.*cpu"],
  ["src/twins/analysis/smooth.ts", "2 * bins - 1 - around", "2 * bins - 2 - around", ANALYSIS_ATTRACTORS, "D_H as scipy.*cpu"],
  ["src/analysis/spectrum-distance.ts", "stands ? 1 : ", "", ANALYSIS_ATTRACTORS, "D_H: 0 for"],
  ["src/twins/analysis/codes.ts", "units[k]", "k", ANALYSIS_SEQUENCES, "linear regions: visits.*cpu"],
  ["src/analysis/codes.ts", "visits[b] - visits[a] || a - b", "a - b", ANALYSIS_SEQUENCES, "linear regions: visits.*cpu"],
  ["src/twins/analysis/lempel_ziv.ts", "if (equal > longest) longest = equal;", "longest = equal;", ANALYSIS_SEQUENCES, "cpu of"],
  ["src/analysis/lempel-ziv.ts", "if (part(1).some((known) => known < length)) continue;", "", ANALYSIS_SEQUENCES, "many dispatches"],
  ["src/twins/analysis/fixed_points.ts", "if (row === k) continue;", "if (row <= k) continue;", ANALYSIS_FIXED, "four fixed points.*cpu"],
  ["src/analysis/fixed-points.ts", "Uint32Array.of(first)", "Uint32Array.of(0)", ANALYSIS_FIXED, "more regions"],
  ["src/analysis/dense.ts", "/ 2 ** squaring", "", ANALYSIS_FIXED, "spectral radius"],
  ["shaders/analysis/codes.wgsl", "units[k]", "k", ANALYSIS_KERNELS, "analysis codes: kernel and twin"],
  ["shaders/analysis/fixed_points.wgsl", "if (row == k) { continue; }", "", ANALYSIS_KERNELS, "analysis fixed points: kernel and twin"],
  [
    "shaders/analysis/histogram.wgsl",
    "box = box * shape.bins + bin;",
    "box = box + shape.bins * bin;",
    ANALYSIS_KERNELS,
    "analysis histogram: kernel and twin",
  ],
  [
    "shaders/analysis/lempel_ziv.wgsl",
    "longest = max(longest, equal);",
    "longest = equal;",
    ANALYSIS_KERNELS,
    "analysis lempel-ziv: kernel and twin",
  ],
  [
    "shaders/analysis/planes.wgsl",
    "turned[at + shape.channels] = -x.x;",
    "turned[at + shape.channels] = x.x;",
    ANALYSIS_KERNELS,
    "analysis planes: kernel and twin",
  ],
  ["shaders/analysis/power.wgsl", "counts[0] += shape.segments;", "counts[0] += 1u;", ANALYSIS_KERNELS, "analysis power: kernel and twin"],
  [
    "shaders/analysis/segment.wgsl",
    "sqrt(f32(shape.samples) / squares)",
    "sqrt(squares / f32(shape.samples))",
    ANALYSIS_KERNELS,
    "analysis segment: kernel and twin",
  ],
  [
    "shaders/analysis/shift.wgsl",
    "if (counts[channel] == 0u)",
    "if (counts[0] == 0u)",
    ANALYSIS_KERNELS,
    "analysis shift: kernel and twin",
  ],
  ["shaders/analysis/smooth.wgsl", "period - 1 - around", "period - around", ANALYSIS_KERNELS, "analysis smooth: kernel and twin"],
];
