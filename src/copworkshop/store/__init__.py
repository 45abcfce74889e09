"""Sessions as folders of files: durable writes, one owner, and recovery."""
