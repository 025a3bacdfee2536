// How three-vrm plays a .vrma on a .vrm: node avatar.mjs FILE.vrm FILE.vrma FRAMES FPS OUT.json
import fs from 'node:fs';
import { VRMLoaderPlugin } from '@pixiv/three-vrm';
import { createVRMAnimationClip, VRMAnimationLoaderPlugin } from '@pixiv/three-vrm-animation';
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

globalThis.self = globalThis;
const warnings = [];
console.warn = (...words) => warnings.push(words.join(' '));
const [model, motion, frames, fps, out] = process.argv.slice(2);
const loader = new GLTFLoader();
loader.register((parser) => new VRMLoaderPlugin(parser));
loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
const load = async (path) => {
  const bytes = fs.readFileSync(path);
  return (await loader.parseAsync(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), '')).userData;
};
const { vrm } = await load(model);
const { vrmAnimations } = await load(motion);
const clip = createVRMAnimationClip(vrmAnimations[0], vrm);
const mixer = new THREE.AnimationMixer(vrm.scene);
const action = mixer.clipAction(clip).setLoop(THREE.LoopOnce);
action.clampWhenFinished = true;
action.play();

const result = { warnings, animations: vrmAnimations.length, duration: clip.duration, tracks: clip.tracks.length };
result.places = [];
result.weights = [];
const at = new THREE.Vector3();
for (let frame = 0; frame < Number(frames); frame++) {
  mixer.setTime(frame / Number(fps));
  vrm.update(0);
  vrm.scene.updateMatrixWorld(true);
  const places = {};
  for (const name of Object.keys(vrm.humanoid.humanBones))
    places[name] = vrm.humanoid.getRawBoneNode(name).getWorldPosition(at).toArray();
  result.places.push(places);
  result.weights.push(
    Object.fromEntries(vrm.expressionManager.expressions.map((each) => [each.expressionName, each.weight])),
  );
}
fs.writeFileSync(out, JSON.stringify(result));
