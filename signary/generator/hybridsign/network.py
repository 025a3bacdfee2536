"""HybridSign's network: joints, experts over time, fusion, velocity (HybridSign, Figure 1; Eq. 12 to 17).

It works on standardised numbers without holes and knows nothing of flows, losses or streams: given frames, clean and
noisy, it says where the noisy ones should move, and what a later run needs to know of the clean ones. What goes in and
comes out may be more precise than the weights: steps of a flow add up what half precision would round away.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from signary.generator.hybridsign.confidence_head import ConfidenceHead, before_chunks
from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.experts import NUM_MODULATIONS, ExpertLayer, Fusion
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.joint_tokens import JointDecoder, JointEncoder
from signary.generator.hybridsign.mixers import MixerCache, MixingFrames
from signary.generator.hybridsign.runs import Caches, Condition, FrameInputs, FramePlaces, SameOfSteps, Velocities
from signary.nn.positions import position_encoding, rotary_turns
from signary.nn.time_embedding import TimeEmbedding


class HybridSignNetwork(nn.Module):
    """Frames, clean and noisy, to velocities of the noisy ones.

    Args:
        config: Sizes and layout.
    """

    coarse_error: torch.Tensor
    joint_features: torch.Tensor
    feature_places: torch.Tensor
    group_of_joint: torch.Tensor
    same_group: torch.Tensor

    def __init__(self, config: HybridSignConfig) -> None:
        super().__init__()
        layout, size, heads = config.pose_layout, config.hidden_size, config.num_attention_heads
        groups = list(config.group_joints.values())
        self.config, self.num_groups = config, len(groups)
        widest = max(layout.widths)
        # Of coarse motion: how a frame differs from it, itself, its surroundings, and where the last chunk ended.
        surroundings = 2 * config.lookahead + 1 if config.lookahead else 2
        num_inputs = (3 + surroundings if config.refines else 1) * widest + 1
        self.joints = JointEncoder(groups, num_inputs, config.joint_size, size, heads)
        self.time = TimeEmbedding(size)
        if config.average_velocity:
            self.span = TimeEmbedding(size)
        self.modulate = nn.Linear(size, NUM_MODULATIONS * size)
        self.text_in = nn.Linear(config.text_size, size)
        self.text_norm = nn.LayerNorm(size)
        #: Stands before every text; a frame without a text has something to attend to.
        self.no_text = nn.Parameter(torch.empty(size))
        if config.num_signers:
            self.signers = nn.Embedding(config.num_signers, size)
        self.layers = nn.ModuleList(
            ExpertLayer(len(groups), size, heads, config.mixer) for _ in range(config.num_hidden_layers)
        )
        self.fusion = Fusion(size)
        self.decoder = JointDecoder(groups, widest, config.joint_size, size, sure=not config.confidence_memory)
        if config.confidence_memory:
            self.sureness = ConfidenceHead(groups, size)
        #: How far coarse motion is off, standardised; the unit of what a refiner sees, says and starts from.
        self.register_buffer("coarse_error", torch.ones(layout.num_features))
        for name, table in self._tables().items():
            self.register_buffer(name, table, persistent=False)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Start of the parameters that belong to no part, and the tables, which no checkpoint holds."""
        nn.init.normal_(self.no_text)
        nn.init.ones_(self.coarse_error)
        for name, table in self._tables().items():
            getattr(self, name).copy_(table)

    def average_nothing_yet(self) -> None:
        """Let average velocities over any span be those at its beginning, until training says more."""
        with torch.no_grad():
            for parameter in self.span.second.parameters():
                parameter.zero_()

    def _tables(self) -> dict[str, torch.Tensor]:
        """How numbers, joints and groups belong together.

        `joint_features` (J, widest): index of each joint's numbers, D where it has fewer. `feature_places` (D,): where
        each number stands in (J · widest). `group_of_joint` (J,), `same_group` (J, J).
        """
        layout = self.config.pose_layout
        widest, num_features = max(layout.widths), layout.num_features
        spans = [list(range(at, at + width)) for at, width in zip(layout.offsets, layout.widths, strict=True)]
        padded = [span + [num_features] * (widest - len(span)) for span in spans]
        places = [joint * widest + at for joint, span in enumerate(spans) for at in range(len(span))]
        group = torch.zeros(len(layout.joints), dtype=torch.long)
        for number, joints in enumerate(self.config.group_joints.values()):
            group[list(joints)] = number
        return {
            "joint_features": torch.tensor(padded),
            "feature_places": torch.tensor(places),
            "group_of_joint": group,
            "same_group": group[:, None] == group,
        }

    def read(self, text_states: torch.Tensor, text_mask: torch.Tensor, signer: torch.Tensor | None) -> Condition:
        """Prepare a condition.

        Args:
            text_states: Tensor of shape (B, S, text_size), finite.
            text_mask: Booleans of shape (B, 1 or T, S).
            signer: Integers of shape (B,), or None.
        """
        nothing = self.no_text.expand(len(text_states), 1, -1)
        text = self.text_norm(torch.cat([nothing, self.text_in(text_states.to(nothing))], dim=1))
        seen = functional.pad(text_mask, (1, 0), value=True)[:, None].repeat(self.num_groups, 1, 1, 1)
        mask = torch.zeros(seen.shape, dtype=text.dtype, device=text.device).masked_fill(~seen, float("-inf"))
        memories = tuple(layer.text.remember(text) for layer in self._layers())
        return Condition(memories, mask, None if signer is None else self.signers(signer)[:, None])

    def places(
        self,
        plan: FramePlan,
        first: int | torch.Tensor,
        in_sentence: torch.Tensor,
        counted: torch.Tensor | None = None,
        past: torch.Tensor | None = None,
    ) -> FramePlaces:
        """Where frames are.

        Args:
            plan: Which frames there are.
            first: Frames of the stream before this run; of streams side by side integers of shape (B,).
            in_sentence: Position in its sentence of each frame of this run, integers of shape (B or 1, T), T clean or
                noisy frames.
            counted: Booleans of shape (B, N), false for padding, which only the padding itself sees.
            past: Clean frames in the cache of each row, the last ones of the plan's, integers of shape (B,). Default:
                all.
        """
        device = self.same_group.device
        positions, visible = plan.positions(device), plan.visible(device)[None]
        if counted is not None:
            itself = torch.eye(plan.num_frames, dtype=torch.bool, device=device)
            visible = visible & (counted[:, None] | itself)
        if past is not None:
            keys = torch.arange(visible.shape[-1], device=device)
            visible = visible & (keys >= plan.past - past[:, None])[:, None]
        dtype = self.no_text.dtype
        mask = torch.zeros(visible.shape, dtype=dtype, device=device).masked_fill(~visible, float("-inf"))
        head = self.config.hidden_size // self.config.num_attention_heads
        if isinstance(first, torch.Tensor):
            turns = (
                rotary_turns(positions + first[:, None], head).repeat(1, self.num_groups, 1, 1)[:, :, None].to(dtype)
            )
        else:
            turns = rotary_turns(positions + first, head).to(dtype)
        encoding = position_encoding(in_sentence[:, positions], self.config.hidden_size)
        return FramePlaces(plan, mask[:, None], turns.to(dtype), encoding.to(dtype))

    def forward(
        self, inputs: FrameInputs, places: FramePlaces, condition: Condition, caches: Caches | None = None
    ) -> Velocities:
        """Where the noisy frames should move.

        Args:
            inputs: The frames.
            places: Where they are; at least one chunk.
            condition: What they are to say.
            caches: What `write` returned last, if `places.plan.past` frames came before.
        """
        return self.move_and_write(inputs, places, condition, caches)[0]

    def move_and_write(
        self, inputs: FrameInputs, places: FramePlaces, condition: Condition, caches: Caches | None = None
    ) -> tuple[Velocities, Caches]:
        """As `forward`; and what later runs need to know of the clean frames, None of each layer if nothing."""
        plan, (joints, tokens, shared, frames) = places.plan, self._enter(inputs, places, condition)
        text_mask, after = condition.text_mask, list[MixerCache | None]()
        if text_mask is not None and text_mask.shape[2] > 1:
            text_mask = text_mask[:, :, plan.positions(text_mask.device)]
        for at, (layer, memory) in enumerate(zip(self._layers(), condition.memories, strict=True)):
            tokens, cache = layer(tokens, shared, frames, memory, text_mask, caches[at] if caches else None)
            after.append(cache)
        made = tokens[:, :, plan.clean :]
        fused = self.fusion(made)
        said, logits = self.decoder(joints[:, plan.clean :], made, fused)
        if logits is None:
            logits = self.sureness(made, fused, self._sure_before(inputs, plan), plan)
        kind = inputs.values.dtype
        said = said.flatten(2)[..., self.feature_places].to(kind)
        velocity = said if inputs.coarse is None else self._to_refined(said, inputs, plan)
        return Velocities(velocity, logits.to(kind)), tuple(after)

    def write(
        self, inputs: FrameInputs, places: FramePlaces, condition: Condition, caches: Caches | None = None
    ) -> Caches:
        """What later runs need to know of clean frames. Arguments as for `forward`; no chunks, one sentence."""
        _, tokens, shared, frames = self._enter(inputs, places, condition)
        after, layers = list[MixerCache | None](), self._layers()
        for at, (layer, memory) in enumerate(zip(layers[:-1], condition.memories[:-1], strict=True)):
            tokens, cache = layer(tokens, shared, frames, memory, condition.text_mask, caches[at] if caches else None)
            after.append(cache)
        # Nothing comes behind the last layer.
        after.append(layers[-1].write(tokens, shared, frames, caches[-1] if caches else None))
        return tuple(after)

    def _enter(
        self, inputs: FrameInputs, places: FramePlaces, condition: Condition
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, MixingFrames]:
        """Joints (B, N, J, e), tokens (G, B, N, d), shared modulation and what layers know of the frames."""
        joints, tokens = self.joints(self._joint_inputs(inputs, places.plan), self.same_group)
        frames = MixingFrames(places.plan, places.mask, places.turns, self._group_confidence(inputs.confidence))
        shared = self._modulation(inputs, condition.signer, places.plan) if inputs.same is None else inputs.same.shared
        return joints, tokens + places.encoding, shared, frames

    def _sure_before(self, inputs: FrameInputs, plan: FramePlan) -> torch.Tensor:
        """Confidence before each chunk, (B, K, confidence_memory, J)."""
        if inputs.sure_before is not None:
            return inputs.sure_before[:, None]
        return before_chunks(inputs.confidence[:, : plan.clean], plan, self.config.confidence_memory)

    def _layers(self) -> list[ExpertLayer]:
        return [layer for layer in self.layers if isinstance(layer, ExpertLayer)]

    def _joint_inputs(self, inputs: FrameInputs, plan: FramePlan) -> torch.Tensor:
        """Values, confidence and coarse motion of each joint, shape (B, N, J, num_inputs)."""
        sure = inputs.confidence[..., None]
        if inputs.coarse is None:
            parts = [self._of_joints(inputs.values), sure]
        else:
            # Near coarse motion what is seen is where a frame differs from it, and that is nothing where it is missing.
            apart = self._of_joints((inputs.values - inputs.coarse) / self.coarse_error)
            apart = torch.where(sure > 0, apart, 0.0)
            told = self._told(inputs, plan) if inputs.same is None else inputs.same.told
            assert told is not None
            parts = [apart, sure, told, self._seams(apart, inputs, plan)]
        return torch.cat(parts, dim=-1).to(self.no_text.dtype)

    def steps(
        self,
        inputs: FrameInputs,
        times: torch.Tensor,
        until: torch.Tensor | None,
        signer: torch.Tensor | None,
        plan: FramePlan,
    ) -> list[SameOfSteps]:
        """What the steps of a flow share; arguments as of `forward`, of one step.

        Args:
            inputs: The frames at the first step.
            times: Times of the steps, before them that of the clean frames, if there are any; of shape (steps,) or one
                more.
            until: Times until which velocities are averaged, the same; None at an instant.
            signer: Of the condition.
            plan: One chunk, perhaps after clean frames, which only the first step sees.
        """
        told = None if inputs.coarse is None else self._told(inputs, plan)
        ends = None if until is None else until[:, None, None]
        said = self._said_of_time(self._embedded(times[:, None, None], ends), signer)  # (steps, B or 1, 1, 9 · d)
        if not plan.clean:
            return [SameOfSteps(told, shared) for shared in said]
        first = torch.cat([said[0].expand(-1, plan.clean, -1), said[1].expand(-1, sum(plan.chunks), -1)], dim=1)
        of_noisy = None if told is None else told[:, plan.clean :]
        return [SameOfSteps(told, first), *(SameOfSteps(of_noisy, shared) for shared in said[2:])]

    def _told(self, inputs: FrameInputs, plan: FramePlan) -> torch.Tensor:
        """What joints are told of coarse motion: itself and its surroundings."""
        assert inputs.coarse is not None
        return torch.cat([self._of_joints(each) for each in (inputs.coarse, *self._surroundings(inputs, plan))], dim=-1)

    def _surroundings(self, inputs: FrameInputs, plan: FramePlan) -> tuple[torch.Tensor, ...]:
        """How coarse motion around a frame differs from that of the frame, in units of its error, (B, N, D) each."""
        if inputs.around is None:
            return self._around(inputs, plan)
        assert inputs.coarse is not None
        return ((inputs.around - inputs.coarse[:, :, None]) / self.coarse_error).unbind(2)

    def _around(self, inputs: FrameInputs, plan: FramePlan) -> tuple[torch.Tensor, torch.Tensor]:
        """How coarse motion changes from the frame before and to the next one, in units of its error, (B, N, D) each.

        Attention finds neighbours, too, but jitter is told by differences that are small beside the motion itself.
        Nobody knows the frame after a chunk, nor that after a clean one that has just been made.
        """
        assert inputs.coarse is not None
        since, until = list[torch.Tensor](), list[torch.Tensor]()
        of_clean, of_noisy = inputs.coarse[:, : plan.clean], inputs.coarse[:, plan.clean :]
        for run in (of_clean, of_noisy):
            if run is of_noisy and plan.first:
                before = of_clean[:, plan.first - 1 : plan.first]
            else:
                before = run[:, :1] if inputs.before is None else inputs.before[:, :1]
            changes = torch.cat([before, run], dim=1).diff(dim=1)
            since.append(changes)
            until.append(functional.pad(changes[:, 1:], (0, 0, 0, 1))[:, : run.shape[1]])
        chunk = plan.chunk_of_frame(self.coarse_error.device)
        goes_on = functional.pad((chunk.diff() == 0) & (chunk[1:] >= 0), (0, 1))
        after = torch.where(goes_on[:, None], torch.cat(until, dim=1), 0.0)
        return torch.cat(since, dim=1) / self.coarse_error, after / self.coarse_error

    def _seams(self, apart: torch.Tensor, inputs: FrameInputs, plan: FramePlan) -> torch.Tensor:
        """What the last frame before a chunk has been given beside coarse motion, (B, N, J, widest); 0 of clean frames.

        Where a chunk begins, motion goes on without a step if what it is given begins there.
        """
        if not plan.chunks:
            return torch.zeros_like(apart)
        first = torch.zeros_like(apart[:, :1])
        if inputs.before is not None:
            first = self._of_joints((inputs.before[:, 1:] - inputs.before[:, :1]) / self.coarse_error)
        if not plan.clean:
            return first.expand_as(apart)
        ends = torch.cat([first, apart[:, : plan.clean]], dim=1)
        at = torch.tensor(plan.starts or (0,), device=apart.device)[plan.chunk_of_frame(apart.device)[plan.clean :]]
        return torch.cat([torch.zeros_like(apart[:, : plan.clean]), ends[:, at]], dim=1)

    def _of_joints(self, values: torch.Tensor) -> torch.Tensor:
        """(B, N, D) to (B, N, J, widest), 0 where a joint has fewer numbers."""
        return functional.pad(values, (0, 1))[..., self.joint_features]

    def _group_confidence(self, confidence: torch.Tensor) -> torch.Tensor:
        """c̄ of Eq. 17 for each group: (B, N, J) to (G, B, N)."""
        member = functional.one_hot(self.group_of_joint, self.num_groups).to(confidence.dtype)
        mean = confidence @ (member / member.sum(0))
        return mean.permute(2, 0, 1).to(self.no_text.dtype)

    def _modulation(self, inputs: FrameInputs, signer: torch.Tensor | None, plan: FramePlan) -> torch.Tensor:
        """What the flow's time says to every frame, shape (B or 1, N or 1, 9 · d)."""
        shared = self._said_of_time(self._embedded(inputs.times, inputs.until), signer)
        if inputs.times.shape[1] == 1:
            return shared
        return torch.as_tensor(shared.index_select(1, plan.time_of_frame(shared.device)))

    def _embedded(self, times: torch.Tensor, until: torch.Tensor | None) -> torch.Tensor:
        """Embedding of times (…), and of how long their velocities are averaged, of shape (…, d)."""
        embedded = self.time(times)
        return torch.as_tensor(embedded if until is None else embedded + self.span(until - times))

    def _said_of_time(self, embedded: torch.Tensor, signer: torch.Tensor | None) -> torch.Tensor:
        return torch.as_tensor(self.modulate(functional.silu(embedded if signer is None else embedded + signer)))

    def _to_refined(self, said: torch.Tensor, inputs: FrameInputs, plan: FramePlan) -> torch.Tensor:
        """The velocity of noisy frames to the end that is seen for their flow, (B, M, D).

        A velocity said outright would have to say the noise of the start, too, number by number, for the noise to be
        gone at the end: what of it were missed would be jitter. And where noise is small, a frame on the way tells its
        end, x_t − coarse = t·r + (1 − t)·σ·noise: the best linear guess of r, of variance 1, is read off it, and the
        network says the rest in units of what that leaves open (as Karras et al. 2022 scale denoisers).
        """
        assert inputs.coarse is not None
        times = inputs.times[:, plan.time_of_frame(said.device)[plan.clean :], None]
        coarse, noisy = inputs.coarse[:, plan.clean :], inputs.values[:, plan.clean :]
        sigma = self.config.coarse_sigma or 0.0
        variance = (times.square() + ((1 - times) * sigma).square()).clamp(min=torch.finfo(times.dtype).tiny)
        read = (noisy - coarse) * times / variance
        # At t = 0 nothing can be read off the frame; later, and without noise, everything.
        left_open = torch.where(times > 0, (1 - times) * sigma / variance.sqrt(), 1.0)
        return (coarse + read + left_open * self.coarse_error * said - noisy) / (1 - times)
