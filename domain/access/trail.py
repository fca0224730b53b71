"""What is noted of access: no events of the office, but an audit trail of its own (``access_log``)."""

from __future__ import annotations

from enum import StrEnum


class AccessAct(StrEnum):
    """Something done to an account, with it, or tried."""

    ACCOUNT_INVITED = "account_invited"
    INVITATION_ACCEPTED = "invitation_accepted"
    ACCOUNT_RESET = "account_reset"
    ACCOUNT_RECOVERED = "account_recovered"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    PASSWORD_CHANGED = "password_changed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LOCKED = "sign_in_locked"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    POST_CHOSEN = "post_chosen"
    STEPPED_UP = "stepped_up"
    CODE_FAILED = "code_failed"
    RECOVERY_CODE_USED = "recovery_code_used"
    FACTOR_ENROLLED = "factor_enrolled"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_TAKEN_AWAY = "factor_taken_away"
    SIGN_ON_LINKED = "sign_on_linked"
    SIGN_ON_UNLINKED = "sign_on_unlinked"
    SIGN_ON_FAILED = "sign_on_failed"
    TOKEN_ISSUED = "token_issued"
    TOKEN_USED = "token_used"
    TOKEN_REVOKED = "token_revoked"
