"""Shows two pages for people: where to begin, and the reference, which works without a network."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

VENDOR = "/vendor/swagger-ui"

router = APIRouter(include_in_schema=False)

_HOME = """<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>나루 Naru</title>
<style>
  body { font: 16px/1.6 Pretendard, system-ui, sans-serif; color: #18222c; max-width: 38rem;
         margin: 12vh auto; padding: 0 1.5rem }
  h1 { font-size: 2rem; margin: 0 }
  p[lang=en], li span { color: #5d6b78 }
  a { color: #0b4f7d }
</style>
<h1>나루 <small>Naru</small></h1>
<p>섬과 육지 사이의 배송을 도로와 여객선 시간표로 계획합니다.</p>
<p lang="en">Plans deliveries between islands and the mainland, by road and by ferry timetable.</p>
<ul>
  <li><a href="/docs">API 참조</a> <span>reference</span></li>
  <li><a href="/openapi.json">OpenAPI</a></li>
  <li><a href="/map">지도</a> <span>the map that is loaded</span></li>
  <li><a href="/plans">계획 목록</a> <span>plans</span></li>
  <li><a href="/health">상태</a> <span>health</span></li>
</ul>
</html>
"""


@router.get("/", response_class=HTMLResponse)
def home() -> str:
    """Say what this is and where to go on."""
    return _HOME


@router.get("/docs", response_class=HTMLResponse)
def reference() -> HTMLResponse:
    """Show the reference with the Swagger UI that lies beside the code."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="나루 Naru API",
        swagger_js_url=f"{VENDOR}/swagger-ui-bundle.js",
        swagger_css_url=f"{VENDOR}/swagger-ui.css",
        swagger_favicon_url=f"{VENDOR}/favicon-32x32.png",
        swagger_ui_parameters={"validatorUrl": None},
    )
