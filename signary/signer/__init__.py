"""A rule-based signer: phonological descriptions of signs become SMPL-X motion.

Demonstration lexicon, written from public descriptions, not verified by signers; not for communication.
"""
