// Where three.js has the nodes, vertices and morph weights of animated files: node joints.mjs FILE.glb FRAMES FPS OUT.json
import fs from 'node:fs';
import { MeshoptDecoder } from 'meshoptimizer';
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

globalThis.self = globalThis;
const [path, frames, fps, out] = process.argv.slice(2);
const bytes = fs.readFileSync(path);
const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
const gltf = await loader.parseAsync(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), '');
const mixer = new THREE.AnimationMixer(gltf.scene);
for (const clip of gltf.animations) {
  const action = mixer.clipAction(clip).setLoop(THREE.LoopOnce);
  action.clampWhenFinished = true;
  action.play();
}

const meshes = [];
gltf.scene.traverse((node) => node.isSkinnedMesh && meshes.push(node));
const result = {
  animations: gltf.animations.map((clip) => ({ name: clip.name, duration: clip.duration, tracks: clip.tracks.length })),
  extras: gltf.scene.userData,
  morphs: meshes.flatMap((mesh) => Object.keys(mesh.morphTargetDictionary ?? {})),
  places: [],
  weights: [],
  vertices: [],
};
const at = new THREE.Vector3();
for (let frame = 0; frame < Number(frames); frame++) {
  mixer.setTime(frame / Number(fps));
  gltf.scene.updateMatrixWorld(true);
  const places = {};
  gltf.scene.traverse((node) => (places[node.name] = node.getWorldPosition(at).toArray()));
  result.places.push(places);
  result.weights.push(meshes.find((mesh) => mesh.morphTargetInfluences)?.morphTargetInfluences.slice() ?? []);
  if (frame === Math.floor(Number(frames) / 2)) {
    for (const mesh of meshes) {
      mesh.skeleton.update();
      for (let i = 0; i < mesh.geometry.attributes.position.count; i++)
        result.vertices.push(mesh.localToWorld(mesh.getVertexPosition(i, at)).toArray());
    }
  }
}
fs.writeFileSync(out, JSON.stringify(result));
