"""A contract for import-linter: a room is entered through its doors, never through a window.

A room is a package directly below the root package that is not one of the floors. From another
room only `doors` may be imported (`training.quizzes.rules`, but not `training.quizzes.views`).
One window is open: a `store`, or the `statements` that it keeps beside it, may read another room's
`tables`, since a list of seats in the order of names is one query and not sixty
(docs/decisions/0004-doors-between-rooms.md).
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomDoorsContract(Contract):
    """Options: `floors`, the packages that are not rooms; `doors`, the modules open to all."""

    type_name = "doors"

    floors: Any = fields.SetField(subfield=fields.StringField())
    doors: Any = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - theirs
        """Looks at every direct import between two rooms."""
        (root,) = self.session_options["root_packages"]
        rooms = {name for name in graph.find_children(root) if self._is_room(name)}
        breaches = [
            (importer, imported, line)
            for room in sorted(rooms)
            for importer in sorted({room, *graph.find_descendants(room)})
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_window(imported, room, rooms) and not _reads_tables(importer, imported)
            for line in _lines(graph, importer, imported)
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that does not use a door."""
        for importer, imported, line in check.metadata["breaches"]:
            output.print_error(f"{importer} (l. {line}) imports {imported}", bold=False)
        output.print(f"Open to other rooms: {', '.join(sorted(self.doors))}.")

    def _is_room(self, name: str) -> bool:
        return name.rpartition(".")[2] not in self.floors

    def _is_window(self, imported: str, room: str, rooms: set[str]) -> bool:
        owner = ".".join(imported.split(".")[:2])
        if owner == room or owner not in rooms:
            return False
        return imported == owner or imported.split(".")[2] not in self.doors


def _reads_tables(importer: str, imported: str) -> bool:
    return importer.endswith((".store", ".statements")) and imported.endswith(".tables")


def _lines(graph: ImportGraph, importer: str, imported: str) -> list[int]:
    details = graph.get_import_details(importer=importer, imported=imported)
    return [detail["line_number"] for detail in details]
