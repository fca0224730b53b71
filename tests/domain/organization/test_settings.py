from __future__ import annotations

from domain.organization.settings import (
    ClassifiedDocumentMissing,
    HandlingDays,
    HandlingDaysItem,
    SetOfficeSettings,
    Settings,
    SettingsChanged,
    Unset,
    UrgencyReversed,
    settings,
)
from tests.domain.organization.acting import ASKED
from tests.domain.scenario import Scenario

NAMES = ("สำนักงานตัวอย่าง", "Sample office", "ถนนตัวอย่าง", "0 4200 0000")
nothing = Scenario(settings)


def set_settings(*days: int, **more: object) -> SetOfficeSettings:
    most_urgent, very_urgent, urgent, normal = days
    return SetOfficeSettings(
        **ASKED,
        handling_days=HandlingDaysItem(
            most_urgent=most_urgent, very_urgent=very_urgent, urgent=urgent, normal=normal
        ),
        report_due_days=15,
        name_th=NAMES[0],
        name_en=NAMES[1],
        address_th=NAMES[2],
        phone=NAMES[3],
        **more,
    )


def test_handling_days_are_the_offices_own_and_have_no_default() -> None:
    """R-U02, R-B07."""
    assert nothing.state == Unset()
    after = nothing.when(set_settings(0, 1, 3, 7)).then(
        SettingsChanged(HandlingDays(0, 1, 3, 7), 15, *NAMES)
    )
    assert after.state == Settings(HandlingDays(0, 1, 3, 7), 15, *NAMES)
    again = after.when(set_settings(0, 1, 2, 5)).then(
        SettingsChanged(HandlingDays(0, 1, 2, 5), 15, *NAMES)
    )
    assert again.state.handling_days.normal == 5


def test_a_more_urgent_letter_never_has_more_days() -> None:
    """R-U01."""
    nothing.when(set_settings(0, 4, 3, 7)).refused(UrgencyReversed, very_urgent=4, urgent=3)
    nothing.when(set_settings(3, 3, 3, 3)).events()


def test_classified_content_is_kept_only_on_the_strength_of_a_document() -> None:
    """R-U08: off by default."""
    assert not nothing.given(
        *nothing.when(set_settings(0, 1, 3, 7)).events()
    ).state.keeps_classified
    nothing.when(set_settings(0, 1, 3, 7, keeps_classified=True)).refused(ClassifiedDocumentMissing)
    allowed = set_settings(0, 1, 3, 7, keeps_classified=True, classified_document="คำสั่ง 1/2569")
    after = nothing.given(*nothing.when(allowed).events())
    assert after.state.keeps_classified
    assert after.state.classified_document == "คำสั่ง 1/2569"
