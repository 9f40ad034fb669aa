"""Brings arrays into the exact form that the kernels take, or says why they cannot be."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scalar = TypeVar("Scalar", np.int32, np.int64, np.float64)


def contiguous(name: str, values: ArrayLike, dtype: type[Scalar]) -> NDArray[Scalar]:
    """Return ``values`` as a contiguous 1-D array of ``dtype``, copied only where needed.

    Raises
    ------
    ValueError
        If the values are not numbers in one row, or an integer does not fit.
    """
    given: NDArray[Any] = np.asarray(values)
    if given.ndim != 1:
        raise ValueError(f"{name} must have one dimension, not {given.ndim}.")
    if given.dtype == dtype:
        return np.ascontiguousarray(given)
    if given.dtype.kind not in ("iuf" if dtype is np.float64 else "iu") and given.size:
        raise ValueError(f"{name} must hold {np.dtype(dtype).name}, not {given.dtype.name}.")
    if dtype is not np.float64 and given.size:
        limits = np.iinfo(np.int32 if dtype is np.int32 else np.int64)
        if given.min() < limits.min or given.max() > limits.max:
            raise ValueError(f"{name} must fit into {np.dtype(dtype).name}.")
    return np.ascontiguousarray(given, dtype=dtype)
