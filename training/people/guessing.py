"""Whose wrong passwords count together, and how many there may be in a quarter of an hour."""

import uuid

from training.kernel.access import Device

WRONG_HERE = 12
"""On a device where this account signed in before: what strangers type does not count here."""
WRONG_FROM_A_NETWORK = 12
"""For one name, from a network: all devices where it never signed in count together."""
WRONG_FOR_A_NAME = 120
"""For one name, from everywhere: a guesser with many addresses."""
WRONG_IN_ALL = 300
"""From one network, for all names: a guesser with many names, and the CPU that hashing takes."""


def budgets(name: str, account_id: uuid.UUID | None, device: Device) -> dict[str, int]:
    """The keys under which a wrong password for this name counts, each with its limit.

    A name that nobody has is treated as one that somebody has, elsewhere.
    """
    if account_id is not None and account_id in device.accounts:
        return {f"sign-in:{account_id}:{device.id}": WRONG_HERE}
    name = name[:60]
    return {
        f"sign-in:{name}:from:{device.network}": WRONG_FROM_A_NETWORK,
        f"sign-in:{name}": WRONG_FOR_A_NAME,
        f"sign-in:from:{device.network}": WRONG_IN_ALL,
    }
