"""Takes rests in every way that the rules allow, slowly and plainly, to know the first return."""

from dataclasses import dataclass, replace

from routing.drive import task_at


@dataclass(frozen=True)
class Driver:
    """Where and when, what counts since the last rest by each rule, and the meals eaten."""

    here: int | None
    now: int
    since: tuple[int, ...]
    eaten: frozenset[int]


def first_return(problem, vehicle_type, tasks, departure):
    """Earliest return of a vehicle that leaves at a moment; None if it cannot keep the rules."""
    vehicle = problem.vehicle_types[vehicle_type]
    eaten = {
        number
        for number, meal in enumerate(vehicle.meals)
        if departure >= meal.span[0] + meal.duration
    }
    begin = Driver(vehicle.start, departure, (0,) * len(vehicle.rests), frozenset(eaten))
    day = Day(problem, vehicle_type)
    returns = [driver.now for driver in day.after(begin, list(tasks))]
    return min((moment for moment in returns if moment <= vehicle.shift[1]), default=None)


@dataclass(frozen=True)
class Day:
    """What a vehicle may do; each method yields every way that it can go on."""

    problem: object
    vehicle_type: int

    @property
    def vehicle(self):
        return self.problem.vehicle_types[self.vehicle_type]

    @property
    def lengths(self):
        lengths = {rule.rest for rule in self.vehicle.rests}
        return sorted(lengths | {meal.duration for meal in self.vehicle.meals})

    def after(self, driver, tasks):
        if not tasks:
            yield from self.travel(driver, self.vehicle.end)
            return
        (index, kind), *rest = tasks
        task = task_at(self.problem, self.vehicle_type, index, kind)
        busy = task.service
        if driver.here != task.location:
            busy += self.problem.locations[task.location].access
        request = None if kind == "reload" else self.problem.requests[index]
        ready = request.release if kind == "pickup" else 0
        for arrived in self.travel(driver, task.location):
            for visited in self.visit(arrived, task, busy, ready):
                yield from self.after(visited, rest)

    def visit(self, driver, task, busy, ready):
        def start_from(moment):
            return next(
                (
                    start
                    for start in range(max(moment, ready), task.windows[-1][1] + 1)
                    if any(first <= start <= last for first, last in task.windows)
                    and all(start + busy <= a or start >= b for a, b in task.closed)
                ),
                None,
            )

        free = start_from(driver.now)
        if free is None:
            return
        begins = {driver.now, free}
        begins |= {meal.span[0] for meal in self.vehicle.meals if meal.span[0] > driver.now}
        begins |= {max(free, meal.span[0]) for meal in self.vehicle.meals}
        ways = [(driver, free)]
        for begin in begins:
            for length in self.lengths:
                end = begin + length
                rested = self.rested(driver, begin, end, (driver.now, free), (0, 0))
                ways.append((rested, start_from(end)))
        for rested, start in ways:
            if start is None:
                continue
            since = tuple(
                have + (busy if rule.of == "work" else 0)
                for have, rule in zip(rested.since, self.vehicle.rests, strict=True)
            )
            done = replace(rested, here=task.location, now=start + busy, since=since)
            if self.keeps(done):
                yield done

    def keeps(self, driver):
        rules = zip(driver.since, self.vehicle.rests, strict=True)
        return all(have <= rule.within for have, rule in rules) and all(
            number in driver.eaten or driver.now <= meal.span[1] - meal.duration
            for number, meal in enumerate(self.vehicle.meals)
        )

    def rested(self, driver, begin, end, waiting, crossing):
        """The driver after a rest; some rules do not count what of it is waiting or crossing."""

        def counted(rule):
            first = begin if rule.counts_waiting else max(begin, min(end, waiting[1]))
            last = end
            if not rule.counts_crossing and crossing[0] < crossing[1]:
                last = min(end, crossing[0])
            return first, last

        def length(rule):
            return counted(rule)[1] - counted(rule)[0]

        since = tuple(
            0 if length(rule) >= rule.rest else have
            for have, rule in zip(driver.since, self.vehicle.rests, strict=True)
        )
        eaten = {
            number
            for number, meal in enumerate(self.vehicle.meals)
            if min(counted(meal)[1], meal.span[1]) - max(counted(meal)[0], meal.span[0])
            >= meal.duration
        }
        return replace(driver, now=end, since=since, eaten=driver.eaten | eaten)

    def travel(self, driver, there):
        if driver.here is None or there is None:
            yield replace(driver, here=there)
            return
        places = self.problem.locations
        if places[driver.here].zone == places[there].zone:
            yield from self.drive(driver, there)
            return
        for link in self.problem.links:
            if link.costs[self.vehicle_type] is None:
                continue
            for at_port in self.drive(driver, link.board):
                if at_port.now > link.ready:
                    continue
                quay, sea = (at_port.now, link.departure), (link.departure, link.arrival)
                landed = self.rested(at_port, at_port.now, link.arrival, quay, sea)
                landed = replace(landed, here=link.alight)
                if self.keeps(landed):
                    yield from self.drive(landed, there)

    def speed(self, moment):
        """Thousandths of a second that are done in the second from a moment on."""
        speeds = self.problem.speeds[self.vehicle.profile] if self.problem.speeds else None
        changes = [(0, 1000)] if speeds is None else speeds.changes
        return [speed for begin, speed in changes if begin <= max(moment, changes[0][0])][-1]

    def drive(self, driver, there):
        """Drive second by second, resting when it is due."""
        profile = self.vehicle.profile
        seconds = int(self.problem.durations[profile][driver.here, there])
        if seconds >= 0 and self.keeps(driver):
            yield from self._drive(driver, there, 1000 * seconds)

    def _drive(self, driver, there, left):
        while left > 0:
            due = [
                rule.rest
                for have, rule in zip(driver.since, self.vehicle.rests, strict=True)
                if have == rule.within
            ]
            due += [
                meal.duration
                for number, meal in enumerate(self.vehicle.meals)
                if number not in driver.eaten and driver.now == meal.span[1] - meal.duration
            ]
            if due:
                for length in self.lengths:
                    if length >= max(due):
                        end = driver.now + length
                        rested = self.rested(driver, driver.now, end, (0, 0), (0, 0))
                        yield from self._drive(rested, there, left)
                return
            since = tuple(have + 1 for have in driver.since)
            left -= self.speed(driver.now)
            driver = replace(driver, now=driver.now + 1, since=since)
        yield replace(driver, here=there)
