#include "app/script_parts.h"

#include <algorithm>

namespace hejie::app {
namespace {

using engine::Event;
using engine::Procedure;

class Parts {
 public:
  explicit Parts(const Procedure& procedure) : procedure_(procedure) {}

  void add(std::string pointer) {
    if (std::ranges::find(out, pointer) == out.end()) out.push_back(std::move(pointer));
  }
  void add_lets(const engine::Condition& condition) {
    if (!condition.let.empty()) add("/let/" + condition.let);
    for (const auto& child : condition.children) add_lets(child);
  }
  void add_event(const std::string& name) {
    const std::string id = name.substr(0, name.find('.'));
    const Event* event = procedure_.find_event(id);
    const Event* automatic = event == nullptr ? procedure_.find_automatic(id) : nullptr;
    if (event == nullptr && automatic == nullptr) return;
    add((event != nullptr ? "/events/" : "/automatic/") + id);
    for (const auto& row : (event != nullptr ? event : automatic)->rows) add_lets(row.when);
  }
  /// A refusal names an event or row, a clock, a hold, a fact.
  void add_named(const std::string& id) {
    add_event(id);
    if (procedure_.find_clock(id) != nullptr) add("/clocks/" + id);
    if (procedure_.find_fact(id) != nullptr) add("/facts/" + id);
    if (std::ranges::find(procedure_.holds, id, &engine::Hold::id) != procedure_.holds.end()) add("/holds/" + id);
  }

  std::vector<std::string> out;

 private:
  const Procedure& procedure_;
};

/// What issues a document.
void add_issuers(const Procedure& procedure, const std::string& document, Parts& parts) {
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events)
      for (const auto& row : event.rows)
        if (std::ranges::find(row.issues, document, &engine::IssueRule::document) != row.issues.end())
          parts.add_event(event.id);
}

/// "serve" has no event: the document and the mode stand in the form. One that cannot be served was perhaps not issued.
void add_service(const StepTrouble& trouble, Parts& parts) {
  const auto named = [&](const std::string& id) {
    return trouble.step.data_json.find("\"" + id + "\"") != std::string::npos;
  };
  for (const auto& document : trouble.procedure->documents)
    if (named(document.id)) {
      parts.add("/documents/" + document.id);
      if (!trouble.refused_rule.empty() || !trouble.fields.empty()) add_issuers(*trouble.procedure, document.id, parts);
    }
  for (const auto& mode : trouble.procedure->service)
    if (named(mode.id)) parts.add("/service/" + mode.id);
}

/// What would by itself have led from the state the case is in to the one it should be in.
void add_missing(const StepTrouble& trouble, Parts& parts) {
  const auto& expected = trouble.step.expect.state;
  if (!expected || trouble.state.empty() || *expected == trouble.state) return;
  for (const auto& automatic : trouble.procedure->automatic)
    for (const auto& row : automatic.rows)
      if (row.to == *expected && std::ranges::find(row.from, trouble.state) != row.from.end())
        parts.add_event(automatic.id);
}

}  // namespace

std::vector<std::string> parts_in_trouble(const StepTrouble& trouble) {
  if (trouble.procedure == nullptr) return {};
  Parts parts(*trouble.procedure);
  parts.add_event(trouble.step.event);
  parts.add_event(trouble.step.of);
  for (const auto& part : trouble.parts) parts.add(part);
  parts.add_named(trouble.refused_rule);
  parts.add_named(trouble.refused_subject);
  for (const auto& field : trouble.fields) parts.add_named(field);
  for (const auto& event : trouble.fired) parts.add_event(event);
  add_missing(trouble, parts);
  if (trouble.step.event == "serve") add_service(trouble, parts);
  return std::move(parts.out);
}

}  // namespace hejie::app
