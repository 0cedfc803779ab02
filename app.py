"""The entry: `python app.py` serves, `python app.py --demo` shows a demonstration.

`flask --app app …` administers.
"""

import sys

from training.entry import create_app, main

__all__ = ["create_app"]

if __name__ == "__main__":
    sys.exit(main())
