"""The code tables of the field: values are the national codes where there are any, labels are ours and plain.

Sources: NHS Data Dictionary and the Mental Health Services Data Set (referral source, attendance, consultation
mechanism, closure reason); the rest are local, since no national code says "a sudden goodbye" or "said hello late".
"""

from __future__ import annotations

from pipnotes.domain.fields import Coded


class Answer(Coded):
    """A question that may not have been asked yet: unknown is never the same as no."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class PracticeRole(Coded):
    """Who keeps this vault."""

    THERAPIST = "therapist", "Therapist"
    SUPERVISOR = "supervisor", "Supervisor"


class FamilyStatus(Coded):
    """Where a family is on its way through the service."""

    REFERRED = "referred", "Referred"
    WAITING = "waiting", "Waiting to start"
    ACTIVE = "active", "Seeing us now"
    ENDED = "ended", "Ended"
    DECLINED = "declined", "Did not start"


class PersonRole(Coded):
    """The place of a person in the family's story; the family's own word for them is `relation`."""

    INFANT = "infant", "Baby we are here for"
    PARENT = "parent", "Parent"
    CARER = "carer", "Carer (foster, kinship, adoptive)"
    SIBLING = "sibling", "Brother or sister"
    RELATIVE = "relative", "Relative"
    FRIEND = "friend", "Friend or neighbour"
    PROFESSIONAL = "professional", "Professional"


class SafeContact(Coded):
    """How it is safe to reach a person, asked early and printed nowhere but on the visit sheet."""

    ANY = "any", "Any way is fine"
    ASK = "ask", "Ask first"
    PHONE_ONLY = "phone", "Phone only, no letters"
    TEXT_ONLY = "text", "Text only, never ring"
    VISIT_ONLY = "visit", "In person only"
    NONE = "none", "Do not contact"


class ReferralSource(Coded):
    """SOURCE OF REFERRAL FOR MENTAL HEALTH, the values a parent-infant team meets."""

    GP = "A1", "GP practice"
    HEALTH_VISITOR = "A2", "Health visitor"
    PRIMARY_CARE = "A3", "Other primary care"
    MATERNITY = "A4", "Midwife or maternity service"
    SELF = "B1", "The family themselves"
    RELATIVE = "B2", "Carer or relative"
    SOCIAL_CARE = "C1", "Children's social care"
    EDUCATION = "C2", "Education"
    HOUSING = "C3", "Housing"
    POLICE = "E1", "Police"
    COURTS = "E2", "Courts"
    PROBATION = "E3", "Probation"
    PRISON = "E4", "Prison"
    SCHOOL_NURSE = "F1", "School nurse"
    HOSPITAL_PAEDIATRICS = "F2", "Hospital paediatrics"
    COMMUNITY_PAEDIATRICS = "F3", "Community paediatrics"
    VOLUNTARY = "G4", "Voluntary organisation"
    EMERGENCY = "H1", "Emergency department"
    SECONDARY_CARE = "H2", "Other hospital service"
    ASYLUM = "M1", "Asylum services"
    OTHER_AGENCY = "M6", "Other service or agency"
    SINGLE_POINT = "M7", "Single point of access"
    INTERNAL = "P1", "Inside our own service"


class ReferralStatus(Coded):
    """What has become of a referral."""

    OPEN = "open", "To decide"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined, with a signpost"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Safeguarding(Coded):
    """The child's safeguarding status as the referrer knows it."""

    NONE = "none", "None known"
    EARLY_HELP = "early-help", "Early help"
    CHILD_IN_NEED = "cin", "Child in need (section 17)"
    CHILD_PROTECTION = "cpp", "Child protection plan"
    SECTION_47 = "s47", "Section 47 enquiry"
    LOOKED_AFTER = "lac", "Looked after"
    PRE_BIRTH = "pre-birth", "Pre-birth assessment"
    UNKNOWN = "unknown", "Not known"


class Meeting(Coded):
    """How a meeting happens, in the words on the note; its national codes are MECHANISM and LOCATION below."""

    HOME = "home", "Home visit"
    VIDEO = "video", "Video"
    PHONE = "phone", "Phone call"
    GROUP = "group", "Group"
    CENTRE = "centre", "Visit at the centre"


# CONSULTATION MECHANISM (MENTAL HEALTH): 01 face to face, 02 telephone, 11 video.
MECHANISM = {
    Meeting.HOME: "01",
    Meeting.VIDEO: "11",
    Meeting.PHONE: "02",
    Meeting.GROUP: "01",
    Meeting.CENTRE: "01",
}

# ACTIVITY LOCATION TYPE CODE: A01 patient's home, X01 other.
LOCATION = {
    Meeting.HOME: "A01",
    Meeting.VIDEO: "A01",
    Meeting.PHONE: "A01",
    Meeting.GROUP: "X01",
    Meeting.CENTRE: "X01",
}


class Attendance(Coded):
    """ATTENDANCE STATUS; the NHS counts only 5 and 6 as attended."""

    ON_TIME = "5", "Met, on time"
    LATE_SEEN = "6", "Met, a little late"
    LATE_NOT_SEEN = "7", "Too late to meet"
    CANCELLED_BY_FAMILY = "2", "The family cancelled"
    NOBODY_IN = "3", "Nobody in, no message"
    CANCELLED_BY_US = "4", "We cancelled"

    @property
    def held(self) -> bool:
        """Return whether the meeting took place."""
        return self in (Attendance.ON_TIME, Attendance.LATE_SEEN)


class VisitState(Coded):
    """What has become of a planned visit."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    MISSED = "missed", "Missed"
    CANCELLED = "cancelled", "Cancelled"


class Dimension(Coded):
    """What was seen between baby and parent, rated 0 to 4 with words from the note as evidence."""

    COMFORT = "comfort", "Baby looks to a parent for comfort"
    WORDS = "words", "Parent puts baby's feeling into words"
    PLEASURE = "pleasure", "Shared pleasure"
    REPAIR = "repair", "Finding each other again after upset"


class ConsentPurpose(Coded):
    """What a family may say yes or no to, each on its own."""

    NOTES = "notes", "Notes kept"
    SUPERVISION = "supervision", "Supervision, under a code name"
    LETTER_GP = "letter-gp", "Letter to the GP"
    HEALTH_VISITOR = "health-visitor", "Sharing with the health visitor"
    FOLLOW_UP = "follow-up", "A call after 6 and 12 months"
    VIDEO = "video", "Video recording"
    RESEARCH = "research", "Research and evaluation"


class ConsentDecision(Coded):
    """What was said."""

    GIVEN = "given", "Yes"
    REFUSED = "refused", "No"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TO_ASK = "to-ask", "To ask"


class ConcernTrigger(Coded):
    """What raised a concern."""

    SCORE = "score", "An answer on a measure"
    TOLD = "told", "Something told to us"
    SEEN = "seen", "Something seen"
    THIRD_PARTY = "third-party", "Told by somebody else"
    NOT_SEEN = "not-seen", "Not seen, or stopped coming"
    PREGNANCY = "pregnancy", "A worry in pregnancy"


class ConcernDecision(Coded):
    """The threshold decision, in the order of the local procedures."""

    NO_ACTION = "none", "No further action"
    EARLY_HELP = "early-help", "Early help offered"
    GP_TODAY = "gp", "GP the same day"
    CRISIS_TEAM = "crisis", "Crisis team"
    SECTION_17 = "s17", "Children's services, child in need"
    SECTION_47 = "s47", "Children's services, significant harm"
    POLICE = "police", "Police"


class EndingType(Coded):
    """How the work ended; a sudden goodbye is named, so that it can be mended."""

    PLANNED = "planned_mutual", "Planned together"
    AGE_LIMIT = "planned_age_limit", "Planned, second birthday"
    SERVICE_LIMIT = "planned_service_limit", "Planned, end of what we can offer"
    PARENT_WITHDREW = "parent_withdrew", "The family chose to stop"
    STOPPED_COMING = "drifted_DNA", "Stopped coming"
    MOVED = "moved", "Moved away"
    TRANSFERRED = "transferred", "Went on to another service"
    CHILD_REMOVED = "child_removed", "Baby now lives elsewhere"
    DEATH = "death", "A death"
    SERVICE_ENDED = "service_ended", "The service ended"
    FORCED = "external_forced", "Ended by events (for instance a pandemic)"
    NEVER_STARTED = "never_started", "Never started"

    @property
    def planned(self) -> bool:
        """Return whether the family knew the goodbye was coming."""
        return str(self.value).startswith("planned")


class FallbackGoodbye(Coded):
    """What happens if the last visit cannot take place; a phone call is never the default goodbye."""

    NEW_DATE = "new-date", "Offer a new date within two weeks, in person if they can"
    LETTER = "letter", "Send the letter and offer a visit later"
    PHONE = "phone", "A phone call, because the family asks for it"


class FollowUpOutcome(Coded):
    """What came of a follow-up call."""

    DONE = "done", "Spoke"
    UNREACHABLE = "unreachable", "Could not reach them"
    DECLINED = "declined", "They would rather not"
    RE_REFERRAL = "re-referral", "Coming back to us"
    SAFEGUARDING = "safeguarding", "A concern was raised"


class Recipient(Coded):
    """Who a discharge letter goes to."""

    PARENT = "parent", "Parents"
    GP = "gp", "GP"
    HEALTH_VISITOR = "health-visitor", "Health visitor"


class OutgoingState(Coded):
    """Where a sealed parcel is on its way out; offline is its normal state."""

    WAITING = "waiting", "Sealed and waiting"
    SENT = "sent", "Sent"
    RETRACTED = "retracted", "Taken back"
    PUT_BACK = "put-back", "Put back, not sent"


class Word(Coded):
    """The author's word on one place in a summary."""

    STAYS = "stays", "The words stay as they are"
    REPLACED = "replaced", "The replacement is right"
    TAKEN_OUT = "taken-out", "Taken out"
