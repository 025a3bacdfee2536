// The room the figure stands in: camera, light, orbit, views, mirror, the picture loop.

import {
  Color,
  DirectionalLight,
  Group,
  HemisphereLight,
  OrbitControls,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from "../vendor/three.js";

const FIELD = 26; // degrees, as a lens that does not make hands in front look larger than they are

/** Where a view looks: middle, size of the box it shows (width, height, metres), direction of the camera. */
export const VIEWS = {
  body: { middle: [0, 0.42, 0.08], box: [1.02, 0.98], from: [0, 0.05, 1] },
  hands: { middle: [0, 0.36, 0.25], box: [0.5, 0.42], from: [0, 0.1, 1] },
  face: { middle: [0, 0.69, 0.08], box: [0.3, 0.34], from: [0, 0, 1] },
  left: { middle: [0, 0.42, 0.1], box: [0.9, 0.98], from: [0.85, 0.08, 0.55] },
  right: { middle: [0, 0.42, 0.1], box: [0.9, 0.98], from: [-0.85, 0.08, 0.55] },
};

/** Whether pictures are drawn by the processor, without a graphics card. */
export function drawsInSoftware() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}

export class Stage {
  #root = new Group();
  #observer;
  #running = false;
  #last = 0;
  #glide = null; // {middle, place, left: seconds}
  #view = "body";
  #followed = null; // () => place of what the view follows

  /**
   * @param {HTMLElement} frame where the canvas goes; the picture has its size
   * @param {{background?: number, smooth?: boolean, still?: boolean}} options colour behind the figure; smooth edges;
   *   whether the camera jumps instead of gliding
   */
  constructor(frame, { background = 0xe9edf0, smooth = true, still = false } = {}) {
    this.frame = frame;
    this.still = still;
    this.scene = new Scene();
    this.scene.background = new Color(background);
    this.camera = new PerspectiveCamera(FIELD, 1, 0.05, 20);
    const sun = new DirectionalLight(0xffffff, 1.9);
    sun.position.set(0.8, 1.9, 2.4);
    const rim = new DirectionalLight(0xdfe8ff, 0.7);
    rim.position.set(-2, 1.2, -0.6);
    this.scene.add(new HemisphereLight(0xffffff, 0xb9a99a, 1.5), sun, rim, this.#root);
    this.software = drawsInSoftware();
    // Smooth edges cost a processor half of its pictures.
    this.renderer = new WebGLRenderer({ antialias: smooth && !this.software, powerPreference: "high-performance" });
    frame.prepend(this.renderer.domElement);
    this.orbit = new OrbitControls(this.camera, this.renderer.domElement);
    Object.assign(this.orbit, { enablePan: false, minDistance: 0.35, maxDistance: 5, rotateSpeed: 0.8 });
    this.orbit.addEventListener("start", () => (this.#glide = null));
    this.#resize();
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(frame);
    this.view("body", true);
  }

  #resize() {
    const [width, height] = [this.frame.clientWidth || 1, this.frame.clientHeight || 1];
    this.renderer.setPixelRatio(this.software ? 1 : Math.min(devicePixelRatio, 2));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    if (this.#view) this.view(this.#view, true);
  }

  /** Show a thing instead of what was shown. @param scene a three.js object */
  put(scene) {
    this.#root.clear();
    if (scene) this.#root.add(scene);
  }

  /** Look as `VIEWS` says. @param {() => number[]} followed place that the middle follows instead of its own */
  view(name, atOnce = this.still, followed = this.#followed) {
    const { middle, box, from } = VIEWS[name];
    this.#view = name;
    this.#followed = followed;
    const height = Math.max(box[1], box[0] / this.camera.aspect);
    const distance = height / 2 / Math.tan((FIELD * Math.PI) / 360);
    const target = new Vector3(...middle);
    if (this.mirrored) target.x *= -1;
    const place = new Vector3(...from).normalize().multiplyScalar(distance).add(target);
    if (atOnce) {
      this.orbit.target.copy(target);
      this.camera.position.copy(place);
      this.orbit.update();
      this.#glide = null;
    } else this.#glide = { target, place, left: 0.5 };
  }

  /** Turn the camera about the figure (radians) and bring it nearer (factor below 1) or farther. */
  turn(sideways, upwards, nearer = 1) {
    this.#glide = null;
    const offset = this.camera.position.clone().sub(this.orbit.target);
    const radius = Math.min(Math.max(offset.length() * nearer, this.orbit.minDistance), this.orbit.maxDistance);
    const angle = Math.atan2(offset.x, offset.z) + sideways;
    const height = Math.min(Math.max(Math.asin(offset.y / offset.length()) + upwards, -1.4), 1.4);
    const level = radius * Math.cos(height);
    offset.set(level * Math.sin(angle), radius * Math.sin(height), level * Math.cos(angle));
    this.camera.position.copy(this.orbit.target).add(offset);
    this.orbit.update();
  }

  /** The figure as in a mirror, so that its right hand is on the viewer's right. */
  set mirrored(on) {
    this.#root.scale.x = on ? -1 : 1;
  }

  get mirrored() {
    return this.#root.scale.x < 0;
  }

  #follow(seconds) {
    if (this.#glide) {
      const share = Math.min(1, seconds / Math.max(this.#glide.left, 1e-3));
      this.orbit.target.lerp(this.#glide.target, share);
      this.camera.position.lerp(this.#glide.place, share);
      this.#glide.left -= seconds;
      if (this.#glide.left <= 0) this.#glide = null;
      this.orbit.update();
    } else if (this.#view === "hands" && this.#followed && !this.still) {
      const towards = new Vector3(...this.#followed()).sub(this.orbit.target);
      // Slowly, as a person with a camera would: within a second.
      towards.multiplyScalar(1 - Math.exp(-2.5 * seconds));
      this.orbit.target.add(towards);
      this.camera.position.add(towards);
      this.orbit.update();
    }
  }

  /** Draw one picture. */
  draw() {
    this.renderer.render(this.scene, this.camera);
  }

  /** Draw pictures for as long as the page is seen. @param {(seconds: number) => void} before called before each */
  run(before) {
    this.#running = true;
    this.#last = performance.now();
    const picture = (now) => {
      if (!this.#running) return;
      requestAnimationFrame(picture);
      // What a page in the background missed is not made up for.
      const seconds = Math.min(Math.max(now - this.#last, 0) / 1000, 0.25);
      this.#last = now;
      before(seconds);
      this.#follow(seconds);
      this.draw();
    };
    requestAnimationFrame(picture);
  }

  /** Stop, and free what the stage holds. */
  close() {
    this.#running = false;
    this.#observer.disconnect();
    this.orbit.dispose();
    this.renderer.dispose();
    this.renderer.domElement.remove();
  }
}
