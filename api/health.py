"""Whether the service lives, and whether it is ready to serve."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.context import Service

router = APIRouter(include_in_schema=False)
LAG_READY = 5_000


@router.get("/health/live")
def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/health/ready")
def ready(request: Request) -> Response:
    """Say how far the read models are behind the log, and which have stopped."""
    service: Service = request.app.state.service
    head = service.rows.head()
    lag = head - min(service.runner.positions.values(), default=0)
    stopped = dict(service.runner.stopped)
    fine = lag < LAG_READY and not stopped
    return JSONResponse(
        {
            "status": "ready" if fine else "not ready",
            "position": head,
            "lag": lag,
            "stopped": stopped,
        },
        status_code=200 if fine else 503,
    )
