"""A reader of glTF: the file by pygltflib, nodes, skins and morph targets as the specification defines them."""

import numpy as np
import pygltflib
from meshopt_decoder import decode

_COMPONENTS = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class GltfReader:
    def __init__(self, content):
        self.gltf = pygltflib.GLTF2().load_from_bytes(content)
        self.binary = self.gltf.binary_blob()
        self.names = [node.name for node in self.gltf.nodes]
        self.parents = {child: at for at, node in enumerate(self.gltf.nodes) for child in node.children or ()}
        self._views, self._channels = {}, {}

    def view(self, index):
        if index not in self._views:
            view = self.gltf.bufferViews[index]
            packed = (view.extensions or {}).get("EXT_meshopt_compression")
            if packed is None:
                assert view.buffer == 0
                start = view.byteOffset or 0
                self._views[index] = np.frombuffer(self.binary[start : start + view.byteLength], np.uint8)
            else:
                assert view.buffer == 1
                assert view.byteLength == packed["count"] * packed["byteStride"]
                content = self.binary[packed["byteOffset"] : packed["byteOffset"] + packed["byteLength"]]
                rows = decode(
                    content, packed["mode"], packed["count"], packed["byteStride"], packed.get("filter", "NONE")
                )
                self._views[index] = rows.reshape(-1)
        return self._views[index]

    def accessor(self, index):
        """Numbers of an accessor, shape (count, k); integers that mean fractions as fractions."""
        accessor = self.gltf.accessors[index]
        width, kind = _WIDTHS[accessor.type], np.dtype(_COMPONENTS[accessor.componentType])
        if accessor.bufferView is None:
            array = np.zeros((accessor.count, width), dtype=kind)
        else:
            stride = self.gltf.bufferViews[accessor.bufferView].byteStride or width * kind.itemsize
            start = accessor.byteOffset or 0
            assert start % kind.itemsize == stride % kind.itemsize == 0
            content = self.view(accessor.bufferView)[start:]
            array = np.stack(
                [content[at : at + width * kind.itemsize] for at in range(0, accessor.count * stride, stride)]
            )
            array = array.view(kind).copy()
        if accessor.sparse is not None:
            sparse = accessor.sparse
            where = self.view(sparse.indices.bufferView)[sparse.indices.byteOffset or 0 :]
            where = where[: sparse.count * np.dtype(_COMPONENTS[sparse.indices.componentType]).itemsize]
            where = where.view(_COMPONENTS[sparse.indices.componentType])
            assert (np.diff(where.astype(int)) > 0).all()
            values = self.view(sparse.values.bufferView)[sparse.values.byteOffset or 0 :]
            array[where] = values[: sparse.count * width * kind.itemsize].view(kind).reshape(-1, width)
        if accessor.min:
            np.testing.assert_array_equal(array.min(0), np.array(accessor.min, dtype=kind))
            np.testing.assert_array_equal(array.max(0), np.array(accessor.max, dtype=kind))
        if accessor.normalized:
            return np.maximum(array.astype(np.float64) / np.iinfo(kind).max, -1.0)
        return array

    def channel(self, node, path):
        """Times (T,) and samples (T, k), or None."""
        if (node, path) not in self._channels:
            self._channels[node, path] = self._channel(node, path)
        return self._channels[node, path]

    def _channel(self, node, path):
        if not self.gltf.animations:
            return None
        (animation,) = self.gltf.animations
        for channel in animation.channels:
            if (self.names[channel.target.node], channel.target.path) == (node, path):
                sampler = animation.samplers[channel.sampler]
                assert sampler.interpolation == "LINEAR"
                times = self.accessor(sampler.input)[:, 0]
                return times, self.accessor(sampler.output).reshape(len(times), -1)
        return None

    def sample(self, node, path, time, rest):
        """What a channel has at a time that has a sample, or between two."""
        found = self.channel(node, path)
        if found is None:
            return np.asarray(rest, dtype=np.float64)
        times, samples = found
        assert (np.diff(times) > 0).all()
        value = np.array([np.interp(time, times, column) for column in samples.T])
        return value / np.linalg.norm(value) if path == "rotation" else value

    def worlds(self, time):
        """World matrix of each node, shape (N, 4, 4)."""
        local = []
        for node in self.gltf.nodes:
            matrix = np.eye(4)
            turn = self.sample(node.name, "rotation", time, node.rotation or (0, 0, 0, 1))
            matrix[:3, :3] = _matrix(turn)
            matrix[:3, 3] = self.sample(node.name, "translation", time, node.translation or (0, 0, 0))
            local.append(matrix)
        worlds = {}

        def world(at):
            if at not in worlds:
                worlds[at] = world(self.parents[at]) @ local[at] if at in self.parents else local[at]
            return worlds[at]

        return np.stack([world(at) for at in range(len(local))])

    def places(self, names, times):
        """Where nodes are, shape (T, len(names), 3)."""
        rows = [self.names.index(name) for name in names]
        return np.stack([self.worlds(time)[rows, :3, 3] for time in times])

    def skinned(self, time):
        """Vertices by material, in world space."""
        worlds, found = self.worlds(time), {}
        for node in self.gltf.nodes:
            if node.mesh is None:
                continue
            skin, mesh = self.gltf.skins[node.skin], self.gltf.meshes[node.mesh]
            binds = self.accessor(skin.inverseBindMatrices).reshape(-1, 4, 4).transpose(0, 2, 1)
            bones = worlds[skin.joints] @ binds
            weights = self.sample(node.name, "weights", time, mesh.weights or ())
            for primitive in mesh.primitives:
                at = self.accessor(primitive.attributes.POSITION).astype(np.float64)
                for share, target in zip(weights, primitive.targets or (), strict=True):
                    at += share * self.accessor(self._target(target, "POSITION"))
                joints = self.accessor(primitive.attributes.JOINTS_0)
                shares = self.accessor(primitive.attributes.WEIGHTS_0)
                np.testing.assert_allclose(shares.sum(1), 1, atol=1e-12)
                moved = np.einsum("vkij,vj->vki", bones[joints], np.pad(at, ((0, 0), (0, 1)), constant_values=1))
                name = self.gltf.materials[primitive.material].name
                found[name] = (moved * shares[..., None]).sum(1)[:, :3]
        return found

    @staticmethod
    def _target(target, attribute):
        return target[attribute] if isinstance(target, dict) else getattr(target, attribute)


def _matrix(quaternion):
    x, y, z, w = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
