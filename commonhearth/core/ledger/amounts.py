"""Amounts in a currency's minor units, and what is in a tin.

An amount is a whole number of the smallest unit that the currency is written in: cents, pence, yen. How many
digits follow the point is the currency's own. Source: ISO 4217, the list of active currencies (the minor unit of each);
funds, metals and test codes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Every other currency of the list has two digits.
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
    "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES "
    "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
DIGITS: dict[str, int] = {
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_THREE.split(), 3),
}
#: A tin never holds more than this: it keeps every sum within what databases reckon with.
MOST = 10**12
_TYPED = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,3}))?")


class NoAmount(ValueError):
    """What was typed is no amount of a currency.

    Attributes:
        code: `unreadable`, `too-fine` (more digits than the currency has), `nothing` or `too-much`.
        digits: how many digits the currency has after the point.
    """

    def __init__(self, code: str, digits: int) -> None:
        super().__init__(code)
        self.code, self.digits = code, digits


def digits_of(*, currency: str) -> int:
    """Return how many digits follow the point.

    Raises:
        KeyError: for a code that is none of the list.
    """
    return DIGITS[currency]


def read(*, typed: str, currency: str, nothing: bool = False) -> int:
    """Read an amount as a person writes it: "12.50", "12,5", "12". Thousands are not set apart.

    Args:
        nothing: whether 0 is an amount too.

    Raises:
        NoAmount: with the reason's code.
    """
    digits = digits_of(currency=currency)
    found = _TYPED.fullmatch("".join(typed.split()))
    if found is None:
        raise NoAmount("unreadable", digits)
    after = found[2] or ""
    if len(after) > digits:
        raise NoAmount("too-fine", digits)
    amount = int(found[1] + after.ljust(digits, "0"))
    if amount > MOST:
        raise NoAmount("too-much", digits)
    if amount == 0 and not nothing:
        raise NoAmount("nothing", digits)
    return amount


def written(*, amount: int, currency: str) -> str:
    """Write an amount as a program or a sheet reads it: "-12.50"."""
    digits = digits_of(currency=currency)
    whole, rest = divmod(abs(amount), 10**digits)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


@dataclass(frozen=True, slots=True)
class Balance:
    """What is in a tin by the book: what came in less what went out, and of how many entries."""

    came_in: int
    went_out: int
    entries: int

    @property
    def amount(self) -> int:
        """What is left."""
        return self.came_in - self.went_out

    def short_by(self, *, out: int) -> int:
        """Return by how much an amount is more than what is there; 0 where it is not."""
        return max(0, out - self.amount)


def balance(*, amounts: Iterable[int]) -> Balance:
    """Return what entries come to: those above zero came in, those below went out."""
    came_in, went_out, entries = 0, 0, 0
    for amount in amounts:
        came_in, went_out, entries = came_in + max(0, amount), went_out - min(0, amount), entries + 1
    return Balance(came_in, went_out, entries)


@dataclass(frozen=True, slots=True)
class Counted:
    """What two counts of the same tin say.

    Attributes:
        same: whether both came to the same; where not, nothing else is said, and it is counted again.
        difference: what is in the tin less what is in the book: above zero there is more in the tin.
    """

    same: bool
    difference: int = 0


def counted(*, first: int, second: int, book: int) -> Counted:
    """Return what two people's counts, each made without seeing the other's, say beside the book."""
    return Counted(True, first - book) if first == second else Counted(False)
