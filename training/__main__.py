"""`python -m training`: as `python app.py`, wherever the software is installed."""

import sys

from training.entry import main

if __name__ == "__main__":
    sys.exit(main())
