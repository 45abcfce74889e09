"""The process that a rehearsal's people live in."""

from copworkshop.rehearsal.visitors import main

if __name__ == "__main__":
    main()
