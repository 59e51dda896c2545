"""Wiring only: settings, database, templates and routes become one application."""

import gc
from datetime import UTC, datetime

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app.services.assets import CDN, htmx_source
from app.services.seeing.standings import Kept
from app.settings import ASSETS, Settings
from app.store.engine import Database
from app.web import journal, mistakes
from app.web.files import BUILD, static_files
from app.web.house import House
from app.web.limits import SignInLimits
from app.web.render import environment
from app.web.routes import (
    admin,
    admin_people,
    admin_rows,
    admin_settings,
    agreement,
    agreements,
    annotations,
    areas,
    barrier_acts,
    barriers,
    brand,
    conflict,
    district,
    equity,
    flags,
    front,
    funding,
    funding_report,
    handoffs,
    home_office,
    ilt,
    language,
    log,
    me,
    members,
    need,
    network,
    nudges,
    one_page,
    other_time,
    partners,
    plan,
    reflections,
    reminders,
    review,
    review_answers,
    school_brand,
    schools,
    sessions,
    split,
    tablet,
    undo,
    wall,
    week,
    years,
)
from app.web.security import Doorkeeper
from app.web.seen_tables import SeenTables
from app.web.unchanged import Unchanged, edition

THIS_MACHINE = ("127.0.0.1", "localhost")
"""Whoever asks by these names is the health check, or sits at the machine itself."""


def create_app(settings: Settings, database: Database | None = None) -> FastAPI:
    """The product for one database; `database` is given by tests, else made from the settings."""
    journal.begin(as_json=settings.log_json)
    app = FastAPI(title="Side by Side", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = House(
        settings=settings,
        database=database or Database(settings.database_url),
        templates=environment(htmx_source(ASSETS), BUILD),
        clock=lambda: datetime.now(UTC),
        sign_in_limits=SignInLimits(),
        kept=Kept(),
        edition=edition(),
    )
    app.add_middleware(SeenTables, router=app.router)
    app.add_middleware(Unchanged)  # inside the next two: whoever asks has passed them
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*settings.allowed_hosts, *THIS_MACHINE])
    app.add_middleware(
        Doorkeeper,
        body_limit=settings.body_limit,
        secure=settings.secure_cookies,
        cdn=CDN,
        failed=mistakes.failed,
        roomy=(brand.UPLOAD,),
    )
    app.mount("/static", static_files(), name="static")
    for room in (
        front,
        log,
        sessions,
        split,
        tablet,
        undo,
        week,
        other_time,
        network,
        equity,
        need,
        plan,
        home_office,
        me,
        schools,
        years,
        one_page,
        wall,
        flags,
        review,
        review_answers,
        agreement,
        ilt,
        members,
        annotations,
        handoffs,
        agreements,
        district,  # before the areas, whose addresses are like its own
        areas,
        barriers,
        barrier_acts,
        reflections,
        partners,
        funding_report,
        funding,
        nudges,
        brand,
        school_brand,
        admin_settings,
        admin_people,
        admin_rows,
        admin,  # after the brand, whose addresses are like those of its rooms
        reminders,
        language,
    ):
        app.include_router(room.router)
    mistakes.install(app)
    conflict.install(app)
    return app


def from_environment() -> FastAPI:
    """What `uvicorn --factory` runs: everything from SBS_... variables."""
    app = create_app(Settings())
    gc.freeze()  # what has been imported and made stays, so no request need wait while all of it is looked through
    return app
