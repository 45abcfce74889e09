"""The nouns: frozen models of a plan, a session and what people say in it. No input or output, no clock."""
