// What the page and the player need of three.js, and a reader of packed .glb files that needs no WebAssembly, which a
// strict page would have to permit; `scripts/build_player.py` bundles it into `three.js` beside this file.
export {
  AnimationMixer,
  Box3,
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  Group,
  HemisphereLight,
  LineBasicMaterial,
  LineSegments,
  LoopOnce,
  MeshLambertMaterial,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Quaternion,
  Scene,
  Vector3,
  WebGLRenderer,
} from "three";
export { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
export { OrbitControls } from "three/addons/controls/OrbitControls.js";
export { MeshoptDecoder } from "meshopt_decoder_reference";
