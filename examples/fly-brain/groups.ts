/*!
 * Neuron groups from github.com/philshiu/Drosophila_brain_model (example.ipynb, figures.ipynb), under this licence:
 *
 * MIT License
 *
 * Copyright (c) 2023 Philip Shiu and Nico Spiller
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */

/** Releases of the connectome: 630 is the one of the paper. */
export type Release = "v630" | "v783";

/** A neuron's FlyWire root id and its row in the completeness list of each release; -1 where the release lacks that id. */
interface Neuron {
  readonly id: string;
  readonly v630: number;
  readonly v783: number;
}

/** Sugar-sensing neurons of the right labellum. */
export const sugar: readonly Neuron[] = [
  { id: "720575940624963786", v630: 65153, v783: 69093 },
  { id: "720575940630233916", v630: 90982, v783: 97602 },
  { id: "720575940637568838", v630: 113421, v783: 122795 },
  { id: "720575940638202345", v630: 114820, v783: 124291 },
  { id: "720575940617000768", v630: 27680, v783: 29281 },
  { id: "720575940630797113", v630: 93880, v783: 100605 },
  { id: "720575940632889389", v630: 102632, v783: 110469 },
  { id: "720575940621754367", v630: 48902, v783: 51107 },
  { id: "720575940621502051", v630: 47685, v783: 49584 },
  { id: "720575940640649691", v630: 119716, v783: 129730 },
  { id: "720575940639332736", v630: 117163, v783: 126873 },
  { id: "720575940616885538", v630: 27293, v783: 28825 },
  { id: "720575940639198653", v630: 116889, v783: 126600 },
  { id: "720575940620900446", v630: 44337, v783: -1 },
  { id: "720575940617937543", v630: 31392, v783: 32863 },
  { id: "720575940632425919", v630: 100853, v783: 108426 },
  { id: "720575940633143833", v630: 103321, v783: 111357 },
  { id: "720575940612670570", v630: 14231, v783: 14842 },
  { id: "720575940628853239", v630: 84634, v783: 90589 },
  { id: "720575940629176663", v630: 86214, v783: 92298 },
  { id: "720575940611875570", v630: 11916, v783: 12494 },
];

/** Motor neuron 9, which extends the proboscis. */
export const mn9Left: Neuron = { id: "720575940660219265", v630: 127193, v783: 138332 };
export const mn9Right: Neuron = { id: "720575940645521262", v630: 123773, v783: -1 };
