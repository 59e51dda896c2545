"""What never stands in a mail of `sidebyside digest`, where its links lead, and what mail programs read of it."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi import FastAPI

from app.domain.vocabulary import Verdict
from app.services.agreements import propose_service
from app.services.sessions import submit_session
from app.store import tables
from app.store.engine import Database
from tests.cli.conftest import SITE, Lines, Sidebyside
from tests.conftest import ClientOf
from tests.support.acts import FORM, submit
from tests.support.cast import Cast
from tests.support.filling import NOW
from tests.support.handing import do, handed_over, service
from tests.support.mailing import Mailbox, parts
from tests.support.pages import Element, page_of, read
from tests.support.reviewing import say
from tests.support.rows import change
from tests.support.team_rows import propose_everything
from tests.support.tellings import side_by_side

ROSA, DAN, JO, DORA = (f"{name}@bridge.example" for name in ("rosa", "dan", "jo", "dora"))

PROSE = ("They quarrel", "I worry", "Asked first", "Draft it", "Not so", "The team drafts")


def test_no_note_no_comment_and_no_other_name_stands_in_any_mail(
    lines: Lines, cast: Cast, database: Database, mailbox: Mailbox
) -> None:
    said = side_by_side(
        cast, shared_note=PROSE[0], private_note=PROSE[1], strength=PROSE[2], next_step_text=PROSE[3],
        next_step_due_on=cast.today, participant_ids=frozenset({cast.rosa.person_id, cast.dan.person_id}),
    )  # fmt: skip
    submit(database, cast.jo, 0, said)
    say(database, cast.rosa, Verdict.CORRECTED)
    change(database, tables.Review, cast.bridge, {"session_id": FORM}, comment=PROSE[4])
    handed_over(database, cast, now_runs=PROSE[5])
    lines(JO)
    assert mailbox.to == [DAN, DORA, JO, ROSA]
    names = {DAN: "Dan Okafor", DORA: "Dora Lind", JO: "Jo Park", ROSA: "Rosa Alvarez"}
    for to, mail in mailbox.received:
        for text in parts(mail):
            others = [name for name in names.values() if name != names[to]]
            assert [word for word in (*PROSE, *others) if word in text] == [], to


def test_every_link_goes_to_its_page(
    lines: Lines, cast: Cast, database: Database, mailbox: Mailbox, app: FastAPI, client_of: ClientOf
) -> None:
    app.state.house = replace(app.state.house, clock=lambda: NOW)
    step = {"next_step_text": "Draft it", "next_step_due_on": cast.today}
    submit(database, cast.jo, 0, side_by_side(cast, **step))
    with_dan = side_by_side(cast, participant_ids=frozenset({cast.dan.person_id}))
    do(database, cast.jo, lambda jo: submit_session(jo, uuid4(), 0, with_dan))
    say(database, cast.rosa, Verdict.CORRECTED)
    handed_over(database, cast)
    do(database, cast.jo, lambda jo: propose_service(jo, cast.alder, service(cast)))
    propose_everything(database, cast.alder, cast.jo, cast.today)
    lines(JO)
    seen = 0
    for who in (cast.dan, cast.rosa, cast.jo, cast.dora):
        plain, html = parts(mailbox.of(who.email))
        links = [link["href"] for link in read(html).all("a")]
        assert set(links) == set(re.findall(r"https?://\S+", plain))
        for link in links:
            assert link.startswith(f"{SITE}/")
            page = page_of(client_of(who).get(link.removeprefix(SITE)))
            if place := urlsplit(link).fragment:
                assert page.one(id_=place)
            seen += 1
    assert seen > 20


NASTY = '<svg onload=alert(1)>\u2028& "Sons"\r\nBcc: eve@evil.example'


def test_what_people_are_called_steers_no_mail(lines: Lines, cast: Cast, database: Database, mailbox: Mailbox) -> None:
    change(database, tables.School, cast.bridge, {"id": cast.alder}, name=NASTY)
    change(database, tables.Person, cast.bridge, {"id": cast.rosa.person_id}, name=NASTY)
    submit(database, cast.jo, 0, side_by_side(cast))
    lines(ROSA)
    assert {ROSA} <= set(mailbox.to) <= {ROSA, DORA}
    mail = mailbox.of(ROSA)
    tame = '<svg onload=alert(1)> & "Sons" Bcc: eve@evil.example'
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == (tame, ROSA)
    assert "Bcc" not in mail
    plain, html = parts(mail)
    assert f"* {tame}: Budget development" in plain
    assert "<svg" not in html
    assert tame in [each.text for each in read(html).all("strong")]


def test_a_mail_says_what_it_is(sidebyside: Sidebyside, mailbox: Mailbox, cast: Cast, database: Database) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    sidebyside("digest")
    mail = mailbox.of(ROSA)
    assert {
        name: mail[name] for name in ("From", "To", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe")
    } == {
        "From": "Side by Side <reminders@sbs.example>",
        "To": f"Rosa Alvarez <{ROSA}>",
        "Date": "Tue, 24 Nov 2026 10:00:00 -0800",
        "Message-ID": f"<{date(2026, 11, 24)}.{cast.rosa.account_id.hex}@sbs.example>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{SITE}/reminders>",
    }
    plain, html = parts(mail)
    page: Element = read(html)
    assert page.one("h1").text == "1 session to say yes or no to"
    assert "Rosa Alvarez,\n" in plain
    assert "<style" in html
    assert page.all("img", "script", "link") == [], "nothing is fetched, so nobody is followed"
