#include "engine/machine/documents_out.h"

#include <algorithm>

namespace hejie::engine {
namespace {

std::vector<std::string> addressees(const CaseState& state, const Document& document, const IssueRule& rule,
                                    std::string_view actor) {
  const std::vector<std::string> roles = rule.to.empty() ? document.to : std::vector<std::string>{rule.to};
  std::vector<std::string> keys;
  for (const Party& party : state.parties) {
    const bool meant =
        contains(roles, "any") || names_party(roles, party) || (party.key == actor && contains(roles, "actor"));
    if (meant) keys.push_back(party.key);
  }
  return keys;
}

}  // namespace

void issue_documents(Run& run, const Call& call, const Scope& scope) {
  for (const IssueRule& rule : call.row.issues) {
    const Document* document = run.procedure().find_document(rule.document);
    if (document == nullptr || !holds_true(rule.when, scope)) continue;
    const auto issued = std::ranges::count(run.state.documents, rule.document, &IssuedDocument::document);
    IssuedDocument copy{.document = rule.document,
                        .copy = static_cast<int>(issued) + 1,
                        .on = call.on,
                        .act = call.version,
                        .to = addressees(run.state, *document, rule, call.party)};
    if (run.keeps()) run.log.effects.documents.push_back({copy.document, copy.copy, copy.to, copy.on});
    run.state.documents.push_back(std::move(copy));
  }
}

}  // namespace hejie::engine
