"""Describes a day as it comes in over HTTP: the field names and notations of the CSV files."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[
    str | list[str],
    Field(description='As in the CSV files, or a list: "chilled|frozen" or ["chilled", "frozen"]'),
]
Windows = Annotated[
    str | list[str],
    Field(
        description='"HH:MM-HH:MM", on the next day "HH:MM+1"; several separated by ";"',
        examples=["07:30-11:00; 14:00-16:00"],
    ),
]
Clock = Annotated[str, Field(description='"HH:MM", on the next day "HH:MM+1"', examples=["05:30"])]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class CountyIn(_Part):
    """Name of the area, for headings."""

    ko: str = ""
    en: str = ""


class SolveIn(_Part):
    """How long to plan."""

    seconds: float | None = Field(default=None, gt=0, description="Solving time")
    seed: int | None = Field(default=None, ge=0, description="Of the random choices")


class DayFileIn(_Part):
    """The planning day, as in day.toml."""

    date: str = Field(description="YYYY-MM-DD", examples=["2026-03-10"])
    timezone: str = Field(default="Asia/Seoul", description="IANA name")
    county: CountyIn = CountyIn()
    close: list[str] = Field(
        default=[], description="Roads that are closed", examples=[["진도대교 10:00-12:00"]]
    )
    solve: SolveIn = SolveIn()


class OrderIn(_Part):
    """Parcels of one kind from one site to another; a row of orders.csv."""

    order_id: str
    origin: str = Field(description="site_id")
    destination: str = Field(description="site_id")
    parcels: int
    kg: float = Field(description="Of all parcels together")
    litres: float = Field(description="Of all parcels together")
    temperature: str | None = Field(default=None, description="ambient, chilled or frozen")
    channel: str | None = Field(
        default=None, description="door, locker, market, carrier, jeju or local"
    )
    product: str | None = None
    pickup_windows: Windows | None = None
    delivery_windows: Windows | None = None
    max_hours: float | None = Field(default=None, description="From pick-up to delivery")
    priority_cost: int | None = Field(default=None, description="Won lost when it is not served")
    dong: str | None = Field(default=None, description="Building of an apartment complex")
    ho: str | None = Field(default=None, description="Unit in the building")
    note: str | None = None


class SiteIn(_Part):
    """A place where something is picked up, handled or delivered; a row of sites.csv."""

    site_id: str
    name_ko: str
    name_en: str | None = None
    kind: str = Field(
        description="producer, hub, crossdock, complex, port, market, carrier or customer"
    )
    lat: float | None = None
    lon: float | None = None
    address: str | None = Field(default=None, description="Instead of lat and lon")
    windows: Windows | None = None
    closed: Windows | None = Field(
        default=None, description="Hours in which no truck may arrive or leave"
    )
    access_min: float | None = Field(default=None, description="Minutes per stop")
    sec_per_parcel: float | None = None
    max_height_m: float | None = None
    max_payload_kg: int | None = None
    drop_site: str | None = None
    contact: str | None = None
    access_note_ko: str | None = None
    access_note_en: str | None = None


class VehicleIn(_Part):
    """A truck with its shift; a row of fleet.csv."""

    vehicle_id: str
    name_ko: str | None = None
    name_en: str | None = None
    class_id: str = Field(description="Class of the class table: C1R, C25R ...")
    profile: str | None = Field(default=None, description="Road profile; the class has one")
    capacity_kg: int | None = None
    capacity_litres: int | None = None
    height_m: float | None = None
    length_m: float | None = None
    weight_kg: int | None = None
    temperatures: Words | None = None
    start_site: str
    end_site: str | None = None
    shift_start: Clock
    shift_end: Clock
    max_shift_hours: float | None = None
    driver: str | None = Field(default=None, description="Without one, the vehicle is a spare")
    fixed_cost: int | None = None
    cost_per_km: int | None = None
    cost_per_hour: int | None = None


class ServiceIn(_Part):
    """A scheduled run that carries goods; a row of services.csv."""

    service_id: str
    run_id: str | None = None
    name_ko: str | None = None
    name_en: str | None = None
    mode: str = Field(description="linehaul or freight")
    from_site: str
    to_site: str
    days: str | None = None
    departure: Clock
    arrival: Clock
    cut_off_min: float | None = None
    handling_min: float | None = None
    capacity_kg: int
    capacity_litres: int
    temperatures: Words | None = None
    cost: int | None = None
    cost_per_parcel: int | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    source: str | None = None


class DayIn(_Part):
    """A day to plan: what the files of a request folder hold."""

    day: DayFileIn
    orders: list[OrderIn]
    sites: list[SiteIn]
    fleet: list[VehicleIn]
    services: list[ServiceIn] = []
