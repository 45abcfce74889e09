"""copworkshop: run Session 4, "Communities of Practice in Action", from a terminal."""
