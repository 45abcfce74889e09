"""``python -m copworkshop`` is the command ``copworkshop``."""

from copworkshop.cli import main

if __name__ == "__main__":
    main()
