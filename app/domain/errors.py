"""What can go wrong in words, without HTTP: the web says each with its own status."""

from collections.abc import Mapping


class DomainError(Exception):
    """Base of the errors that a person can be told about."""


class NotFoundError(DomainError):
    """Not there, or not this person's to know of: the two are never told apart."""


class NotAllowedError(DomainError):
    """Within the person's network and schools, but not within their rights."""


class InvalidError(DomainError):
    """A form that cannot be accepted: `errors` maps the field's name to the sentence that stands beside it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {words}" for field, words in errors.items()))
        self.errors = dict(errors)
