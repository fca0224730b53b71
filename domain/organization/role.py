"""Roles: what a post is in the rules, whatever its title in print (glossary §2)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A post or duty carries exactly one; a person holds several posts at once (R-H15)."""

    AREA_DIRECTOR = "area_director"
    DEPUTY_AREA_DIRECTOR = "deputy_area_director"
    GROUP_DIRECTOR = "group_director"
    SECTION_HEAD = "section_head"
    POLICY_AND_PLAN_ANALYST = "policy_and_plan_analyst"
    RECORDS_CLERK = "records_clerk"
    CENTRAL_REGISTRAR = "central_registrar"
    FINANCE_OFFICER = "finance_officer"
    INTERNAL_AUDITOR = "internal_auditor"
    INSPECTOR = "inspector"
    SCHOOL_DIRECTOR = "school_director"
    BOARD_SECRETARY = "board_secretary"
    ASSISTANT_SECRETARY = "assistant_secretary"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


# Of a post with one of these roles an office has one: whose office it is, and to whom all letters and
# inboxes look that name the role alone (R-H06, R-H09).
ONE_IN_AN_OFFICE = frozenset({Role.AREA_DIRECTOR})
