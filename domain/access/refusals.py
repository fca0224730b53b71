"""How access says no. None of these says whether an account exists."""

from __future__ import annotations

from domain.refusal import Refusal


class SignInFailed(Refusal):
    """Name and password do not match, or the account is closed; which of them is not said."""

    code = "sign-in-failed"


class AccountLocked(Refusal):
    """Too many wrong attempts; ``seconds`` is how long to wait. A name nobody has locks likewise."""

    code = "account-locked"


class TooManyRequests(Refusal):
    """More than this account or address may ask for; ``seconds`` is how long to wait."""

    code = "too-many-requests"


class SignInBusy(Refusal):
    """More people sign in at once than passwords can be checked; ``seconds`` as above."""

    code = "sign-in-busy"


class CodeAsked(Refusal):
    """The password was right; the account has a second factor, so its code is wanted too."""

    code = "second-factor-asked"


class CodeWrong(Refusal):
    """The code of the second factor is wrong, over, or was used before."""

    code = "second-factor-wrong"


class SecondFactorRequired(Refusal):
    """The office wants the second factor for this act, given ``minutes`` ago at most."""

    code = "second-factor-required"


class SecondFactorMissing(Refusal):
    """The office wants the second factor for this act, and the person has none yet."""

    code = "second-factor-missing"


class SecondFactorWanted(Refusal):
    """The password was right; the office wants two factors at sign-in, and there is only one yet."""

    code = "second-factor-wanted"


class SecondFactorKnown(Refusal):
    """There is a second factor already; it is taken away first."""

    code = "second-factor-known"


class PasswordWrong(Refusal):
    """The present password, asked again before a change, is wrong."""

    code = "password-wrong"


class InvitationOver(Refusal):
    """No such invitation, or it was used, replaced, or has run out."""

    code = "invitation-over"


class SignInNameTaken(Refusal):
    """Another person signs in by this name."""

    code = "sign-in-name-taken"


class AccountKnown(Refusal):
    """The person has an account already."""

    code = "account-known"


class OutOfScope(Refusal):
    """The service token does not reach this: its scopes are what it was issued for."""

    code = "out-of-scope"


class ScopeUnknown(Refusal):
    """A scope names no command that the post may give, or no list."""

    code = "scope-unknown"


class FormStale(Refusal):
    """The form does not bear this session's token: it was opened in another session."""

    code = "form-stale"


class SignOnFailed(Refusal):
    """The provider's answer does not hold, or nobody here is linked to whom it names."""

    code = "sign-on-failed"


class SignOnTaken(Refusal):
    """Who signed in at the provider is linked to another person of the office."""

    code = "sign-on-taken"
