#!/usr/bin/env python3
"""Writes docs/openapi/openapi.json (OpenAPI 3.1). Run it after a route or an answer changes; a test compares the result.

The document is written here, not derived from code: http tests hold every answer of the server against it, and a test
compares its paths with the server's table of routes.
"""
import json
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def obj(required, optional=None):
    properties = dict(required)
    properties.update(optional or {})
    out = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        out["required"] = list(required)
    return out


def arr(items):
    return {"type": "array", "items": items}


def enum(*values):
    return {"type": "string", "enum": list(values)}


def nullable(schema):
    return {"oneOf": [schema, {"type": "null"}]}


STR = {"type": "string"}
INT = {"type": "integer"}
BOOL = {"type": "boolean"}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "civil date of the bureau (UTC+8)"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$",
           "description": "RFC 3339"}
TEXT = ref("Text")
CITES = {"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9]+:.+"},
         "description": "instrument code : article"}
VALUE = {"description": "value of a fact, by its type: bool, int, money (fen), enum id, date, moment, period, text",
         "type": ["string", "integer", "boolean", "null"]}
VALUES = {"type": "object", "additionalProperties": VALUE}

SIDES = arr(obj({"role": STR, "name": STR, "count": INT}))

CLOCK_KIND = enum("duty", "window", "timer")
CLOCK_STATUS = enum("running", "breached", "expired", "stopped", "left", "superseded")
BODY_LEVEL = enum("district", "street", "park", "industry", "enterprise")
PHASE = enum("open", "closed", "final")

evidence = obj({"id": STR, "name": {**STR, "description": "empty once erased"}, "type": STR, "kind": STR, "bytes": INT,
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "received_on": DATE, "entered_at": INSTANT,
                "by": STR, "by_name": STR, "version": INT, "secondary": BOOL, "erased": BOOL},
               {"note": STR, "party": STR, "withdrawn": obj({"on": DATE, "by_name": STR, "reason": STR})})
archive_line = obj({"paper": STR, "name": TEXT, "on": DATE, "from": INT, "pages": INT, "pages_counted": BOOL})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
risk_required = {
    "id": INT, "rule": STR, "name": TEXT, "says": TEXT, "duty": {"$ref": "#/components/schemas/Text"}, "cite": CITES,
    "level": INT, "about": enum("case", "employer", "handler", "sector", "body"), "case_id": STR, "workflow": STR, "on": DATE,
    "found_at": INSTANT,
    "grounds": obj({"figure": INT, "level": INT, "facts": {"type": "object", "additionalProperties": STR},
                    "cases": arr(STR)}, {"since": DATE})}
risk_optional = {"subject": STR, "number": STR, "period": STR}

clock_required = {"id": STR, "label": STR, "name": TEXT, "kind": CLOCK_KIND, "status": CLOCK_STATUS, "owner": STR,
                  "ordinal": INT, "provisional": BOOL, "halted": BOOL, "excluded_days": INT, "cite": CITES,
                  "unit_cite": CITES}
NAMED = arr(obj({"id": STR, "name": TEXT}))
clock_optional = {"party": STR, "base": DATE, "nominal": DATE, "due": DATE, "clear_days_due": DATE, "due_at": INSTANT,
                  "ended_on": DATE, "working_days_left": INT}

moved = obj({"clock": STR, "ordinal": INT}, {"party": STR, "before": DATE, "after": DATE})
linked = obj({"case_id": STR, "link": STR, "workflow": STR, "state": STR, "version": INT})
item = obj({"key": STR, "kind": STR}, {"party": STR, "claimed_fen": INT, "awarded_fen": INT, "outcome": STR})
actor = obj({"role": STR}, {"account": STR, "for_whom": STR, "delegation": STR})
occurrence = obj({"occurrence": STR, "on": DATE, "id": STR, "ordinal": INT},
                 {"party": STR, "due": DATE, "due_at": INSTANT, "provisional": BOOL, "state": STR})
act = obj({"act": enum("done", "proposed", "approved", "declined", "recalled", "served", "linked", "link_outcome",
                       "corrected", "annulled", "migrated", "calendar_changed"),
           "on": DATE, "by": ref("Actor")},
          {"event": STR, "at": INSTANT, "officers": arr(STR), "approvers": arr(ref("Actor")), "party": STR,
           "data": VALUES,
           "parties": arr(obj({"key": STR, "role": STR, "kind": STR, "person": STR})), "items": arr(ref("Item")),
           "serve": obj({"doc": STR, "copy": INT, "to": STR, "mode": STR, "made_on": DATE},
                        {"received_on": DATE, "proof": STR, "consent": BOOL}),
           "link": obj({"kind": STR, "case_id": STR, "workflow": STR, "direction": STR}, {"milestone": STR}),
           "of_version": INT, "irregular": BOOL})
rederived = obj({"rederived_because": INT, "on": DATE, "moved": arr(ref("Moved")), "gone": arr(ref("Occurrence")),
                 "appeared": arr(ref("Occurrence")), "irregular": arr(INT)},
                {"state_before": STR, "state_after": STR})
case_event = {"oneOf": [ref("Act"), ref("Occurrence"), ref("Rederived")]}
proposal = obj({"seq": {**INT, "description": "what approve, decline and recall name as `of`"}, "version": INT,
                "event": STR, "on": DATE, "by": ref("Actor"), "by_name": STR, "data": VALUES,
                "approver_roles": {**arr(STR), "description": "of the step it waits for"},
                "approvals": arr(ref("Actor")),
                "answers": {**arr(enum("approve", "decline", "recall")),
                            "description": "what this account may say to it now; none for a look at the past"}},
               {"name": TEXT, "party": STR})
alert_told = obj({"clock": STR, "rung": STR, "to": STR, "ordinal": INT, "on": DATE, "due": DATE}, {"party": STR})
document_out = obj({"id": STR, "document": STR, "copy": INT, "name": TEXT, "on": DATE, "to": arr(STR)})
case_item = obj({"id": STR, "workflow": STR, "workflow_name": TEXT, "state": STR, "state_name": TEXT, "title": TEXT,
                 "phase": PHASE, "flags": arr(STR), "opened_on": DATE, "version": INT},
                {"number": STR, "stage": STR, "handler": STR, "handler_name": STR, "employer": STR,
                 "employer_name": STR, "sector": STR, "cause": STR, "next_due": DATE, "next_clock": STR,
                 "filed_on": DATE, "closed_on": DATE})
step = obj({"date": DATE, "kind": enum("start", "working", "make_up", "weekend", "holiday", "calendar", "excluded",
                                       "rolled", "due"), "reason": TEXT}, {"to": DATE, "count": INT})
employer = {"id": STR, "code": STR, "name": STR, "cases": INT, "open_cases": INT}

report_recipient = obj(
    {"alert": INT, "id": STR, "name": TEXT, "told_at": INSTANT, "passed_on": BOOL, "withdrawn": BOOL},
    {"acknowledge_by": INSTANT, "acknowledged_by": STR, "acknowledged_at": INSTANT, "answer": STR, "answered_by": STR,
     "answered_at": INSTANT})

drill_head = {"id": INT, "made_at": INSTANT, "as_of": {**INSTANT, "description": "what would have been missed by then"},
              "cut": {**BOOL, "description": "more was found than is listed"}, "cases": INT, "clocks": INT,
              "heard_at": nullable(INSTANT), "cases_due": INT, "breached": INT, "expired": INT, "alerts": INT,
              "not_passed_on": INT, "messages_waiting": INT, "finding_count": INT}

bulletin_head = {"id": INT, "kind": enum("bulletin", "work_list"), "subject": STR, "subject_name": TEXT, "period": STR,
                 "from": DATE, "to": DATE, "made_at": INSTANT}
UNIT_KIND = enum("bureau", "mediation_center", "committee", "inspection_team")
EXCEPTION = enum("late_entry", "correction", "annulment", "override", "extended_in_last_days", "quick_approval",
                 "incomplete_document", "break_glass", "delegated")

SCHEMAS = {
    "BulletinList": obj({"items": arr(obj(bulletin_head)), "next": nullable(STR)}),
    "Bulletin": obj({**bulletin_head,
                     "figures": arr(obj({"report": STR, "name": TEXT, "definition": TEXT, "numerator": INT,
                                         "denominator": nullable(INT), "cases": arr(STR)},
                                        {"target": {**INT, "description": "percent"}})),
                     "lines": arr(obj({"case_id": STR, "workflow": STR, "clock": STR, "name": TEXT, "due": DATE,
                                       "status": CLOCK_STATUS}, {"number": STR})),
                     "key_cases": arr(STR)}),
    "RiskPoints": obj({"items": arr(obj({"id": STR, "workflow": STR, "event": STR, "by": STR, "every": STR, "risk": TEXT,
                                         "check": TEXT, "cite": CITES}, {"workflow_name": TEXT, "event_name": TEXT})),
                       "checklist": NAMED, "review_by": STR, "review_percent": INT, "mend_days": INT}),
    "ExceptionList": obj({"items": arr(obj(
        {"id": INT, "kind": EXCEPTION, "case_id": STR, "workflow": STR, "version": INT, "on": DATE, "found_at": INSTANT},
        {"number": STR, "event": STR, "event_name": TEXT, "clock": STR, "by": STR, "of": INT, "days": INT,
         "seconds": INT, "paper": STR, "missing": arr(STR), "reason": STR})), "next": nullable(STR)}),
    "FileReviewList": obj({"items": arr(obj(
        {"id": INT, "case_id": STR, "workflow": STR, "title": TEXT, "period": STR,
         "state": enum("open", "good", "faults", "mended"), "faults": INT,
         "answers": {"type": "object", "additionalProperties": enum("ok", "fault", "none")}},
        {"number": STR, "reviewed_by": STR, "reviewed_on": DATE, "note": STR, "mend_due": DATE, "mended_on": DATE,
         "mended_by": STR, "mend_note": STR})),
        "draws": arr(obj({"seed": STR, "from": DATE, "to": DATE, "percent": INT, "closed": INT, "drawn": INT})),
        "next": nullable(STR)}),
    "Reveal": obj({"purpose": enum("contact", "identity", "service", "enforcement", "person_asks")}),
    "RevealedParty": obj({"key": STR, "kind": STR, "erased": BOOL},
                         {"name": STR, "id_number": STR, "credit_code": STR, "phone": STR, "address": STR}),
    "PartyCorrection": obj({}, {"name": STR, "id_number": STR, "credit_code": STR, "phone": STR, "address": STR}),
    "PartyCopy": obj(
        {"case_id": STR, "workflow": STR, "title": TEXT, "state": TEXT, "key": STR, "role": STR, "representative": BOOL,
         "person": obj({"kind": STR, "erased": BOOL},
                       {"name": STR, "id_number": STR, "credit_code": STR, "phone": STR, "address": STR,
                        "more": {"type": "object", "additionalProperties": True}}),
         "acts": arr(obj({"version": INT, "name": TEXT, "on": DATE, "texts": arr(STR)})),
         "documents": arr(obj({"name": TEXT, "on": DATE}, {"served_on": DATE})),
         "terms": arr(obj({"name": TEXT, "from": DATE}, {"due": DATE})),
         "other_parties": arr(obj({"key": STR, "role": STR, "name": {**STR, "description": "masked, but for employers"}})),
         "other_cases": arr(obj({"case_id": STR, "workflow": STR, "title": TEXT, "roles": arr(STR)}, {"number": STR})),
         "more_cases": BOOL}, {"number": STR}),
    "ErasureAsked": obj({"reason": STR}),
    "ErasureAnswered": obj({"approve": BOOL}, {"reason": STR}),
    "Retention": obj({"items": arr(obj(
        {"case_id": STR, "workflow": STR, "title": TEXT, "state": enum("due", "asked", "declined", "erased")},
        {"number": STR, "closed_on": DATE, "kept_until": DATE, "erasure": INT, "reason": STR, "asked_by": STR,
         "answered_by": STR, "asked_on": DATE, "answered_on": DATE, "erased": INT, "kept_elsewhere": INT})),
        "next": nullable(STR)}),
    "FileReview": obj({"answers": {"type": "object", "additionalProperties": enum("ok", "fault", "none")}}, {"note": STR}),
    "FileMended": obj({"note": {**STR, "minLength": 1}}),
    "ReportAnswer": obj({"text": {**STR, "minLength": 1, "description": "what the body said"}}),
    "SpecialReportCase": obj(
        {"case_id": STR, "workflow": STR, "state": STR, "state_name": TEXT, "title": TEXT, "open": BOOL, "opened_on": DATE,
         "sides": SIDES, "due": arr(obj({"clock": STR, "name": TEXT, "status": CLOCK_STATUS}, {"due": DATE, "due_at": INSTANT})),
         "reports": arr(obj({"event": STR, "name": TEXT, "version": INT, "on": DATE, "recipients": arr(report_recipient)}))},
        {"number": STR}),
    "SpecialReportList": obj({"items": arr(ref("SpecialReportCase")), "next": nullable(STR)}),
    "Text": obj({"zh": STR, "en": STR}),
    "Finding": obj({"path": STR, "code": STR, "message": STR}),
    "Problem": obj({"type": STR, "title": STR, "status": INT, "detail": STR, "code": STR, "request_id": STR},
                   {"rule": STR, "subject": STR, "cite": CITES, "findings": arr(ref("Finding")),
                    "conflicts": arr(INT), "current_version": INT, "events": arr(ref("CaseEvent"))}),
    "Actor": actor, "Item": item, "Moved": moved, "Linked": linked, "Occurrence": occurrence, "Act": act,
    "Rederived": rederived, "CaseEvent": case_event, "Proposal": proposal, "Step": step, "CaseItem": case_item,
    "Clock": obj(clock_required, clock_optional),
    "ClockExplained": obj({**clock_required, "steps": arr(ref("Step")),
                           "suspensions": arr(obj({"source": STR, "from": DATE}, {"to": DATE}))}, clock_optional),
    "AlertTold": alert_told, "DocumentOut": document_out,
    "Session": obj({"account": STR, "username": STR, "display_name": STR, "roles": arr(STR), "second_factor": BOOL},
                   {"token": STR, "expires_at": INSTANT}),
    "Account": obj({"id": STR, "username": STR, "display_name": STR, "roles": arr(STR), "disabled": BOOL,
                    "second_factor": BOOL, "certificate": {**nullable(STR), "description": "SHA-256 of the certificate bound to it, hex"},
                    "created_at": INSTANT}),
    "AccountList": obj({"items": arr(ref("Account"))}),
    "SessionItem": obj({"id": STR, "kind": enum("session", "token"), "label": STR, "scopes": arr(STR), "current": BOOL,
                        "created_at": INSTANT, "seen_at": INSTANT, "expires_at": INSTANT}),
    "SessionList": obj({"items": arr(ref("SessionItem"))}),
    "OwnData": obj({"account": ref("Account"), "sessions": arr(ref("SessionItem")),
                    "preferences": {"type": "object", "additionalProperties": True},
                    "drafts": arr(obj({"key": STR, "body": STR, "updated_at": INSTANT})),
                    "access_log": arr(ref("AccessItem")),
                    "access_log_whole": {**BOOL, "description": "false: there are older entries than those listed"}}),
    "Secret": obj({"token": {**STR, "description": "shown once"}, "expires_at": INSTANT}),
    "SecondFactorOffer": obj({"secret": {**STR, "description": "base32"},
                              "uri": {**STR, "description": "otpauth: what an authenticator scans"}}),
    "OwnCertificate": obj({"asked": {**BOOL, "description": "this server asks for certificates"}, "bound": nullable(STR), "shown": nullable(STR),
                           "fault": nullable(enum("expired", "not_yet_valid", "untrusted"))}),
    "CertificateOwn": obj({"password": STR}),
    "CertificateOf": obj({"fingerprint": {**STR, "description": "SHA-256, 64 hex digits; colons may stand between"}}),
    "RecoveryCodes": obj({"recovery_codes": {**arr(STR), "description": "each works once in place of a code; shown once"}}),
    "AccessItem": obj({"seq": INT, "at": INSTANT, "actor": STR, "address": STR, "action": STR, "object": STR, "result": STR,
                       "request_id": STR}),
    "AccessList": obj({"items": arr(ref("AccessItem")), "next": nullable(STR)}),
    "System": obj({"version": STR, "read_only": BOOL, "signing_key": STR, "signature": STR, "log_hash": STR, "signing_fails": BOOL, "reads_not_logged": INT,
                   "logs": arr(obj({"log": enum("events", "access"), "size": INT},
                                   {"signed": obj({"size": INT, "at": INSTANT, "root": STR, "chain": STR})})),
                   "authority_changed": {**arr(obj({"path": STR, "code": STR, "message": ref("Text")})),
                                         "description": "rows that decide authority, changed beside the program"},
                   "rules": obj({"sha256": {**STR, "description": "over all files of rules this server was started with"}, "since": INSTANT,
                                 "changed": {**arr(STR), "description": "files that were other ones at the start before"}})}),
    "PasswordByCode": obj({"code": STR, "password": STR}),
    "PasswordChange": obj({"old": STR, "password": STR}),
    "SecondFactorCode": obj({"code": STR}),
    "TokenQuestion": obj({"label": STR, "scopes": arr(enum("read", "write", "calendar"))}, {"days": INT}),
    "AccountQuestion": obj({"username": STR, "roles": arr(STR)}, {"display_name": STR}),
    "AccountChange": obj({"roles": arr(STR)}, {"display_name": STR, "disabled": BOOL}),
    "Outcome": obj({"case_id": STR, "version": INT, "workflow": STR, "state": STR,
                    "clocks": obj({"opened": arr(ref("Clock")), "closed": arr(ref("Clock")),
                                   "moved": arr(ref("Clock"))}),
                    "alerts": {**arr(ref("AlertTold")), "description": "raised"},
                    "alerts_withdrawn": {**arr(ref("AlertTold")), "description": "told before, no longer true"},
                    "documents": arr(ref("DocumentOut")),
                    "linked": arr(ref("Linked")), "moved": arr(ref("Moved")),
                    "irregular": {**arr(obj({"version": INT, "event": STR, "name": TEXT, "role": STR, "on": DATE})),
                                  "description": "acts of persons that stay and are marked irregular by this one"},
                    "warnings": arr(TEXT)},
                   {"rederived": {**ref("Rederived"), "description": "what a late entry, correction or annulment "
                                  "changes in what had been derived: in a dry run as it would be kept, else as it is "
                                  "kept in the history"},
                    "state_before": STR, "number": STR, "seq": INT, "dry_run": BOOL,
                    "proposal": obj({"seq": INT, "approver_roles": arr(STR)})}),
    "Case": obj({"id": STR, "workflow": obj({"id": STR, "version": INT, "name": TEXT, "overlays": arr(STR)}),
                 "state": obj({"id": STR, "name": TEXT}), "phase": PHASE, "version": INT, "opened_on": DATE,
                 "since": DATE, "facts": VALUES,
                 "parties": arr(obj({"key": STR, "role": STR, "kind": STR, "name": STR, "representative": BOOL,
                                     "standings": VALUES}, {"person": STR})),
                 "items": arr(ref("Item")),
                 "holds": arr(obj({"hold": STR, "since": DATE}, {"name": TEXT, "key": STR})),
                 "proposals": arr(ref("Proposal")),
                 "documents": arr(obj({"id": STR, "document": STR, "copy": INT, "on": DATE, "to": arr(STR)},
                                      {"name": TEXT})),
                 "services": arr(obj({"document": STR, "copy": INT, "to": STR, "mode": STR, "made_on": DATE,
                                      "deemed_on": DATE, "complete": BOOL})),
                 "links": arr(ref("Linked")), "clocks": arr(ref("Clock"))}, {"number": STR, "title": STR}),
    "Actions": obj({"items": arr(obj(
        {"event": STR, "allowed": BOOL, "depends_on_form": BOOL, "needs_approval": BOOL, "approver_roles": arr(STR)},
        {"name": TEXT, "cite": CITES, "leads_to": arr(STR),
         "fields": arr(obj({"id": STR, "required": BOOL},
                           {"type": STR, "name": TEXT, "values": arr(obj({"id": STR, "name": TEXT})), "min": INT,
                            "max": INT})),
         "why_not": obj({"rule": STR, "message": TEXT, "cite": CITES}, {"subject": STR})})),
        "proposals": arr(ref("Proposal"))}),
    "History": obj({"items": arr(obj({"seq": INT, "version": INT, "recorded_at": INSTANT, "event": ref("CaseEvent")},
                                     {"recorded_by": STR, "recorded_by_name": STR, "for_whom_name": STR, "mendable": BOOL}))}),
    "ClocksOfCase": obj({"items": arr(ref("ClockExplained"))}),
    "CaseList": obj({"items": arr(ref("CaseItem")), "next": nullable(STR)}),
    "ClockList": obj({"items": arr(obj(
        {"case_id": STR, "workflow": STR, "title": TEXT, "sides": SIDES, "id": STR, "label": STR, "ordinal": INT,
         "name": TEXT,
         "kind": CLOCK_KIND, "status": CLOCK_STATUS, "owner": STR, "provisional": BOOL, "halted": BOOL},
        {"number": STR, "party": STR, "handler": STR, "base": DATE, "nominal": DATE, "due": DATE, "due_at": INSTANT,
         "working_days_left": INT})), "next": nullable(STR)}),
    "AlertList": obj({"items": arr(obj(
        {"id": INT, "sides": SIDES, "clock": STR, "label": STR, "rung": STR, "to": STR, "name": TEXT, "on": DATE, "due": DATE, "told_at": INSTANT, "superseded": BOOL},
        {"case_id": {**STR, "description": "none: the alert is about no case"}, "workflow": STR,
         "notice": {**BOOL, "description": "of no clock and no risk: the name says all of it"}, "number": STR, "party": STR, "acknowledged_by": STR, "acknowledged_at": INSTANT, "risk": INT, "duty": TEXT, "says": TEXT,
         "wait_until": INSTANT})), "next": nullable(STR)},
        {"left_out": {**arr(obj({"clock": STR, "label": STR, "to": STR, "name": TEXT, "due": DATE, "rungs": arr(STR),
                                 "why": enum("collapsed", "overtaken"), "noted_at": INSTANT}, {"party": STR})),
                      "description": "with ?case=: rungs whose time came and that nobody was told"}}),
    "Risk": obj(risk_required, risk_optional),
    "RiskList": obj({"items": arr(ref("Risk")), "next": nullable(STR)}),
    "KeyCases": obj({"items": arr(obj(
        {"case_id": STR, "workflow": STR, "title": TEXT, "sides": SIDES, "since": DATE, "every_days": INT,
         "reports": INT},
        {"number": STR, "rule": STR, "rule_name": TEXT, "marked_by": STR, "leader": STR, "reason": STR,
         "report_due": DATE, "reported_on": DATE, "ended_on": DATE, "ended_by": STR, "ended_reason": STR}))}),
    "Unit": obj({"kind": UNIT_KIND, "name_zh": STR, "name_en": STR}, {"parent": {**STR, "description": "\"\" = directly under the bureau"}}),
    "UnitList": obj({"items": arr(obj({"id": STR, "kind": UNIT_KIND, "kind_name": TEXT, "name": TEXT, "parent": STR})),
                     "members": {"type": "object", "additionalProperties": STR, "description": "account -> unit; who is not here belongs to the bureau itself"},
                     "mine": {**STR, "description": "\"\" = the bureau itself, which sees all"}}),
    "UnitOfAccount": obj({}, {"unit": {**STR, "description": "\"\" = back to the bureau itself"}}),
    "HandOver": obj({"reason": {**STR, "minLength": 1}},
                    {"role": {**STR, "description": "role in the case whose holders are named anew: tribunal_member, recorder, investigator, or recused"},
                     "people": {**arr(STR), "description": "user names of its holders; none = nobody any more"},
                     "to": {**STR, "description": "user name of who takes it; without it whoever handles it stays"},
                     "unit": {**STR, "description": "unit that takes it, \"\" = the bureau itself; without it the unit stays"}}),
    "HandOvers": obj({"from": STR, "to": STR, "reason": {**STR, "minLength": 1}}, {"unit": STR}),
    "HandedOver": obj({"cases": arr(obj({"case_id": STR, "version": INT}))}),
    "BreakGlass": obj({"reason": {**STR, "minLength": 1}}),
    "NewDelegation": obj({"to": STR, "roles": arr(STR), "first": DATE, "last": DATE,
                          "basis": {**STR, "minLength": 1, "description": "number of the document it rests on"},
                          "reason": {**STR, "minLength": 1}},
                         {"events": {**arr(STR), "description": "procedure/event; none: all that may be delegated of the roles"},
                          "case_id": {**STR, "description": "of this case alone"}}),
    "Made": obj({"id": STR}),
    "Delegations": obj({"items": arr(obj({"id": STR, "from": STR, "from_name": STR, "to": STR, "to_name": STR, "roles": arr(STR),
                                          "events": arr(STR), "event_names": arr(TEXT), "first": DATE, "last": DATE, "basis": STR,
                                          "made_at": INSTANT, "state": enum("coming", "in_force", "expired", "ended")},
                                         {"case_id": STR, "reason": STR, "ended_at": INSTANT, "ended_by": STR})),
                        "may": {**arr(obj({"role": STR, "powers": arr(obj({"id": STR, "name": TEXT}))})),
                                "description": "powers of one's own roles that may be delegated, each procedure/event"}}),
    "Grant": obj({"until": {**INSTANT, "description": "reading stays open to this account until then"}}),
    "KeyMark": obj({"reason": STR}, {"leader": {"type": "string", "description": "user name of who is in charge"}}),
    "KeyEnd": obj({"reason": STR}),
    "MessageList": obj({"items": arr(obj(
        {"id": INT, "alert": INT, "channel": STR, "state": enum("waiting", "sent", "dead"), "case_id": STR,
         "attempts": INT, "created_at": INSTANT, "next_try_at": INSTANT},
        {"last_error": STR, "ended_at": INSTANT})), "next": nullable(STR)}),
    "Approvals": obj({"items": arr(obj(
        {"case_id": STR, "workflow": STR, "seq": INT, "version": INT, "event": STR, "event_name": TEXT, "by": STR,
         "by_name": STR, "approver_roles": arr(STR), "on": DATE, "sides": SIDES}, {"number": STR}))}),
    "EmployerList": obj({"items": arr(obj(employer)), "next": nullable(STR)}),
    "Employer": obj({**employer, "record": arr(ref("CaseItem"))}),
    "Document": obj({"id": STR, "case_id": STR, "document": STR, "name": TEXT, "copy": INT, "on": DATE, "to": arr(STR),
                     "cite": CITES}),
    "Paper": obj({"id": STR, "workflow": STR, "document": STR, "name": TEXT, "copy": INT, "to": STR,
                  "label": obj({"id": enum("open", "internal", "sensitive"), "name": TEXT}),
                  "origin": enum("bureau", "shipped", "general"), "pages": INT, "pages_counted": BOOL,
                  "fields": arr(obj({"name": STR, "label": TEXT, "value": STR, "required": BOOL, "typed": BOOL})),
                  "missing": arr(STR)}, {"issued_on": DATE}),
    "PaperValues": obj({}, {"values": {"type": "object", "additionalProperties": STR}, "pages": INT}),
    "Archive": obj({"category": TEXT, "cause": STR, "result": STR, "opened_on": DATE, "closed": BOOL, "kept_cite": CITES,
                    "sides": arr(obj({"role": TEXT, "names": STR})), "main": arr(archive_line),
                    "secondary": arr(archive_line)},
                   {"number": STR, "archive_no": STR, "filed_on": DATE, "closed_on": DATE, "archived_on": DATE,
                    "secondary_hidden": {**BOOL, "description": "the secondary file is closed to this account, its lines left out"}, "kept": STR, "kept_until": DATE}),
    "Hearings": obj({"items": arr(obj({"case_id": STR, "workflow": STR, "sides": SIDES, "at": INSTANT, "kind": STR},
                                       {"number": STR, "place": STR}))}),
    "Drafts": obj({"items": arr(obj({"key": STR, "body": STR, "updated_at": INSTANT}))}),
    "Preferences": {"type": "object", "description": "what the pages kept; opaque to the server"},
    "WorkflowList": obj({"items": arr(obj({"id": STR, "version": INT, "sha256": STR, "name": TEXT, "cite": CITES}))}),
    "Workflow": obj({"id": STR, "version": INT, "sha256": STR, "name": TEXT, "cite": CITES, "overlays": arr(STR),
                     "items": obj({"kinds": arr(obj({"id": STR, "name": TEXT})),
                                   "outcomes": arr(obj({"id": STR, "name": TEXT}))}),
                     "states": arr(obj({"id": STR, "name": TEXT, "phase": PHASE},
                                       {"milestone": STR, "waits_clock": STR, "waits": TEXT})),
                     "events": arr(obj({"id": STR, "name": TEXT, "by": arr(STR), "act_of": arr(STR),
                                        "starts_case": BOOL, "needs_approval": BOOL, "cite": CITES,
                                        "rows": arr(obj({"from": arr(STR), "to": STR})), "asks": arr(STR),
                                        "may": arr(STR)})),
                     "clocks": arr(obj({"id": STR, "name": TEXT, "kind": CLOCK_KIND, "owner": STR, "cite": CITES,
                                        "unit_cite": CITES, "stopped_by": arr(obj({
                                            "on": enum("event", "served", "state", "expiry", "released", "link"),
                                            "id": STR}))}, {"length": STR})),
                     "facts": arr(obj({"id": STR, "name": TEXT, "type": STR},
                                      {"values": arr(obj({"id": STR, "name": TEXT}))})),
                     "documents": arr(obj({"id": STR, "name": TEXT, "to": arr(STR), "cite": CITES})),
                     "parties": arr(obj({"id": STR, "name": TEXT, "min": INT, "max": INT, "kinds": arr(STR)}))}),
    "Due": obj({"from": STR, "calendar": obj({"id": STR, "version": STR, "covers_to": DATE}),
                "steps": arr(ref("Step"))},
               {"period": STR, "rule": STR, "nominal": DATE, "due": DATE, "due_at": INSTANT, "clear_days_due": DATE,
                "provisional": BOOL, "excluded_days": INT,
                "cite": {"type": "array", "items": {}}}),
    "CalendarYear": obj({"year": INT, "version": STR, "provisional": BOOL,
                         "days": arr(obj({"date": DATE, "kind": enum("working", "make_up", "weekend", "holiday")},
                                         {"name": STR, "statutory": BOOL, "notice": STR}))}),
    "CalendarChange": obj({"notice": STR, "version_before": STR, "version_after": STR, "dry_run": BOOL, "known": BOOL,
                           "cases_looked_at": INT,
                           "moved": arr(obj({"case_id": STR, "workflow": STR, "clock": STR, "name": TEXT,
                                             "roles": {**arr(STR), "description": "who is told of this clock"}},
                                            {"number": STR, "before": DATE, "after": DATE,
                                             "days": {**INT, "description": "calendar days later; negative: earlier"},
                                             "handler": STR, "handler_name": STR})), "failed": arr(STR)}),
    "IntakeAnswer": obj({"bodies": {**arr(obj({"id": STR, "level": BODY_LEVEL, "name": TEXT, "proposed": BOOL, "why": TEXT,
                                               "mediators": arr(STR)})),
                                    "description": "mediation organizations whose scope the dispute lies in, the "
                                    "nearest first; mediators in their term today"},
                         "routes": arr(obj({"claim": STR, "channel": STR, "open": BOOL, "first": BOOL, "why": TEXT,
                                            "cite": CITES}, {"workflow": STR})),
                         "duplicates": arr(obj({"id": STR, "workflow": STR, "state": STR, "open": BOOL, "why": TEXT},
                                               {"number": STR})), "notes": arr(TEXT)}),
    "Report": obj({"id": STR, "name": TEXT, "from": DATE, "to": DATE,
                   "figures": arr(obj({"group": STR, "value": nullable({"type": "number"}), "numerator": INT,
                                       "denominator": nullable(INT), "definition": TEXT, "cases": arr(STR)}, {"name": TEXT, "target": {**INT, "description": "percent to reach"}}))}),
    "ReviewReport": obj({"dry_run": BOOL, "opened": INT, "duplicates": INT, "refused": INT, "reminded": INT,
                         "lines": arr(obj({"line": {**INT, "description": "of the list, from 1; 0: a reminder"},
                                           "name": STR, "outcome": enum("opened", "duplicate", "refused", "reminded")},
                                          {"code": STR, "case_id": STR, "number": STR, "reason": TEXT}))}),
    "SpecialHours": obj({"items": arr(obj(
        {"case_id": STR, "number": STR, "employer": STR, "employer_name": STR, "system": STR, "system_name": TEXT,
         "worker_count": INT, "renewal_asked": BOOL},
        {"valid_from": DATE, "valid_until": DATE, "renewal_until": DATE, "days_left": INT}))}),
    "OpenApi": {"type": "object", "required": ["openapi", "info", "paths"], "description": "OpenAPI 3.1",
                "properties": {"openapi": STR, "info": {"type": "object"}, "paths": {"type": "object"}}},
    "Status": obj({"status": STR}, {"head": INT}),
    "Scheduler": obj({"now": INSTANT, "open_clocks": INT, "alerts_open": INT, "outbox_depth": INT, "dead_letters": INT,
                      "channels": arr(obj({"channel": STR, "waiting": INT, "dead": INT})), "ticks": INT},
                     {"oldest_unfired": INSTANT, "last_heartbeat": INSTANT}),
    "DrillList": obj({"items": arr(obj(drill_head))}),
    "Drill": obj({**drill_head,
                  "missed": arr(obj({"case": STR, "number": STR, "clock": STR, "name": TEXT,
                                     "kind": enum("breached", "expired", "alert"), "due": DATE, "since": DATE},
                                    {"rung": STR, "to": STR})),
                  "findings": arr(obj({"case": STR, "what": enum("fold", "clock", "sleeps"), "message": TEXT}))}),
    "Fired": obj({"now": INSTANT, "fired": arr(STR)}),
    # requests
    "About": obj({"version": STR, "unit": STR, "demo": BOOL, "now": INSTANT, "region": STR,
                  "overlays": arr(obj({"id": STR, "version": INT, "name": TEXT})),
                  "bureau": obj({}, {"name": TEXT, "units": NAMED, "sectors": NAMED, "streets": NAMED,
                                     "mediation_bodies": arr(obj({"id": STR, "name": TEXT, "level": BODY_LEVEL,
                                                                  "streets": arr(STR), "sectors": arr(STR)})),
                                     "minimum_wage": obj({"fen": INT, "from": DATE, "number": STR})}),
                  "today": obj({"date": DATE, "kind": enum("working", "make_up", "weekend", "holiday")}, {"name": TEXT}),
                  "calendar": obj({"id": STR, "version": STR, "covers_to": DATE}, {"number": STR})},
                 {"accounts": arr(obj({"username": STR, "roles": arr(STR)}))}),
    "LogIn": obj({"username": STR, "password": STR}, {"otp": STR}),
    "OpenCase": obj({"workflow": STR}, {"event": STR, "data": {"type": "object"}, "occurred_on": DATE,
                                        "occurred_at": INSTANT, "on_behalf_of": STR, "role": STR,
                                        "officers": arr(STR), "act_for": {**STR, "description": "id of the delegation under which one acts"},
                                        "dry_run": BOOL}),
    "RecordEvent": obj({"event": STR}, {"data": {"type": "object"}, "occurred_on": DATE, "occurred_at": INSTANT,
                                        "on_behalf_of": STR, "role": STR, "officers": arr(STR), "act_for": {**STR, "description": "id of the delegation under which one acts"},
                                        "dry_run": BOOL}),
    "DueQuestion": obj({"from": STR}, {"period": STR, "rule": STR, "extend": arr(STR), "backward": BOOL,
                                       "roll": enum("forward", "backward", "none"), "exclude": arr(arr(DATE)),
                                       "overlay": arr(STR)}),
    "NoticeQuestion": obj({"notice": {"type": "object"}}, {"dry_run": BOOL}),
    "ReviewQuestion": obj({"review_year": INT, "open_from": DATE, "submit_by": DATE,
                           "list": {**STR, "description": "CSV; the first line names the columns name, code, sector, "
                                    "worker_count (the last two may be left out)"}}, {"dry_run": BOOL}),
    "ReminderQuestion": obj({"review_year": INT}, {"dry_run": BOOL}),
    "IntakeQuestion": {"type": "object"},
    "DraftQuestion": obj({"key": STR}, {"body": STR}),
    "ClockMove": obj({"to": INSTANT}),
    "Evidence": evidence,
    "EvidenceList": obj({"items": arr(ref("Evidence")), "may_add": BOOL,
                         "takes": obj({"kinds": NAMED, "extensions": arr(STR), "file_bytes": INT, "case_files": INT,
                                       "case_bytes": INT})}, {"secondary_hidden": BOOL}),
    "EvidenceReason": obj({"reason": STR}),
    "Nothing": {"type": "object", "additionalProperties": False},
}

# path, method, operationId, request schema, answers {status: schema or media}, query, summary
OK = 200
ROUTES = [
    ("/session", "post", "log_in", "LogIn", {200: "Session"}, [401, 403, 413, 415, 422, 429, 503],
     "Log in", False),
    ("/session", "get", "who_am_i", None, {200: "Session"}, [], "Who am I", True),
    ("/session", "delete", "log_out", None, {204: None}, [503], "Log out", True),
    ("/password", "post", "set_password_by_code", "PasswordByCode", {204: None}, [401, 413, 415, 422, 429, 503],
     "Set a password with a code of the administrator", False),
    ("/me/password", "put", "change_password", "PasswordChange", {204: None}, [413, 415, 422, 429, 503],
     "Change my password; ends every session", True),
    ("/me/second-factor", "post", "offer_second_factor", "Nothing", {200: "SecondFactorOffer"}, [413, 415, 422],
     "A secret for an authenticator (RFC 6238), in force once a code of it was given", True),
    ("/me/second-factor", "put", "take_second_factor", "SecondFactorCode", {200: "RecoveryCodes"}, [413, 415, 422, 503],
     "Put the offered secret in force", True),
    ("/me/second-factor", "delete", "drop_second_factor", None, {204: None}, [404, 503], "Remove my second factor", True),
    ("/me/certificate", "get", "show_own_certificate", None, {200: "OwnCertificate"}, [404, 503],
     "The certificate bound to me, and the one shown in this connection", True),
    ("/me/certificate", "put", "bind_own_certificate", "CertificateOwn", {204: None}, [404, 409, 413, 415, 422, 429, 503],
     "Bind the certificate of this connection as my second factor", True),
    ("/me/certificate", "delete", "unbind_own_certificate", None, {204: None}, [404, 503], "Unbind it", True),
    ("/me/sessions", "get", "list_own_sessions", None, {200: "SessionList"}, [], "My sessions and tokens", True),
    ("/me/sessions/{id}", "delete", "end_own_session", None, {204: None}, [404, 503], "End one of them", True),
    ("/me/tokens", "post", "make_token", "TokenQuestion", {200: "Secret"}, [413, 415, 422, 503],
     "A token for a program: shown once", True),
    ("/me/data", "get", "export_own_data", None, {200: "OwnData"}, [503],
     "What is held of me as an account: the account, sessions, drafts, preferences, my entries of the access log", True),
    ("/accounts", "get", "list_accounts", None, {200: "AccountList"}, [], "All accounts", True),
    ("/accounts", "post", "add_account", "AccountQuestion", {201: "Account"}, [409, 413, 415, 422, 503],
     "A new account without a password", True),
    ("/accounts/{id}", "put", "change_account", "AccountChange", {200: "Account"}, [404, 413, 415, 422, 503],
     "Name shown, roles, whether it may log in", True),
    ("/accounts/{id}/reset", "post", "reset_account", "Nothing", {200: "Secret"}, [404, 413, 415, 422, 503],
     "A code with which the person sets a new password; ends every session", True),
    ("/accounts/{id}/second-factor", "delete", "remove_second_factor", None, {204: None}, [404, 503],
     "For a lost device", True),
    ("/accounts/{id}/certificate", "put", "bind_certificate", "CertificateOf", {204: None}, [404, 409, 413, 415, 422, 503],
     "Bind a certificate as second factor, in place of the one before; ends every session", True),
    ("/accounts/{id}/certificate", "delete", "unbind_certificate", None, {204: None}, [404, 503],
     "Unbind it; ends every session", True),
    ("/accounts/{id}/sessions", "get", "list_account_sessions", None, {200: "SessionList"}, [404],
     "Sessions and tokens of an account", True),
    ("/accounts/{id}/sessions/{session}", "delete", "end_account_session", None, {204: None}, [404, 503], "End one", True),
    ("/access-log", "get", "list_access", None, {200: "AccessList"}, [422], "Who did and read what, newest first", True),
    ("/system", "get", "show_system", None, {200: "System"}, [503], "How far the logs are signed", True),
    ("/about", "get", "show_about", None, {200: "About"}, [], "Bureau, its day, version and calendar", False),
    ("/workflows", "get", "list_workflows", None, {200: "WorkflowList"}, [], "Definitions in force", True),
    ("/workflows/{id}", "get", "show_workflow", None, {200: "Workflow"}, [404], "One definition", True),
    ("/workflows/{id}/diagram", "get", "draw_workflow", None, {200: "image/svg+xml text/plain"}, [404, 422], "Diagram", True),
    ("/cases", "post", "open_case", "OpenCase", {200: "Outcome", 201: "Outcome", 202: "Outcome"},
     [409, 413, 415, 422, 503], "Open a case", True),
    ("/cases", "get", "list_cases", None, {200: "CaseList"}, [413, 422], "Cases (also text/csv)", True),
    ("/cases/{id}", "get", "show_case", None, {200: "Case"}, [404, 422], "Where a case stands", True),
    ("/cases/{id}/actions", "get", "list_actions", None, {200: "Actions"}, [404], "What may I do now, and why not", True),
    ("/cases/{id}/events", "post", "record_event", "RecordEvent", {200: "Outcome", 202: "Outcome"},
     [404, 409, 412, 413, 415, 422, 428, 503], "Record an event", True),
    ("/cases/{id}/history", "get", "show_history", None, {200: "History"}, [404], "All events of a case", True),
    ("/cases/{id}/clocks", "get", "list_case_clocks", None, {200: "ClocksOfCase"}, [404], "Clocks with reasons", True),
    ("/approvals", "get", "list_approvals", None, {200: "Approvals"}, [], "What waits for me", True),
    ("/intake/routes", "post", "find_routes", "IntakeQuestion", {200: "IntakeAnswer"}, [413, 415, 422],
     "Procedures open for a claim, and duplicates", True),
    ("/employers", "get", "list_employers", None, {200: "EmployerList"}, [422], "Register of employers", True),
    ("/employers/{code}", "get", "show_employer", None, {200: "Employer"}, [404], "An employer's record", True),
    ("/cases/{id}/papers/{paper}", "get", "show_paper", None, {200: "Paper"}, [404], "A document as paper: its fields", True),
    ("/cases/{id}/papers/{paper}", "put", "fill_in_paper", "PaperValues", {204: None}, [404, 413, 415, 422, 503],
     "What a clerk fills in", True),
    ("/cases/{id}/papers/{paper}/docx", "get", "write_paper", None, {200: DOCX}, [404, 422], "It for a word processor", True),
    ("/cases/{id}/papers/{paper}/page", "get", "print_paper", None, {200: "text/html"}, [404, 422], "It to print", True),
    ("/cases/{id}/archive", "get", "show_archive", None, {200: "Archive"}, [404], "Cover and catalog of the file", True),
    ("/cases/{id}/archive/zip", "get", "export_archive", None, {200: "application/zip"}, [404, 422],
     "A closed case as one ZIP", True),
    ("/cases/{id}/evidence", "post", "add_evidence", "file", {201: "Evidence"}, [403, 404, 409, 413, 415, 422, 503],
     "A file given as evidence: its bytes are the body, whatever their Content-Type says; what it is is read from them. "
     "If-Match is not asked for: a file more changes nothing that others decided on", True),
    ("/cases/{id}/evidence", "get", "list_evidence", None, {200: "EvidenceList"}, [404], "Evidence given to a case", True),
    ("/cases/{id}/evidence/{evidence}", "get", "read_evidence", None, {200: "FILE"}, [403, 404, 503],
     "The bytes, to be saved: held against their hash before the first is sent; evidence_damaged, evidence_missing: they are not what was given", True),
    ("/cases/{id}/evidence/{evidence}/withdraw", "post", "withdraw_evidence", "EvidenceReason", {200: "Evidence"},
     [403, 404, 409, 413, 415, 422, 503], "Marks it as withdrawn, with a reason; the bytes stay as long as the file", True),
    ("/templates/{workflow}/{document}", "get", "show_template", None, {200: DOCX}, [404], "A template with its fields", True),
    ("/documents/{id}", "get", "show_document", None, {200: "Document"}, [404], "A document issued", True),
    ("/hearings", "get", "list_hearings", None, {200: "Hearings"}, [], "Hearings of a day", True),
    ("/scheduler", "get", "show_scheduler", None, {200: "Scheduler"}, [503], "How the scheduler is", True),
    ("/scheduler/drills", "get", "list_drills", None, {200: "DrillList"}, [503], "Drills after a restore", True),
    ("/scheduler/drills/{id}", "get", "show_drill", None, {200: "Drill"}, [404], "What one found; for heads of office", True),
    ("/me/preferences", "get", "show_preferences", None, {200: "Preferences"}, [], "My preferences", True),
    ("/me/preferences", "put", "keep_preferences", "Preferences", {204: None}, [413, 415, 422, 503], "Keep them", True),
    ("/me/drafts", "get", "list_drafts", None, {200: "Drafts"}, [], "My drafts", True),
    ("/me/drafts", "put", "keep_draft", "DraftQuestion", {204: None}, [413, 415, 422, 503], "Keep a draft", True),
    ("/clocks", "get", "list_clocks", None, {200: "ClockList"}, [422], "Work list over cases", True),
    ("/due", "post", "compute_due_date", "DueQuestion", {200: "Due"}, [413, 415, 422], "A statutory date with reasons", True),
    ("/calendars/{id}/{year}", "get", "show_calendar", None, {200: "CalendarYear"}, [404], "Days of a year", True),
    ("/calendars/{id}", "post", "load_notice", "NoticeQuestion", {200: "CalendarChange"},
     [404, 409, 413, 415, 422, 503], "Load a notice", True),
    ("/alerts", "get", "list_alerts", None, {200: "AlertList"}, [422], "Alerts", True),
    ("/alerts/{id}/acknowledge", "post", "acknowledge_alert", "Nothing", {204: None}, [404, 413, 415, 422, 503],
     "I have seen it", True),
    ("/alerts/{id}/answer", "post", "answer_report", "ReportAnswer", {204: None}, [404, 409, 413, 415, 422, 503],
     "What a body outside said to a special report; it counts as acknowledged", True),
    ("/special-reports", "get", "list_special_reports", None, {200: "SpecialReportList"}, [404, 422],
     "Group events with their reports and what each recipient did", True),
    ("/bulletins", "get", "list_bulletins", None, {200: "BulletinList"}, [422],
     "Bulletins of quarters and work lists of months as they were made", True),
    ("/bulletins/{id}", "get", "show_bulletin", None, {200: "Bulletin"}, [404], "One, with its figures or lines", True),
    ("/bulletins/{id}/csv", "get", "write_bulletin", None, {200: "text/csv"}, [404], "It as a table", True),
    ("/bulletins/{id}/page", "get", "print_bulletin", None, {200: "text/html"}, [404], "It to print", True),
    ("/calendar-feeds/{token}", "get", "read_calendar_feed", None, {200: "text/calendar"}, [404, 503],
     "My duties and hearings for a calendar program; the token has the scope `calendar`, its address may end in .ics", False),
    ("/risk-points", "get", "list_risk_points", None, {200: "RiskPoints"}, [],
     "Where something can go wrong, who checks and how often; the checklist of reviews", True),
    ("/exceptions", "get", "list_exceptions", None, {200: "ExceptionList"}, [422],
     "What internal control wants to see, newest first; month as 2026-03", True),
    ("/file-reviews", "get", "list_file_reviews", None, {200: "FileReviewList"}, [422],
     "Closed files drawn for review, and the draws with their seeds", True),
    ("/file-reviews/{id}", "post", "review_file", "FileReview", {204: None}, [404, 409, 413, 415, 422, 503],
     "Every item of the checklist answered; a fault opens a duty to mend", True),
    ("/file-reviews/{id}/mended", "post", "mend_file", "FileMended", {204: None}, [404, 409, 413, 415, 422, 503],
     "The faults were mended, and how", True),
    ("/risks", "get", "list_risks", None, {200: "RiskList"}, [422], "Risks found by the rules, newest first", True),
    ("/risks/{id}", "get", "show_risk", None, {200: "Risk"}, [404], "One risk, with its facts and records", True),
    ("/cases/{id}/parties/{party}/reveal", "post", "reveal_party", "Reveal", {200: "RevealedParty"},
     [404, 413, 415, 422, 503], "A party's numbers, for a stated purpose; the access log holds who asked for what",
     True),
    ("/cases/{id}/parties/{party}", "put", "correct_party", "PartyCorrection", {204: None}, [404, 413, 415, 422, 503],
     "Put right what is held of a party, wherever the person stands (PIPL article 46); the access log holds which fields", True),
    ("/cases/{id}/parties/{party}/copy", "post", "copy_party", "Nothing", {200: "PartyCopy"},
     [404, 413, 415, 422, 503], "All that is held of a party, for that person (PIPL article 45); the access log holds who made it",
     True),
    ("/cases/{id}/erasure", "post", "ask_erasure", "ErasureAsked", {204: None}, [404, 409, 413, 415, 422, 503],
     "Ask that the personal data of a file be erased whose retention has ended (who keeps the files)", True),
    ("/erasures/{id}", "post", "answer_erasure", "ErasureAnswered", {204: None}, [404, 409, 413, 415, 422, 503],
     "Approve or decline it (another person, a head)", True),
    ("/retention", "get", "list_retention", None, {200: "Retention"}, [422],
     "Files whose retention has ended, and what was done", True),
    ("/key-cases", "get", "list_key_cases", None, {200: "KeyCases"}, [422],
     "Key cases; with `case`, all marks of that case", True),
    ("/cases/{id}/key", "post", "mark_key_case", "KeyMark", {204: None}, [404, 409, 413, 415, 422, 503],
     "A leader makes it a key case, or takes charge of one", True),
    ("/cases/{id}/key/report", "post", "report_key_case", "Nothing", {204: None}, [404, 409, 413, 415, 422, 503],
     "A report on the key case was made; the next is due", True),
    ("/cases/{id}/key/end", "post", "end_key_case", "KeyEnd", {204: None}, [404, 409, 413, 415, 422, 503],
     "A leader ends the mark, with a reason", True),
    ("/delegations", "get", "list_delegations", None, {200: "Delegations"}, [],
     "Delegations given and received, or of one's unit for a head", True),
    ("/delegations", "post", "make_delegation", "NewDelegation", {201: "Made"}, [403, 404, 409, 413, 415, 422, 503],
     "Lets another person use powers of one's own role for some days", True),
    ("/delegations/{id}/end", "post", "end_delegation", "Nothing", {204: None}, [404, 409, 413, 415, 422, 503],
     "Takes a delegation back; it holds no longer, also for open sessions", True),
    ("/units", "get", "list_units", None, {200: "UnitList"}, [], "Units of the bureau and who belongs to which", True),
    ("/units/{id}", "put", "change_unit", "Unit", {204: None}, [403, 413, 415, 422, 503],
     "Adds a unit or changes it; the security administrator alone", True),
    ("/accounts/{id}/unit", "put", "assign_unit", "UnitOfAccount", {204: None}, [403, 404, 413, 415, 422, 503],
     "An account belongs to this unit from now on and sees its cases; the security administrator alone", True),
    ("/cases/{id}/hand_over", "post", "hand_over_case", "HandOver", {200: "HandedOver"},
     [403, 404, 409, 412, 413, 415, 422, 428, 503],
     "One case to another person or unit, with a reason: an act in its log; clocks run on, both are told. Heads and who "
     "handles it", True),
    ("/hand-overs", "post", "hand_over_cases", "HandOvers", {200: "HandedOver"}, [403, 409, 413, 415, 422, 503],
     "All open cases of a person to another, all or none. Heads and the person", True),
    ("/cases/{id}/break_glass", "post", "break_glass", "BreakGlass", {200: "Grant"}, [404, 409, 413, 415, 422, 503],
     "Reads a case, or its secondary file, that is closed to this account: with a reason, for some hours; the handler and "
     "the head are told at once", True),
    ("/messages", "get", "list_messages", None, {200: "MessageList"}, [403, 422],
     "Messages to the outside and what became of them", True),
    ("/messages/{id}/resend", "post", "resend_message", "Nothing", {204: None}, [404, 409, 413, 415, 422, 503],
     "A dead message sets out again", True),
    ("/stream", "get", "stream", None, {200: "text/event-stream"}, [429], "Server-sent events", True),
    ("/reports/{id}", "get", "show_report", None, {200: "Report"}, [404, 422], "Figures", True),
    ("/written_reviews", "post", "open_reviews", "ReviewQuestion", {200: "ReviewReport"}, [409, 413, 415, 422, 503],
     "One written review for each employer of a list; once more opens nothing twice", True),
    ("/written_reviews/reminders", "post", "remind_reviews", "ReminderQuestion", {200: "ReviewReport"},
     [409, 413, 415, 422, 503], "Remind those who have not filed, once each", True),
    ("/special_hours", "get", "list_special_hours", None, {200: "SpecialHours"}, [422],
     "Approvals of special hours in force, the next to expire first", True),
    ("/reports/{id}/cases", "get", "list_report_cases", None, {200: "CaseList"}, [404, 422],
     "The cases behind a figure", True),
    ("/demo/clock", "post", "move_demo_clock", "ClockMove", {200: "Fired"}, [404, 413, 415, 422, 503],
     "Move the demonstration's clock", True),
    ("/openapi.json", "get", "show_openapi", None, {200: "OpenApi"}, [404], "This document", False),
    ("/healthz", "get", "is_alive", None, {200: "Status"}, [], "Alive", False),
    ("/readyz", "get", "is_ready", None, {200: "Status"}, [503], "Ready", True),
    ("/metrics", "get", "show_metrics", None, {200: "text/plain"}, [503], "Prometheus text", True),
]

QUERY = {
    "list_actions": ["act_for"],
    "list_cases": ["workflow", "state", "stage", "open", "handler", "employer", "sector", "q", "overdue", "due_before",
                   "sort", "limit", "cursor", "columns"],
    "write_paper": ["draft"], "print_paper": ["draft"],
    "show_case": ["as_of", "occurred_by"], "draw_workflow": ["format"], "list_employers": ["q", "limit", "cursor"],
    "list_hearings": ["on"], "list_clocks": ["owner", "role", "status", "due_before", "limit", "cursor"],
    "list_access": ["limit", "cursor"],
    "list_special_reports": ["case", "open", "limit", "cursor"],
    "list_bulletins": ["kind", "subject", "period", "limit", "cursor"],
    "list_exceptions": ["kind", "month", "case", "limit", "cursor"],
    "list_file_reviews": ["period", "case", "limit", "cursor"],
    "list_risks": ["rule", "case", "limit", "cursor"], "list_key_cases": ["case", "late"], "list_retention": ["limit", "cursor"],
    "list_messages": ["channel", "state", "limit", "cursor"],
    "list_alerts": ["to", "acknowledged", "case", "limit", "cursor"],
    "list_special_hours": ["expires_by"],
    "show_report": ["from", "to", "unit", "sector", "cause", "group_by"],
    "add_evidence": ["kind", "party", "received", "secondary"],
    "list_report_cases": ["from", "to", "unit", "sector", "cause", "group_by", "group"],
}
KEYED = {"ask_erasure", "answer_erasure", "review_file", "mend_file", "answer_report", "open_case", "record_event", "load_notice",
         "acknowledge_alert", "mark_key_case", "report_key_case", "end_key_case", "resend_message", "break_glass", "make_delegation", "end_delegation", "hand_over_case",
         "hand_over_cases", "add_evidence", "withdraw_evidence",
         "open_reviews", "remind_reviews"}
DRY = {"open_case", "record_event", "load_notice", "open_reviews", "remind_reviews"}


def media_of_files():
    rules = json.loads((TOP / "workflows/evidence/evidence.json").read_text(encoding="utf-8"))
    return {one["media"].split(";")[0]: {"schema": STR} for one in rules["types"]}


def answer(schema, tables=False):
    if schema is None:
        return {"description": "done, no content"}
    if schema == "FILE":
        return {"description": "done", "content": media_of_files()}
    if "/" in schema:
        return {"description": "done", "content": {media: {"schema": STR} for media in schema.split()}}
    content = {"application/json": {"schema": ref(schema)}}
    if schema == "CaseList" and tables:
        content["text/csv"] = {"schema": STR}
        content[XLSX] = {"schema": STR}
    return {"description": "done", "content": content}


def operation(path, method, name, request, answers, errors, summary, session):
    out = {"operationId": name, "summary": summary, "parameters": []}
    for part in path.split("/"):
        if part.startswith("{"):
            out["parameters"].append({"name": part[1:-1], "in": "path", "required": True, "schema": STR})
    for query in QUERY.get(name, []):
        out["parameters"].append({"name": query, "in": "query", "schema": STR})
    if name in KEYED:
        dry = "needed unless dry_run is true" if name in DRY else "needed"
        out["parameters"].append({"name": "Idempotency-Key", "in": "header", "required": name not in DRY,
                                  "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"}, "description": dry})
    if name in ("record_event", "hand_over_case"):
        out["parameters"].append({"name": "If-Match", "in": "header", "required": False,
                                  "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
                                  "description": "strong ETag of the case version; needed unless dry_run is true"})
    if name == "add_evidence":
        out["parameters"] += [
            {"name": "Content-Disposition", "in": "header", "required": True, "schema": STR,
             "description": "attachment; filename*=UTF-8''... : the name of the file (RFC 6266, RFC 8187)"},
            {"name": "Content-Description", "in": "header", "required": False, "schema": STR,
             "description": "a note, as UTF-8'' and percent-encoded text"}]
    if "q" in QUERY.get(name, []):
        out["parameters"].append({"name": "Search-Words", "in": "header", "required": False, "schema": STR,
                                  "description": "instead of q: the words as UTF-8'' and percent-encoded text, so that a person's name or "
                                                 "number stands in no address"})
    if name == "stream":
        out["parameters"].append({"name": "Last-Event-ID", "in": "header", "required": False, "schema": STR,
                                  "description": "seq of the last event seen; the stream goes on after it"})
    if not out["parameters"]:
        del out["parameters"]
    if request == "file":
        out["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    elif request:
        out["requestBody"] = {"required": True, "content": {"application/json": {"schema": ref(request)}}}
    out["responses"] = {str(status): answer(schema, name == "list_cases") for status, schema in answers.items()}
    problem = {"description": "problem", "content": {"application/problem+json": {"schema": ref("Problem")}}}
    # 503: the store is damaged, read-only or busy, or the server stops; said by `code`.
    # 404: a value in the path may be too long for any route.
    every = {400, 429} | set(errors) | ({401, 403, 503} if session else set()) | ({404} if "{" in path else set())
    for status in sorted(every):
        out["responses"][str(status)] = problem
    if not session:
        out["security"] = []
    return out


def build():
    paths = {}
    for path, method, name, request, answers, errors, summary, session in ROUTES:
        paths.setdefault("/api/v1" + path, {})[method] = operation(
            path, method, name, request, answers, errors, summary, session)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hejie", "version": "1",
                 "description": "Workflow engine for labor dispute mediation, arbitration and inspection. Also at the "
                                "root: /openapi.json, /healthz, /readyz, /metrics.",
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "security": [{"cookie": []}, {"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"cookie": {"type": "apiKey", "in": "cookie", "name": "hejie_session"},
                                "bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
    }


def main():
    text = json.dumps(build(), ensure_ascii=False, indent=1) + "\n"
    target = TOP / "docs/openapi/openapi.json"
    if "--check" in sys.argv[1:]:
        if target.read_text(encoding="utf-8") != text:
            print("docs/openapi/openapi.json differs from scripts/data/make_openapi.py; run the script", file=sys.stderr)
            return 1
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
