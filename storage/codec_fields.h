// The fields of everything an event holds, said once for both directions: `Archive` writes or reads one field at a time
// and leaves out what equals the default given here. A new field is one line here; leaving it out fails the
// completeness test. Used by codec.cpp only.
#pragma once

#include "engine/machine/act.h"

namespace hejie::storage {

template <typename Archive>
void fields(Archive& a, engine::Actor& x) {
  a("role", x.role);
  a("account", x.account);
  a("for_whom", x.for_whom);
  a("delegation", x.delegation);
}

template <typename Archive>
void fields(Archive& a, engine::PartyInput& x) {
  a("key", x.key);
  a("role", x.role);
  a("kind", x.kind);
  a("person", x.person);
  a("representative", x.representative);
}

template <typename Archive>
void fields(Archive& a, engine::Item& x) {
  a("key", x.key);
  a("kind", x.kind);
  a("party", x.party);
  a("claimed_fen", x.claimed_fen);
  a("awarded_fen", x.awarded_fen);
  a("outcome", x.outcome);
}

template <typename Archive>
void fields(Archive& a, engine::ServeInput& x) {
  a("document", x.document);
  a("copy", x.copy);
  a("to", x.to);
  a("mode", x.mode);
  a("made_on", x.made_on);
  a("received_on", x.received_on);
  a("consent", x.consent);
  a("proof", x.proof);
}

template <typename Archive>
void fields(Archive& a, engine::LinkInput& x) {
  a("kind", x.kind);
  a("other", x.other);
  a("procedure", x.procedure);
  a("direction", x.direction);
  a("milestone", x.milestone);
}

template <typename Archive>
void fields(Archive& a, engine::Act& x) {
  a("kind", x.kind);
  a("event", x.event);
  a("on", x.on);
  a("minute", x.minute);
  a("by", x.by);
  a("officers", x.officers);
  a("approvers", x.approvers);
  a("party", x.party);
  a("fields", x.fields);
  a("parties", x.parties);
  a("items", x.items);
  a("serve", x.serve);
  a("link", x.link);
  a("of", x.of);
  a("irregular", x.irregular);
  a("cascade", x.cascade);
  a("reason", x.reason);
}

template <typename Archive>
void fields(Archive& a, engine::Occurrence& x) {
  a("kind", x.kind);
  a("on", x.on);
  a("id", x.id);
  a("key", x.key);
  a("ordinal", x.ordinal, 1);
  a("due", x.due);
  a("due_at", x.due_at);
  a("provisional", x.provisional);
  a("state", x.state);
  if (a.nested()) a("version", x.version);
}

template <typename Archive>
void fields(Archive& a, engine::Rederived::Moved& x) {
  a("clock", x.clock);
  a("key", x.key);
  a("ordinal", x.ordinal, 1);
  a("before", x.before);
  a("after", x.after);
}

template <typename Archive>
void fields(Archive& a, engine::Rederived& x) {
  a("because", x.because);
  a("on", x.on);
  a("moved", x.moved);
  a("gone", x.gone);
  a("appeared", x.appeared);
  a("state_before", x.state_before);
  a("state_after", x.state_after);
  a("irregular", x.irregular);
}

}  // namespace hejie::storage
