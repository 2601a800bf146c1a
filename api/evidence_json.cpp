#include "api/evidence_json.h"

#include <nlohmann/json.hpp>

#include "api/noun_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json item_json(const app::EvidenceItem& item) {
  Json out{{"id", item.id},
           {"name", item.name},
           {"type", item.type},
           {"kind", item.kind},
           {"bytes", item.bytes},
           {"sha256", item.sha256},
           {"received_on", format_date(item.received_on)},
           {"entered_at", format_instant(item.entered_at)},
           {"by", item.by.value},
           {"by_name", item.by_name},
           {"version", item.version},
           {"secondary", item.secondary},
           {"erased", item.erased}};
  put(out, "note", item.note);
  put(out, "party", item.party);
  if (item.withdrawn)
    out["withdrawn"] =
        Json{{"on", format_date(item.withdrawn_on)}, {"by_name", item.withdrawn_by}, {"reason", item.withdrawn_why}};
  return out;
}

}  // namespace

std::string evidence_body(const app::EvidenceItem& item) {
  return json::dump(item_json(item));
}

std::string evidence_list_body(const app::EvidenceList& list, const app::EvidenceRules& rules,
                               const app::EvidenceLimits& limits) {
  Json body{{"items", Json::array()}};
  for (const auto& item : list.items) body["items"].push_back(item_json(item));
  if (list.secondary_hidden) body["secondary_hidden"] = true;
  body["may_add"] = list.may_add;
  Json kinds = Json::array();
  for (const auto& kind : rules.kinds) kinds.push_back(Json{{"id", kind.id}, {"name", to_json(kind.name)}});
  Json extensions = Json::array();
  for (const auto& type : rules.types)
    for (const auto& one : type.extensions) extensions.push_back(one);
  body["takes"] = Json{{"kinds", std::move(kinds)},
                       {"extensions", std::move(extensions)},
                       {"file_bytes", limits.file_bytes},
                       {"case_files", limits.case_files},
                       {"case_bytes", limits.case_bytes}};
  return json::dump(body);
}

}  // namespace hejie::api
