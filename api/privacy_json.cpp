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

}  // namespace

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
