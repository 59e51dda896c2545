"""A reminder as a mail: plain text and HTML of the same contents, with what mail programs need to know about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.domain.digest import Digest, Section
from app.domain.language import spoken_language, told, told_plural
from app.settings import ROOT
from app.store.digests import Recipient
from app.store.logins import NetworkFact

SEVEN_BIT = SMTP.clone(cte_type="7bit")
"""Any mail server takes it, also one that does not know of eight bits."""

OPT_OUT = "/reminders"

PRODUCT = "Side by Side"


class AddressError(ValueError):
    """An e-mail address that no mail can be sent to; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mails are from, and the address at which people find the pages, without a slash at its end."""

    address: Address
    public_url: str


def sender(mail_from: str, public_url: str) -> Sender:
    """As an operator sets them, like "Side by Side <reminders@bridge.example>".

    Raises:
        AddressError: one of them is no address.
    """
    name, spec = parseaddr(mail_from)
    return Sender(_address(one_line(name) or PRODUCT, spec), site(public_url))


def site(public_url: str) -> str:
    """The address of the product's pages, as links begin.

    Raises:
        AddressError: it is no http(s) address, or more than one.
    """
    found = re.fullmatch(r"(https?://[\w.:\[\]-]+(?:/[\w./~%-]*)?)", public_url, re.ASCII)
    if found is None or not urlsplit(public_url).hostname:
        message = "it is no address of a page, as in https://coaching.example"
        raise AddressError(message)
    return found[1].rstrip("/")


def letter(who: Recipient, network: NetworkFact, digest: Digest, by: Sender, day: date, at: datetime) -> EmailMessage:
    """The mail.

    Args:
        who: the only one that it goes to.
        network: theirs; dates are told in its time zone.
        digest: what it says.
        by: from whom, and where links lead.
        day: the network's date; with the account it makes the mail's id, so that one that came twice would be seen as
            one.
        at: the instant of sending.

    Raises:
        AddressError: they have an e-mail that is none.
    """
    mail = EmailMessage(policy=SEVEN_BIT)
    mail["From"] = by.address
    mail["To"] = _address(one_line(who.name), who.email)
    mail["Subject"] = one_line(digest.subject)
    mail["Date"] = format_datetime(at.astimezone(ZoneInfo(network.timezone)))
    mail["Message-ID"] = f"<{day}.{who.account_id.hex}@{urlsplit(by.public_url).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{by.public_url}{OPT_OUT}>"
    shown: dict[str, Any] = {
        "name": one_line(who.name),
        "network": one_line(network.name),
        "subject": one_line(digest.subject),
        "sections": tuple(map(_tidy, digest.sections)),
        "site": by.public_url,
        "opt_out": OPT_OUT,
    }
    mail.set_content(_template("digest.txt")(**shown))
    mail.add_alternative(_template("digest.html")(**shown), subtype="html")
    return mail


def one_line(words: str) -> str:
    """Words without line ends and other characters that steer a mail program: a name is a name and nothing more."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())


def _tidy(section: Section) -> Section:
    items = (replace(item, school=one_line(item.school), words=one_line(item.words)) for item in section.items)
    return replace(section, items=tuple(items))


def _address(name: str, spec: str) -> Address:
    try:
        made = Address(display_name=name, addr_spec=spec)
    except (ValueError, IndexError, LookupError) as error:  # the standard library's parser raises each of them
        message = "this is no e-mail address"
        raise AddressError(message) from error
    if not (made.username and made.domain) or one_line(spec) != spec or " " in spec:
        message = "this is no e-mail address"
        raise AddressError(message)
    return made


@cache
def _template(name: str) -> Callable[..., str]:
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "mail"),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(told, told_plural, newstyle=True)  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.globals["language"] = spoken_language
    return made.get_template(name).render
