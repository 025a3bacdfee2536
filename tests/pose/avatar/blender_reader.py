"""What Blender makes of a file, as JSON: `python blender_reader.py FILE FPS OUT`; needs `bpy` (Blender as a module)."""

import json
import sys

import bpy


def _import(path, fps):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.render.fps = fps
    if path.endswith(".bvh"):
        bpy.ops.import_anim.bvh(filepath=path, update_scene_fps=True, update_scene_duration=True)
    else:
        bpy.ops.import_scene.gltf(filepath=path)


def _places(armature, frames):
    """Frame -> bone -> head in world space, y up again."""
    found = []
    for frame in frames:
        bpy.context.scene.frame_set(int(frame), subframe=frame - int(frame))
        heads = {bone.name: armature.matrix_world @ bone.head for bone in armature.pose.bones}
        found.append({name: (at.x, at.z, -at.y) for name, at in heads.items()})
    return found


def _shapes(frames):
    found = []
    for frame in frames:
        bpy.context.scene.frame_set(int(frame))
        keys = [mesh.shape_keys for mesh in bpy.data.meshes if mesh.shape_keys]
        found.append({block.name: block.value for key in keys for block in key.key_blocks[1:]})
    return found


def _heights():
    """Heights of the vertices of the figure; the importer brings a mesh of its own, to draw bones with."""
    meshes = [thing for thing in bpy.data.objects if thing.type == "MESH" and thing.find_armature()]
    return [(thing.matrix_world @ corner.co).z for thing in meshes for corner in thing.data.vertices]


def main(path, fps, out):
    _import(path, int(fps))
    (armature,) = [thing for thing in bpy.data.objects if thing.type == "ARMATURE"]
    first, last = armature.animation_data.action.frame_range
    frames = range(round(first), round(last) + 1)
    scene = bpy.context.scene
    result = {
        "objects": sorted(thing.name for thing in bpy.data.objects),
        "actions": sorted(action.name for action in bpy.data.actions),
        "materials": sorted(material.name for material in bpy.data.materials),
        "fps": scene.render.fps / scene.render.fps_base,
        "range": [first, last],
        "bones": [bone.name for bone in armature.pose.bones],
        "extras": {name: scene[name] for name in ("text", "language", "notice", "fps", "frames") if name in scene},
        "heads": _places(armature, frames),
        "shapes": _shapes(frames),
        "soles": min(_heights(), default=None),
    }
    with open(out, "w") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main(*sys.argv[-3:])
