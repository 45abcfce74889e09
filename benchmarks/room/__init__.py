"""A room of simulated people over real SSH, for the measurements: the people, the host, and the servers to compare.

Each of these is a separate process, so that the cost of the people does not count as cost of the host.
"""
