// Layout `smplx` of signary: 133 numbers a frame. 41 rotations (axis times angle in radians, relative to the parent,
// zero is the rest position), then ten coefficients of the face. Order and names are those of
// signary/pose/skeletons/smplx.py and rest.py; a test compares them.

export const LAYOUT = "smplx";

const FINGERS = ["index", "middle", "pinky", "ring", "thumb"];

const hand = (side) => FINGERS.flatMap((finger) => [1, 2, 3].map((part) => `${side}_${finger}${part}`));

/** Joints that have a rotation, in the order of the channels. */
export const ROTATED = [
  "neck",
  "left_collar",
  "right_collar",
  "head",
  "left_shoulder",
  "right_shoulder",
  "left_elbow",
  "right_elbow",
  "left_wrist",
  "right_wrist",
  ...hand("left"),
  ...hand("right"),
  "jaw",
];

/** Morph targets of the face, in the order of the last ten channels. */
export const EXPRESSIONS = [
  "brows_raised",
  "brows_furrowed",
  "eyes_closed",
  "smile",
  "pucker",
  "stretched",
  "lips_parted",
  "cheeks_puffed",
  "lips_pressed",
  "nose_wrinkled",
];

export const CHANNELS = 3 * ROTATED.length + EXPRESSIONS.length;
