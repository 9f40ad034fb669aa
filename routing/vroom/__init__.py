"""Reads problems in the JSON of VROOM, and writes solutions in its format.

For users of VROOM who want to try Naru on what they have: `python -m routing.vroom IN OUT`. What is
understood, and what is refused by name, is in docs/vroom.md.
"""

from routing.vroom.building import VroomProblem, read_vroom
from routing.vroom.fields import VroomError
from routing.vroom.writing import solution_json

__all__ = ["VroomError", "VroomProblem", "read_vroom", "solution_json"]
