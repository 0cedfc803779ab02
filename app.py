"""The entry: `python app.py` serves; `flask --app app …` administers."""

import sys

from training.application import create_app
from training.serving import serve

__all__ = ["create_app"]

if __name__ == "__main__":
    sys.exit(serve())
