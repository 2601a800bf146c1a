#include "app/intake.h"

#include <algorithm>

#include "app/case_service_impl.h"
#include "app/intake_rules.h"
#include "app/texts.h"
#include "app/units.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

bool any_of(const std::vector<std::string>& names, const IntakeFacts& facts) {
  return std::ranges::any_of(names, [&](const std::string& name) { return facts.marks.contains(name); });
}

bool all_of(const std::vector<std::string>& names, const IntakeFacts& facts) {
  return std::ranges::all_of(names, [&](const std::string& name) { return facts.marks.contains(name); });
}

IntakeRoute to_route(const std::string& claim, const RouteRule& rule, const IntakeRules& rules,
                     const IntakeFacts& facts) {
  IntakeRoute route;
  route.claim = claim;
  route.channel = rule.channel;
  if (const auto workflow = rules.channels.find(rule.channel); workflow != rules.channels.end())
    route.workflow = workflow->second;
  route.open = !rule.never && all_of(rule.when, facts) && !any_of(rule.unless, facts);
  route.first = route.open && any_of(rule.first, facts);
  route.why = route.open || rule.why_not.empty() ? rule.why : rule.why_not;
  route.cite = rule.cite;
  return route;
}

Status find_cases(storage::Snapshot& snapshot, const std::string& key, const Text& why,
                  std::vector<IntakeDuplicate>& out) {
  constexpr int kMost = 20;
  if (key.empty()) return {};
  TRY(const auto person, snapshot.find_person(key));
  if (!person) return {};
  storage::CaseFilter filter;
  filter.employer = {person->id.value};
  filter.page.limit = kMost;
  filter.descending = true;
  TRY(const auto page, snapshot.list_cases(filter));
  for (const auto& item : page.items) {
    const bool known = std::ranges::any_of(out, [&](const IntakeDuplicate& other) { return other.id == item.id; });
    if (!known)
      out.push_back({item.id, item.number, item.pin.procedure, item.summary.state,
                     item.summary.phase == engine::Phase::open, why});
  }
  return {};
}

/// Cases in which the worker with this number is a party, the newest first.
Status find_worker(storage::Snapshot& snapshot, const std::string& id_number, std::vector<IntakeDuplicate>& out) {
  constexpr int kMost = 50;
  if (id_number.empty()) return {};
  TRY(const auto person, snapshot.find_person(id_number));
  if (!person) return {};
  TRY(const auto cases, snapshot.cases_of_person(person->id, kMost));
  for (const auto& id : cases) {
    TRY(const auto item, snapshot.find_case(id));
    std::erase_if(out, [&](const IntakeDuplicate& other) { return other.id == id; });
    out.insert(out.begin(), {item.id,
                             item.number,
                             item.pin.procedure,
                             item.summary.state,
                             item.summary.phase == engine::Phase::open,
                             {"同一劳动者已有案件", "the same worker is a party of this case"}});
  }
  return {};
}

/// Names of streets and sectors must be the bureau's: a slip would propose the wrong organization.
Status check_lists(const IntakeFacts& facts, const std::vector<definition::Overlay>& overlays) {
  std::vector<Finding> findings;
  const auto check = [&](const std::string& given, const char* path, auto list) {
    const definition::BureauProfile* own = nullptr;
    for (const auto& overlay : overlays)
      if (!(overlay.bureau.*list).empty()) own = &overlay.bureau;
    if (given.empty() || own == nullptr) return;
    std::string known;
    for (const auto& entry : own->*list) known += (known.empty() ? "" : ", ") + entry.id;
    if (std::ranges::find(own->*list, given, &definition::NamedText::id) == (own->*list).end())
      findings.push_back(bad_value(path, {"只能是：" + known, "must be one of: " + known}));
  };
  check(facts.street, "/street", &definition::BureauProfile::streets);
  check(facts.sector, "/sector", &definition::BureauProfile::sectors);
  if (findings.empty()) return {};
  return fail(invalid_form(std::move(findings)));
}

bool mediation_open(const std::vector<IntakeRoute>& routes) {
  return std::ranges::any_of(routes,
                             [](const IntakeRoute& route) { return route.open && route.channel == "mediation"; });
}

}  // namespace

Result<IntakeAnswer> Intake::routes(const Caller& caller, const std::string& facts_json) {
  TRY(const auto rules, read_intake_rules(definitions_.file("laws/intake.json").value_or("{}")));
  TRY(const auto facts, read_intake_facts(facts_json, rules));
  TRY_VOID(check_lists(facts, definitions_.overlays()));
  IntakeAnswer answer;
  for (const auto& claim : facts.claims)
    for (const auto& rule : rules.claims.at(claim)) answer.routes.push_back(to_route(claim, rule, rules, facts));
  if (mediation_open(answer.routes))
    answer.bodies = competent_bodies(mediation_bodies(definitions_.overlays()),
                                     {facts.street, facts.sector, facts.employer_code,
                                      facts.marks.contains("collective"), to_bureau(clock_.now()).day});
  for (const auto& [mark, text] : rules.notes)
    if (facts.marks.contains(mark)) answer.notes.push_back(text);
  if (!may_read_cases(caller)) return answer;
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY_VOID(find_cases(*snapshot, facts.employer_code, {"同一用人单位", "the same employer"}, answer.duplicates));
  TRY_VOID(find_worker(*snapshot, facts.id_number, answer.duplicates));
  return answer;
}

}  // namespace hejie::app
