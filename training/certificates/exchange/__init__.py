"""Registers that go from one installation to another."""
