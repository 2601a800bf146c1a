#include "api/privacy_json.h"

#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json file_json(const app::EndedFile& file) {
  Json object{{"case_id", file.case_id.value}, {"workflow", file.workflow}, {"title", to_json(file.title)}};
  put(object, "number", file.number);
  if (file.closed_on) object["closed_on"] = format_date(*file.closed_on);
  if (file.kept_until) object["kept_until"] = format_date(*file.kept_until);
  object["state"] = file.erasure == 0 ? "due" : file.what.state;
  if (file.erasure == 0) return object;
  object["erasure"] = file.erasure;
  put(object, "reason", file.reason);
  put(object, "asked_by", file.asked_by);
  put(object, "answered_by", file.answered_by);
  if (file.what.asked_on) object["asked_on"] = format_date(*file.what.asked_on);
  if (file.what.answered_on) object["answered_on"] = format_date(*file.what.answered_on);
  if (file.what.state == "erased") {
    object["erased"] = file.what.erased;
    object["kept_elsewhere"] = file.what.kept_elsewhere;
  }
  return object;
}

Json person_json(const storage::Person& person) {
  Json object{{"kind", person.kind}, {"erased", person.erased}};
  put(object, "name", person.name);
  put(object, "id_number", person.id_number);
  put(object, "credit_code", person.credit_code);
  put(object, "phone", person.phone);
  put(object, "address", person.address);
  const auto extra = json::parse(person.extra_json);
  if (extra && extra->is_object() && !extra->empty()) object["more"] = *extra;
  return object;
}

Json other_case_json(const app::PartyCopy::OtherCase& other) {
  Json object{{"case_id", other.case_id.value},
              {"workflow", other.workflow},
              {"title", to_json(other.title)},
              {"roles", other.roles}};
  put(object, "number", other.number);
  return object;
}

}  // namespace

std::string party_copy_body(const app::PartyCopy& copy) {
  Json object{{"case_id", copy.case_id.value},
              {"workflow", copy.workflow},
              {"title", to_json(copy.title)},
              {"state", to_json(copy.state)},
              {"key", copy.key},
              {"role", copy.role},
              {"representative", copy.representative},
              {"person", person_json(copy.person)}};
  put(object, "number", copy.number);
  Json acts = Json::array();
  for (const auto& act : copy.acts)
    acts.push_back(
        {{"version", act.version}, {"name", to_json(act.name)}, {"on", format_date(act.on)}, {"texts", act.texts}});
  Json papers = Json::array();
  for (const auto& paper : copy.papers) {
    papers.push_back({{"name", to_json(paper.name)}, {"on", format_date(paper.on)}});
    put(papers.back(), "served_on", paper.served_on);
  }
  Json terms = Json::array();
  for (const auto& term : copy.terms) {
    terms.push_back({{"name", to_json(term.name)}, {"from", format_date(term.from)}});
    put(terms.back(), "due", term.due);
  }
  Json others = Json::array();
  for (const auto& other : copy.others)
    others.push_back({{"key", other.key}, {"role", other.role}, {"name", other.name}});
  Json cases = Json::array();
  for (const auto& other : copy.other_cases) cases.push_back(other_case_json(other));
  object["acts"] = std::move(acts);
  object["documents"] = std::move(papers);
  object["terms"] = std::move(terms);
  object["other_parties"] = std::move(others);
  object["other_cases"] = std::move(cases);
  object["more_cases"] = copy.more_cases;
  return json::dump(object);
}

std::string revealed_body(const app::RevealedParty& party) {
  Json object{{"key", party.key}, {"kind", party.kind}, {"erased", party.erased}};
  put(object, "name", party.name);
  put(object, "id_number", party.id_number);
  put(object, "credit_code", party.credit_code);
  put(object, "phone", party.phone);
  put(object, "address", party.address);
  return json::dump(object);
}

std::string retention_body(const app::List<app::EndedFile>& list) {
  Json items = Json::array();
  for (const auto& file : list.items) items.push_back(file_json(file));
  return json::dump(Json{{"items", std::move(items)}, {"next", list.next.empty() ? Json(nullptr) : Json(list.next)}});
}

}  // namespace hejie::api
