"""A server: text over HTTP and WebSockets to motion, for pages and programs (extra `serve`)."""
