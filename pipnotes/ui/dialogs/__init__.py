"""The questions about a family, one dialog a file; each asks, writes the answer down, and returns what it wrote.

    AddFamilyDialog.ask(parent, desk)                                       add_family        Circle
    PersonDialog.ask(parent, desk, family, person="", role=None)            person            Person
    DecideReferralDialog.ask(parent, desk, family, referral="")             decide_referral   Referral
    PlanVisitDialog.ask(parent, desk, family="", visit="", day=None)        plan_visit        Visit
    VisitNotHeldDialog.ask(parent, desk, family, visit)                     visit_not_held    Visit
    ScoreDialog.ask(parent, desk, family, person="", session="")            score             Scored
    HopeDialog.ask(parent, desk, family, goal="", session="")               hope              Goal
    ConcernDialog.ask(parent, desk, family, concern="", about=())           concern           Concern
    ConsentDialog.ask(parent, desk, family, purpose=None)                   consent           Consent
    PlanEndingDialog.ask(parent, desk, family, longer=None)                 plan_ending       EndingPlan
    EndWorkDialog.ask(parent, desk, family)                                 end_work          tuple of FollowUp
    FollowUpDialog.ask(parent, desk, family, call)                          follow_up         FollowUp

`family`, `person`, `visit` and the like are ids; without one the question is about something new. `None` comes back
when it was cancelled. Words typed and not written down are kept inside the vault and stand there the next time.
"""
