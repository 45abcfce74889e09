"""A room of people over real SSH, for the measurements: the people, the host, and what it is compared with.

Each runs in a process of its own: what the people cost is not counted as what the host costs.
"""
