"""What the fuzzer starts from: small inputs of each target, and the words that mean something."""

from __future__ import annotations

import json
from pathlib import Path

import osmium
from fuzz_targets import FEED, FOLDER, ROOT, TABLES

from geo.osm_tags import MODES, wanted_tags
from geo.timetable_columns import LIMITS, PORT_COLUMNS, SAILING_COLUMNS, VESSEL_COLUMNS
from tests.towns import Town, draw_town


def _town() -> Town:
    """Draw what the readers know: limits, turns, a barrier, a ferry, coast, negative ids."""
    return draw_town(
        """
        A---B---C   P---Q
        |   |   |   |   |
        D---E---F   R---S
        """,
        ways={
            "ABC": {"highway": "primary", "maxspeed": "KR:urban", "maxheight": "11'6\""},
            "BE": {"highway": "residential", "oneway": "yes", "hgv:conditional": "no @ (7-9)"},
            "ADEFC": {"highway": "service", "maxweight": "3,2", "access": "destination"},
            "CP": {"route": "ferry", "motor_vehicle": "yes", "duration": "PT20M"},
            "PQSRP": {"highway": "residential"},
            "PQSRP'": {"natural": "coastline"},
        },
        nodes={"E": {"barrier": "gate"}, "Q": {"place": "islet", "name": "관매도"}},
        relations=[
            (
                [("way", "ABC", "from"), ("node", "B", "via"), ("way", "BE", "to")],
                {"type": "restriction", "restriction": "no_right_turn"},
            ),
            (
                [("way", "BE", "from"), ("node", "E", "via"), ("way", "ADEFC", "to")],
                {"type": "restriction", "restriction": "only_straight_on", "except": "hgv"},
            ),
        ],
    )


def seeds(target: str) -> list[bytes]:
    """Return inputs of a target that are read without a fault."""
    made = {
        "extract": lambda: [_town().write(FOLDER / "seed.osm").read_bytes(), _open_pbf(_town())],
        "turns": lambda: [b"", bytes(range(64)), bytes(range(255, 127, -1))],
        "values": lambda: [text.encode() for text in _VALUES],
        "conditional": lambda: [text.encode() for text in _CONDITIONS],
        "timetable": lambda: [b"\0".join(_few_lines(name) for name in TABLES)],
        "gtfs": lambda: [b"\0".join(_FEED[name].encode() for name in FEED)],
        "pages": lambda: [_page().encode(), b"\0".join([_page().encode()] * 2)],
    }
    return made[target]()


def _few_lines(table: str) -> bytes:
    path = ROOT / "examples" / "jindo" / "timetable" / f"{table}.csv"
    return ("\n".join(path.read_text("utf-8").splitlines()[:4]) + "\n").encode()


_VALUES = ("PT1H45M", "00:05:00", "11'6\"", "3,2 t", "KR:urban", "zone:30", "4.5;default")
_CONDITIONS = (
    "no @ (Mo-Fr 07:00-09:00,16:00-19:00 AND weight > 3.5); destination @ (22:00-06:00)",
    "yes @ Mo-Sa 08:00-18:00; PH off",
    "60 @ (sunset-sunrise)",
    "way/123+456 22:00-05:00+1",
    "진도대교 10-12",
)
_FEED = {
    "agency": "agency_name,agency_url,agency_timezone\nA,x,Asia/Seoul\n",
    "stops": "stop_id,stop_name,stop_lat,stop_lon\nP,팽목,34.375,126.135\nC,창유,34.306,126.053\n",
    "routes": "route_id,route_short_name,route_type\nJ,조도,4\n",
    "trips": "route_id,service_id,trip_id,block_id,cars_allowed\nJ,w,T1,새섬두레,1\n",
    "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "T1,07:00:00,07:00:00,P,1\nT1,07:40:00,07:40:00,C,2\n",
    "calendar": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,"
    "end_date\nw,1,1,1,1,1,0,0,20260301,20261231\n",
    "calendar_dates": "service_id,date,exception_type\nw,20260310,1\n",
    "frequencies": "trip_id,start_time,end_time,headway_secs,exact_times\n"
    "T1,07:00:00,9:0:0,3600,1\n",
}


def _page() -> str:
    row = {
        "rlvt_ymd": "20260310", "sail_tm": "930", "psnshp_nm": "새섬두레", "oport_nm": "창유",
        "dest_nm": "진도", "nvg_drc_nm": "역방향", "nvg_stts_nm": "통제", "cntrl_rsn_nm": "안개",
        "nnavi_rsn_nm": "", "nvg_stts_chg_dt": "20260310061200",
    }  # fmt: skip
    body = {"items": {"item": [row]}, "totalCount": 1}
    answer = {"response": {"header": {"resultCode": "00"}, "body": body}}
    return json.dumps(answer, ensure_ascii=False)


def _open_pbf(town: Town) -> bytes:
    """Write a PBF without compression, in which a changed byte is not just a bad checksum."""
    path = FOLDER / "seed.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none")) as writer:
        for found in osmium.FileProcessor(osmium.io.FileBuffer(town.to_xml().encode(), "osm")):
            writer.add(found)
    return path.read_bytes()


def words(folder: Path) -> Path:
    """Write the words that mean something to the readers, as libFuzzer's dictionary."""
    columns = (*SAILING_COLUMNS, *PORT_COLUMNS, *VESSEL_COLUMNS)
    names = [name for column in columns for name in (column.name, *column.aliases)]
    tags = [word for tag in wanted_tags() for word in tag]
    days = ["daily", "weekdays", "holidays", "even", "07:30", "24:10+1", "2026-02-30", ","]
    said = ["AND", "weight", "sunrise", "PH", "week 1-53", "no_left_turn", "only_straight_on"]
    pages = [*json.loads(_page())["response"]["body"]["items"]["item"][0], "totalCount", "item"]
    feed = [name for table in _FEED.values() for name in table.split("\n", 1)[0].split(",")]
    known = dict.fromkeys([*names, *tags, *MODES, *LIMITS, *days, *said, *pages, *feed])
    lines = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in known]
    path = folder / "words.txt"
    path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
    return path
