"""Wrong tries, one row per key and quarter of an hour."""

from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base


class WrongTries(Base):
    """How often a key was tried wrongly in one window of time."""

    __tablename__ = "wrong_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]
