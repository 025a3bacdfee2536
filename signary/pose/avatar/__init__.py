"""The figure of the project, as a skinned mesh on the rest body's own bones, and what is made of it."""
