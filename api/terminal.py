"""Shows faults and results on a terminal, as tables, or as plain lines where nobody looks on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from dispatch.model import DayRequest
from dispatch.plan import Plan
from dispatch.unserved import group_unserved
from dispatch.words import CARRIER_PRICES, duration, kilometres, won
from geo.clock import clock_text
from geo.faults import Fault

#: Faults shown at most; a wrong delimiter would otherwise fill the screen a thousand times.
_SHOWN = 50
#: Reasons shown one by one; more are joined by kind. plan.json has all.
_REASONS = 12


def show_table(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Iterable[int] = (),
) -> None:
    """Print a table; without a terminal its cells are separated by tabs, for other programs.

    Parameters
    ----------
    right
        Numbers of the columns that are aligned to the right.
    """
    if not console.is_terminal:
        # Not console.print, which turns tabs into spaces.
        lines = ["\t".join(cell.replace("\n", " / ") for cell in row) for row in (columns, *rows)]
        console.file.write("\n".join((f"# {title}", *lines)) + "\n")
        return
    numeric = set(right)
    table = Table(title=title, title_justify="left", title_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Styled(cell) for cell in row))
    console.print(table)


def show_faults(console: Console, faults: Sequence[Fault]) -> None:
    """Print what is wrong with the input, where, and what to do."""
    count = len(faults)
    console.print(
        f"입력에 문제가 {count}개 있습니다. / {count} fault{'s' * (count > 1)} in the input.",
        style="bold red",
        highlight=False,
    )
    show_table(
        console,
        "고칠 곳 / To mend",
        ("어디 / where", "무엇 / what", "해결 / remedy"),
        (
            (
                fault.where,
                f"{fault.what.ko}\n{fault.what.en}",
                f"{fault.remedy.ko}\n{fault.remedy.en}",
            )
            for fault in faults[:_SHOWN]
        ),
    )
    if count > _SHOWN:
        console.print(f"... + {count - _SHOWN}", highlight=False)


def show_plan(console: Console, plan: Plan, request: DayRequest) -> None:
    """Print the plan in figures: tours, services, what is left out and why, cost per parcel."""
    if plan.tours:
        _show_tours(console, plan)
    if plan.services:
        _show_services(console, plan, request)
    if plan.unserved:
        _show_unserved(console, plan)
    _show_totals(console, plan)


def _show_tours(console: Console, plan: Plan) -> None:
    show_table(
        console,
        f"운행 / Tours · {plan.date}",
        ("차량 vehicle", "운전 driver", "출발 out", "도착 back", "정류 stops", "배 sailings", "km"),
        (
            (
                tour.vehicle_id,
                tour.driver,
                clock_text(tour.departure, plan.date, plan.timezone),
                clock_text(tour.arrival, plan.date, plan.timezone),
                str(len(tour.stops)),
                str(sum(len(stop.leg.boats) for stop in tour.stops) + len(tour.home.boats)),
                kilometres(tour.distance),
            )
            for tour in plan.tours
        ),
        right=range(2, 7),
    )


def _show_services(console: Console, plan: Plan, request: DayRequest) -> None:
    names = {service.service_id: service.name for service in request.services}
    show_table(
        console,
        "정기편 / Services",
        ("편 service", "이름 name", "개수 parcels", "kg", "원 won"),
        (
            (
                use.service_id,
                str(names.get(use.service_id, "")),
                str(use.parcels),
                f"{use.kg:,.0f}",
                won(use.cost),
            )
            for use in plan.services
        ),
        right=(2, 3, 4),
    )


def _show_unserved(console: Console, plan: Plan) -> None:
    show_table(
        console,
        "미배정 / Unserved",
        ("주문 orders", "코드 code", "이유 / reason"),
        (
            (
                str(len(group.order_ids)),
                group.code,
                f"{group.reason.ko}\n{group.reason.en}"
                + (f"\n… +{group.reasons - 1}" if group.reasons > 1 else ""),
            )
            for group in group_unserved(plan.unserved, _REASONS)
        ),
        right=(0,),
    )


def _show_totals(console: Console, plan: Plan) -> None:
    totals = plan.totals
    low, high = CARRIER_PRICES
    lines = (
        f"주문 / orders      {totals.served} of {totals.orders} served"
        f" ({totals.parcels_served} of {totals.parcels} parcels)",
        f"운행 / tours       {totals.tours}, {kilometres(totals.distance)} km,"
        f" {duration(totals.working)} h, {totals.sailings} sailings",
        f"비용 / cost        {won(totals.cost.total + totals.service_cost)} won"
        f" (fares {won(totals.cost.fares)}, services {won(totals.service_cost)})",
        f"개당 / per parcel  {won(totals.cost_per_parcel)} won"
        f"   (택배 계약가 / parcel carrier {won(low)}–{won(high)} won)",
        f"풀이 / solved      {plan.run.iterations} iterations, {plan.run.seconds:.1f} s,"
        f" seed {plan.run.seed}",
    )
    closed = f"통제 / closed      {', '.join(plan.closures)}"
    for line in (*lines, *([closed] if plan.closures else [])):
        console.print(line, highlight=False, soft_wrap=True)
