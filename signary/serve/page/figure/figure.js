// The skinned figure of signary: a .glb whose bones are named like the joints of layout `smplx` and rest as they do.

import { GLTFLoader, MeshLambertMaterial, MeshoptDecoder, Quaternion, Vector3 } from "../vendor/three.js";
import { EXPRESSIONS, ROTATED } from "../motion/layout.js";
import { rollAbout } from "../motion/rotations.js";

/** Read a .glb, packed or not. @param {ArrayBuffer} bytes */
export function parseGlb(bytes) {
  return new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).parseAsync(bytes, "");
}

/** Notes beside a glTF scene: those of the file and those of its scene. */
export function extrasOf(gltf) {
  return { ...gltf.asset?.extras, ...gltf.scene?.userData };
}

/** Give all materials of a scene the cheaper light model: pictures a second count where there is no graphics card. */
export function simplify(scene) {
  scene.traverse((node) => {
    if (!node.isMesh || !node.material.isMeshStandardMaterial) return;
    const { color, map, side, name } = node.material;
    node.material.dispose();
    node.material = new MeshLambertMaterial({ color, map, side, name });
  });
}

/** Free what a scene holds on the graphics card. */
export function dispose(scene) {
  scene.traverse((node) => {
    node.geometry?.dispose();
    for (const material of [node.material].flat()) material?.dispose();
    node.skeleton?.dispose();
  });
}

export class Figure {
  #bones;
  #twists;
  #faces; // [influences, index of the morph target or undefined, for each expression]
  #turn = new Quaternion();

  /**
   * @param gltf what `parseGlb` gives
   * @throws {Error} if joints of the layout are not there
   */
  constructor(gltf) {
    this.scene = gltf.scene;
    this.extras = extrasOf(gltf);
    const bone = (name) => this.scene.getObjectByName(name);
    const missing = ROTATED.filter((name) => !bone(name));
    if (missing.length)
      throw new Error(`the figure has no bones ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ", …" : ""}`);
    this.#bones = ROTATED.map(bone);
    // The figure stands with the pelvis at the origin, as motion has it, wherever the file has its ground.
    this.scene.position.y -= bone("pelvis").position.y;
    this.#twists = (this.extras.twists ?? []).map(({ name, source, share, axis }) => {
      return { bone: bone(name), source: bone(source), share, axis };
    });
    this.#faces = [];
    this.scene.traverse((node) => {
      if (!node.isMesh) return;
      node.frustumCulled = false; // its box is that of the rest position
      if (!node.morphTargetDictionary) return;
      const slots = EXPRESSIONS.map((name) => node.morphTargetDictionary[name]);
      this.#faces.push([node.morphTargetInfluences, slots]);
    });
  }

  /** Show a pose: a quaternion for every joint of the layout, a weight for every expression. */
  show(rotations, expressions) {
    for (const [joint, bone] of this.#bones.entries()) bone.quaternion.fromArray(rotations, 4 * joint);
    for (const { bone, source, share, axis } of this.#twists) {
      const half = (share * rollAbout(source.quaternion, axis)) / 2;
      const sine = Math.sin(half);
      bone.quaternion.copy(this.#turn.set(axis[0] * sine, axis[1] * sine, axis[2] * sine, Math.cos(half)));
    }
    for (const [influences, slots] of this.#faces)
      for (const [i, slot] of slots.entries()) if (slot !== undefined) influences[slot] = expressions[i];
  }

  /** Places of bones in metres. @param {string[]} names @returns {number[][]} */
  places(names) {
    this.scene.updateWorldMatrix(true, true);
    return names.map((name) => this.scene.getObjectByName(name).getWorldPosition(new Vector3()).toArray());
  }
}
