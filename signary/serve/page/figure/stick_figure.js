// A .pose file as points and lines: every limb of its header, in its colours.

import {
  BufferAttribute,
  BufferGeometry,
  Group,
  LineBasicMaterial,
  LineSegments,
  Points,
  PointsMaterial,
} from "../vendor/three.js";
import { readPose } from "./pose_file.js";

export class StickFigure {
  #pose;
  #limbs = []; // [first point, second point]
  #lines;
  #dots;
  #scale;
  #middle;

  /** @param {ArrayBuffer} bytes a .pose file; of several people the first is shown */
  constructor(bytes) {
    this.#pose = readPose(bytes);
    this.fps = this.#pose.fps;
    this.first = 0;
    this.end = this.#pose.frames;
    const colours = [];
    let offset = 0;
    for (const each of this.#pose.components) {
      each.limbs.forEach(([from, to], at) => {
        this.#limbs.push([offset + from, offset + to]);
        const colour = (each.colours[at % Math.max(1, each.colours.length)] ?? [40, 60, 80]).map((part) => part / 300);
        colours.push(...colour, ...colour);
      });
      offset += each.points.length;
    }
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array(6 * this.#limbs.length), 3));
    geometry.setAttribute("color", new BufferAttribute(new Float32Array(colours), 3));
    this.#lines = new LineSegments(geometry, new LineBasicMaterial({ vertexColors: true }));
    const dots = new BufferGeometry();
    dots.setAttribute("position", new BufferAttribute(new Float32Array(3 * this.#pose.points), 3));
    this.#dots = new Points(dots, new PointsMaterial({ color: 0x22303c, size: 3, sizeAttenuation: false }));
    this.#lines.frustumCulled = this.#dots.frustumCulled = false;
    this.scene = new Group();
    this.scene.add(this.#lines, this.#dots);
    this.#fit();
    this.show(0);
  }

  /** Bring all that is ever shown into a box one metre high around (0, 0.4, 0), y up. */
  #fit() {
    const { values, dims, confidence, people, points } = this.#pose;
    const [low, high] = [
      [Infinity, Infinity],
      [-Infinity, -Infinity],
    ];
    for (let frame = 0; frame < this.#pose.frames; frame++)
      for (let point = 0; point < points; point++) {
        const at = frame * people * points + point;
        if (!(confidence[at] > 0)) continue;
        for (const axis of [0, 1]) {
          low[axis] = Math.min(low[axis], values[at * dims + axis]);
          high[axis] = Math.max(high[axis], values[at * dims + axis]);
        }
      }
    const size = Math.max(high[0] - low[0], high[1] - low[1]);
    this.#scale = size > 0 && Number.isFinite(size) ? 1 / size : 1;
    this.#middle = [0, 1].map((axis) => (Number.isFinite(low[axis]) ? (low[axis] + high[axis]) / 2 : 0));
  }

  /** Show a frame; places between frames are interpolated where both are known. */
  show(position) {
    const { dims, confidence, people, points, frames, values } = this.#pose;
    const frame = Math.min(Math.max(Math.floor(position), 0), frames - 1);
    const next = Math.min(frame + 1, frames - 1);
    const share = Math.min(Math.max(position - frame, 0), 1);
    const dots = this.#dots.geometry.attributes.position;
    const known = new Array(points);
    for (let point = 0; point < points; point++) {
      const now = frame * people * points + point;
      const then = next * people * points + point;
      known[point] = confidence[now] > 0;
      const between = (axis) => {
        const value = values[now * dims + axis];
        return confidence[then] > 0 ? value + share * (values[then * dims + axis] - value) : value;
      };
      const [x, y] = [between(0) - this.#middle[0], between(1) - this.#middle[1]];
      // Depth of detectors is rough, and y of pictures goes down. Points that are not known lie out of sight.
      dots.setXYZ(point, known[point] ? x * this.#scale : 1e4, 0.4 - y * this.#scale, 0);
    }
    const lines = this.#lines.geometry.attributes.position;
    this.#limbs.forEach(([from, to], at) => {
      const both = known[from] && known[to];
      for (const [end, point] of [from, to].entries())
        lines.setXYZ(2 * at + end, both ? dots.getX(point) : 1e4, both ? dots.getY(point) : 1e4, 0);
    });
    dots.needsUpdate = lines.needsUpdate = true;
  }

  /** Places of a point of the header as they are shown, by the names of its component and of itself. */
  place(componentName, pointName) {
    let offset = 0;
    for (const each of this.#pose.components) {
      const at = each.points.indexOf(pointName);
      if (each.name === componentName && at >= 0)
        return ["getX", "getY", "getZ"].map((get) => this.#dots.geometry.attributes.position[get](offset + at));
      offset += each.points.length;
    }
    return null;
  }
}
