import pytest

from training.adapters import addresses
from training.adapters.addresses import Interface, choose_lan_addresses, is_own_address

VENUE = Interface("wlan0 wi-fi", ("192.168.1.20", "fe80::1"))
OFFICE = Interface("eth0 ethernet", ("10.1.2.3",))
OTHER = Interface("eth1 ethernet", ("172.20.0.9",))
INSIDE = (
    Interface("lo lo", ("127.0.0.1", "::1")),
    Interface("docker0 docker0", ("172.17.0.1",)),
    Interface("br-4f2a br-4f2a", ("172.18.0.1",)),
    Interface("{guid} vethernet (wsl)", ("172.29.16.1",)),
    Interface("{guid} virtualbox host-only ethernet adapter", ("192.168.56.1",)),
    Interface("wlan1 wi-fi", ("169.254.7.7",)),
    Interface("wlan1", ("169.254.3.4", "2001:db8::5")),
)


def test_the_venues_router_comes_first_whatever_the_system_lists_first() -> None:
    assert choose_lan_addresses((OTHER, OFFICE, VENUE)) == (
        "192.168.1.20",
        "10.1.2.3",
        "172.20.0.9",
    )


@pytest.mark.parametrize("interface", INSIDE, ids=lambda each: each.name)
def test_an_address_that_no_phone_can_reach_is_left_out(interface: Interface) -> None:
    assert choose_lan_addresses((interface,)) == ()


def test_an_unusual_network_is_better_than_none() -> None:
    found = choose_lan_addresses([Interface("eth0", ("192.0.2.7",)), Interface("w", ("10.0.0.4",))])
    assert found == ("10.0.0.4", "192.0.2.7")


def test_the_same_address_on_two_interfaces_is_named_once() -> None:
    twice = Interface("bond0 bond0", VENUE.addresses)
    assert choose_lan_addresses((VENUE, twice)) == ("192.168.1.20",)


def test_addresses_in_one_network_are_ordered_as_numbers() -> None:
    both = Interface("wlan0 wi-fi", ("192.168.1.100", "192.168.1.20"))
    assert choose_lan_addresses((both,)) == ("192.168.1.20", "192.168.1.100")


@pytest.mark.parametrize(
    "remote", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "192.168.1.20", "fe80::1%wlan0"]
)
def test_this_machine_knows_itself(remote: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "read_interfaces", lambda: (VENUE, OFFICE))
    assert is_own_address(remote)


@pytest.mark.parametrize("remote", ["192.168.1.21", "10.0.0.1", "", "localhost", "fe80::2", "1"])
def test_a_phone_is_not_this_machine(remote: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "read_interfaces", lambda: (VENUE, OFFICE))
    assert not is_own_address(remote)


def test_a_system_that_does_not_tell_its_interfaces_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise OSError("not permitted")

    monkeypatch.setattr("ifaddr.get_adapters", refuse)
    assert addresses.lan_addresses() == ()
    assert is_own_address("127.0.0.1")


def test_the_real_interfaces_can_be_read() -> None:
    assert all(address.count(".") == 3 for address in addresses.lan_addresses())
