"""What `dispatch` offers is what its list says, and a day can be planned with nothing else."""

import types

import dispatch


def test_the_list_is_sorted_and_true():
    assert list(dispatch.__all__) == sorted(dispatch.__all__)
    for name in dispatch.__all__:
        assert getattr(dispatch, name) is not None


def test_nothing_else_is_offered():
    offered = {
        name
        for name, value in vars(dispatch).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert offered == set(dispatch.__all__)
