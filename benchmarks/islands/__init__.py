"""Islands served by timetable: a benchmark of our own (benchmarks/instances/islands/README.md)."""
