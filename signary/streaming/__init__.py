"""A session that signs while text comes: text buffer, motion decoder, idle pose, asyncio wrapper."""
