"""What is decided about the instruments of a post (R-H01–R-H13)."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from domain.decider import Decider
from domain.organization.absence import NotBackdated
from domain.organization.capacity import EXCLUSIVE, FILLING, SIGNS_NOTHING, Capacity
from domain.organization.instrument.messages import (
    AcceptInstrument,
    Basis,
    EndInstrument,
    InstrumentAccepted,
    InstrumentCommand,
    InstrumentEnded,
    InstrumentEvent,
    InstrumentIssued,
    IssueInstrument,
    PassedOn,
    Receiver,
)
from domain.organization.instrument.refusals import (
    ActingHasNoBasis,
    ActingOverlap,
    DocumentRequired,
    GiverOnly,
    HolderIsThere,
    IssuerEnds,
    LetterNotFromIssuer,
    MoreThanHeld,
    NoAcceptance,
    NotByLaw,
    OneReceiver,
    OwnInstrument,
    PostNotVacant,
    PowerNotHeld,
    PowersNotNamed,
    PowersRequired,
    ReceiverNotAllowed,
    SubDelegation,
    SubstituteIssuesNot,
    WrongIssuer,
)
from domain.organization.instrument.states import Instrument, Instruments
from domain.organization.period import overlap, require_period
from domain.organization.post import require_open
from domain.organization.power import below
from domain.organization.role import Role
from domain.refusal import NotFound, NotOpen

OBEC = "obec"  # the code of the Office of the Basic Education Commission among the units
# Whose order makes somebody act in a post of this role: a body outside by code, or a post of ours.
ISSUES_ACTING: dict[Role, str | Role] = {
    Role.AREA_DIRECTOR: OBEC,
    Role.SCHOOL_DIRECTOR: Role.AREA_DIRECTOR,
}
SEVERAL = SIGNS_NOTHING  # capacities that may name several receivers


def decide(command: InstrumentCommand, known: Instruments) -> list[InstrumentEvent]:
    """Return what ``command`` leads to.

    Raises:
        Refusal: each in ``refusals``, by the rule it names; NotFound, NotOpen, NotBackdated.
    """
    match command:
        case IssueInstrument():
            return [issued(command, known)]
        case AcceptInstrument():
            return [accepted(command, known)]
        case EndInstrument():
            return [ended(command, known)]


def issued(command: IssueInstrument, known: Instruments) -> InstrumentIssued:
    require_period(command.from_on, command.until_on)
    require_open(command.post_until, command.until_on)
    require_document(command)
    require_issued(command)
    require_receivers(command)
    match command.capacity:
        case Capacity.ACTING:
            require_acting(command)
        case Capacity.INTERIM:
            require_interim(command)
        case Capacity.ON_BEHALF:
            require_delegation(command)
        case Capacity.DUTY_SUBSTITUTE | Capacity.MUTUAL_SUBSTITUTE:
            require_substitute(command)
        case Capacity.HOLDER:
            raise NotOpen("a holder is appointed, not instrumented")
    if command.capacity in EXCLUSIVE:
        require_alone(command, known)
    named = command.capacity is not Capacity.ON_BEHALF  # orders name persons, delegations posts
    return InstrumentIssued(
        instrument_id=command.instrument_id,
        capacity=command.capacity,
        basis=command.basis,
        legal_basis=command.legal_basis,
        document=command.document,
        receivers=tuple(
            Receiver(one.post_id, one.person_id if named else None) for one in command.found
        ),
        from_on=command.from_on,
        until_on=command.until_on,
        powers=command.powers,
        ceiling_satang=command.ceiling_satang,
        subjects=command.subjects,
        conditions=command.conditions,
        issuer_post_id=command.issuer.post_id,
        issuer_unit_id=command.issuer.unit_id,
        letter_id=command.letter_id,
        may_pass_on=command.may_pass_on,
    )


def require_document(command: IssueInstrument) -> None:
    """In writing always, but for what the law itself gives (R-H01, R-H06)."""
    if command.basis is Basis.ORDER and not command.document:
        raise DocumentRequired("no document named")
    if command.issuer.unit_id is None:
        return
    if command.letter_id is None:
        raise DocumentRequired("an outside body's order comes in a registered letter")
    if command.letter_sender_id != command.issuer.unit_id:
        raise LetterNotFromIssuer("sent by another", sender_unit_id=command.letter_sender_id)


def require_issued(command: IssueInstrument) -> None:
    """By who signs for the post it names as issuer (R-H13), and not by its receiver (R-H16)."""
    if command.issuer.post_id == command.by.post_id and command.by.capacity in SIGNS_NOTHING:
        raise SubstituteIssuesNot("a substitute", capacity=command.by.capacity)
    own = command.by.person_id in [one.person_id for one in command.found]
    if own and command.basis is not Basis.LAW:
        raise OwnInstrument("entered by its receiver", person_id=command.by.person_id)


def require_receivers(command: IssueInstrument) -> None:
    posts = [one.post_id for one in command.found]
    if command.giver_post_id in posts:
        raise ReceiverNotAllowed("the post itself", post_id=command.giver_post_id)
    if len(posts) > 1 and command.capacity not in SEVERAL:
        raise OneReceiver("several receivers", receivers=len(posts))
    if len(set(posts)) < len(posts):
        raise ReceiverNotAllowed("named twice")
    for one in command.found:
        if one.person_id is None:
            raise ReceiverNotAllowed("nobody holds that post on the first day", post_id=one.post_id)
        if one.role in (Role.SYSTEM, Role.ADMINISTRATOR):
            raise ReceiverNotAllowed("no post of the line", post_id=one.post_id, role=one.role)


def require_acting(command: IssueInstrument) -> None:
    """R-H06 to R-H09: law or order, in place of one who is away, with all powers of the post."""
    if command.post_role not in ISSUES_ACTING:
        raise ActingHasNoBasis("no acting in this post", role=command.post_role)
    if not (command.holder_away or command.holder_none):
        raise HolderIsThere("the holder is there on the first day", from_on=command.from_on)
    require_no_powers(command)
    if command.basis is Basis.LAW:
        sole = command.deputies == (command.found[0].post_id,)
        if command.post_role is not Role.AREA_DIRECTOR or not sole:
            raise NotByLaw("not the sole deputy", deputies=len(command.deputies))
        return
    require_issuer_of_acting(command, ISSUES_ACTING[command.post_role])


def require_interim(command: IssueInstrument) -> None:
    """R-H12: a vacant position, held by order. In a post of the Acts it is ordered by who may make
    somebody act there, or the order of R-H06 would be got round."""
    if not command.holder_none:
        raise PostNotVacant("somebody holds the post", from_on=command.from_on)
    if command.basis is Basis.LAW:
        raise NotByLaw("interim holding is ordered")
    require_no_powers(command)
    if command.post_role in ISSUES_ACTING:
        require_issuer_of_acting(command, ISSUES_ACTING[command.post_role])


def require_issuer_of_acting(command: IssueInstrument, issuer: str | Role) -> None:
    """``issuer`` is a body outside by its code, or the role of a post of ours."""
    by = command.issuer.unit_code if isinstance(issuer, str) else command.issuer.role
    if isinstance(issuer, Role) and command.issuer.role is not issuer:
        raise WrongIssuer("another issues this", issuer=by, needed=str(issuer))
    if not isinstance(issuer, Role) and command.issuer.unit_code != issuer:
        raise WrongIssuer("another issues this", issuer=by, needed=issuer)


def require_no_powers(command: IssueInstrument) -> None:
    if command.powers or command.subjects or command.ceiling_satang is not None:
        raise PowersNotNamed("who acts has all powers", powers=len(command.powers))


def require_delegation(command: IssueInstrument) -> None:
    """R-H01 to R-H04: by the post that holds the powers, in writing, not passed on."""
    if command.basis is Basis.LAW:
        raise NotByLaw("a delegation is an order")
    if not command.powers:
        raise PowersRequired("no powers named")
    missing = sorted(set(command.powers) - set(command.held_powers))
    if missing:
        raise PowerNotHeld("not powers of that post", powers=missing)
    if command.giver_post_id != command.issuer.post_id:
        raise GiverOnly("issued by another post", issuer_post_id=command.issuer.post_id)
    if command.passed_on is not None:
        require_passed_on(command, command.passed_on)
    if command.may_pass_on and not command.sub_delegation_allowed:
        raise SubDelegation("the office does not allow passing on")


def require_passed_on(command: IssueInstrument, held: PassedOn) -> None:
    """R-H03, R-H04: once, where the delegation held says so, and never more than it gives (R-H01)."""
    if not held.may_pass_on or command.may_pass_on:
        raise SubDelegation("held by delegation itself", may_pass_on=held.may_pass_on)
    beyond = sorted(set(command.powers) - set(held.powers))
    if beyond:
        raise PowerNotHeld("not powers of that delegation", powers=beyond)
    wider = held.subjects and not (command.subjects and set(command.subjects) <= set(held.subjects))
    higher = not below(held.ceiling_satang, command.ceiling_satang)
    longer = held.until_on is not None and (
        command.until_on is None or command.until_on > held.until_on
    )
    if wider or higher or longer:
        raise MoreThanHeld("more than is held", until_on=held.until_on)


def require_substitute(command: IssueInstrument) -> None:
    """R-H13, R-H14: by an order of the office; duties only, named; never of a post of the Acts."""
    if command.post_role in ISSUES_ACTING:
        raise ActingHasNoBasis("this post is stood in for by acting", role=command.post_role)
    if command.basis is Basis.LAW:
        raise NotByLaw("the office's own order ranks substitutes")
    if command.capacity is Capacity.DUTY_SUBSTITUTE and not command.powers:
        raise PowersRequired("no powers named")
    if command.ceiling_satang is not None:
        raise PowersNotNamed("a substitute spends nothing")


def require_alone(command: IssueInstrument, known: Instruments) -> None:
    """R-H09: one acting person per post and moment; an order goes before the law's own deputy."""
    for other in known.entered:
        by_law = other.basis is Basis.LAW and command.basis is Basis.ORDER
        same = other.capacity in EXCLUSIVE and not by_law
        if same and overlap(command.from_on, command.until_on, other.from_on, other.until_on):
            raise ActingOverlap(
                "somebody stands in already",
                instrument_id=other.instrument_id,
                from_on=other.from_on,
                until_on=other.until_on,
            )


def accepted(command: AcceptInstrument, known: Instruments) -> InstrumentAccepted:
    found = known.find(command.instrument_id)
    if found is None:
        raise NotFound(instrument_id=command.instrument_id)
    if found.capacity is not Capacity.ON_BEHALF or found.accepted_on is not None:
        raise NoAcceptance("nothing to accept", capacity=found.capacity)
    if command.by.post_id not in [one.post_id for one in found.receivers]:
        raise NoAcceptance("another receives it", post_id=found.receivers[0].post_id)
    if command.by.capacity not in FILLING:
        raise NoAcceptance("in his place nobody accepts", capacity=command.by.capacity)
    if found.until_on is not None and command.on >= found.until_on:
        raise NotOpen("over by then")
    return InstrumentAccepted(command.instrument_id, command.by.person_id, command.on)


def ended(command: EndInstrument, known: Instruments) -> InstrumentEnded:
    found = known.find(command.instrument_id)
    if found is None:
        raise NotFound(instrument_id=command.instrument_id)
    if found.until_on is not None and command.until_on >= found.until_on:
        raise NotOpen("over by then")
    if command.until_on < command.on:
        raise NotBackdated(until_on=command.until_on, today=command.on)
    require_issuer(command, found)
    return InstrumentEnded(
        command.instrument_id,
        command.until_on,
        command.reason,
        len(found.receivers),
        command.document,
        command.letter_id,
        found.capacity,
    )


def require_issuer(command: EndInstrument, found: Instrument) -> None:
    """Only the issuer ends it, or a recorded document from him (R-H06)."""
    if found.issuer_unit_id is not None:
        if command.letter_id is None:
            raise IssuerEnds("no letter of the issuer", issuer_unit_id=found.issuer_unit_id)
        if command.letter_sender_id != found.issuer_unit_id:
            raise LetterNotFromIssuer("sent by another", sender_unit_id=command.letter_sender_id)
        return
    signs = command.by.capacity not in SIGNS_NOTHING
    issued_it = signs and command.by.post_id == found.issuer_post_id
    if not issued_it and not command.document:
        raise IssuerEnds("neither the issuer nor his document", issuer_post_id=found.issuer_post_id)


def evolve(known: Instruments, event: InstrumentEvent) -> Instruments:
    """Take ``event`` as it is."""
    match event:
        case InstrumentIssued():
            issued = Instrument(
                event.instrument_id,
                event.capacity,
                event.basis,
                event.legal_basis,
                event.document,
                event.receivers,
                event.from_on,
                event.until_on,
                event.powers,
                event.ceiling_satang,
                event.subjects,
                event.issuer_post_id,
                event.issuer_unit_id,
                event.may_pass_on,
            )
            return Instruments((*known.entered, issued))
        case InstrumentAccepted():
            return changed(known, event, accepted_on=event.accepted_on)
        case InstrumentEnded():
            return changed(known, event, until_on=event.until_on)


def changed(
    known: Instruments, event: InstrumentAccepted | InstrumentEnded, **fields: object
) -> Instruments:
    return replace(
        known,
        entered=tuple(
            msgspec.structs.replace(one, **fields)
            if one.instrument_id == event.instrument_id
            else one
            for one in known.entered
        ),
    )


instruments: Decider[Instruments] = Decider(
    "instrument",
    Instruments(),
    decide,
    evolve,
    (InstrumentIssued, InstrumentAccepted, InstrumentEnded),
    (IssueInstrument, AcceptInstrument, EndInstrument),
)
