"""The process that runs the simulated people of a rehearsal."""

from copworkshop.rehearsal.visitors import main

if __name__ == "__main__":
    main()
