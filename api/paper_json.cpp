#include "api/paper_json.h"

#include <nlohmann/json.hpp>

#include "api/body_reader.h"
#include "api/noun_json.h"
#include "json/json.h"

namespace hejie::api {
namespace {

Json lines_json(const std::vector<app::ArchiveLine>& lines) {
  Json list = Json::array();
  for (const auto& line : lines)
    list.push_back(Json{{"paper", line.paper},
                        {"name", to_json(line.name)},
                        {"on", format_date(line.on)},
                        {"from", line.from},
                        {"pages", line.pages},
                        {"pages_counted", line.pages_counted}});
  return list;
}

Json label_json(app::Label label) {
  return Json{{"id", app::id_of(label)}, {"name", to_json(app::name_of(label))}};
}

}  // namespace

Result<PaperBody> read_paper_body(const std::string& body) {
  constexpr long long kMostPages = 2000;
  TRY(auto reader, BodyReader::open(body));
  PaperBody out;
  const std::string values = reader.object("values");
  out.pages = static_cast<int>(reader.integer("pages", 0, kMostPages).value_or(0));
  TRY_VOID(reader.finish());
  TRY(const auto json, json::parse(values));
  std::vector<Finding> findings;
  for (const auto& [name, value] : json.items()) {
    if (value.is_string())
      out.values.emplace_back(name, value.get<std::string>());
    else
      findings.push_back({json::pointer("/values", name), "wrong_type", {"应为文字", "must be a string"}});
  }
  if (findings.empty()) return out;
  return fail(ErrorCode::invalid, {"填写的内容有误", "What was filled in is not valid"}, std::move(findings));
}

std::string paper_body(const app::Paper& paper) {
  Json body{{"id", paper.id},
            {"workflow", paper.workflow},
            {"document", paper.document},
            {"name", to_json(paper.name)},
            {"copy", paper.copy},
            {"label", label_json(paper.label)},
            {"to", paper.to},
            {"origin", paper.origin},
            {"pages", paper.pages},
            {"pages_counted", paper.pages_counted}};
  put(body, "issued_on", paper.issued_on);
  body["fields"] = Json::array();
  for (const auto& field : paper.fields)
    body["fields"].push_back(Json{{"name", field.name},
                                  {"label", to_json(field.label)},
                                  {"value", field.value},
                                  {"required", field.required},
                                  {"typed", field.typed}});
  body["missing"] = paper.missing;
  return json::dump(body);
}

std::string archive_body(const app::ArchiveView& view) {
  Json body{{"category", to_json(view.category)},
            {"cause", view.cause},
            {"result", view.result},
            {"opened_on", format_date(view.opened_on)},
            {"closed", view.closed}};
  put(body, "number", view.number);
  put(body, "archive_no", view.archive_no);
  put(body, "filed_on", view.filed_on);
  put(body, "closed_on", view.closed_on);
  put(body, "archived_on", view.archived_on);
  put(body, "kept", view.kept);
  put(body, "kept_until", view.kept_until);
  body["kept_cite"] = to_json(view.kept_cite);
  body["sides"] = Json::array();
  for (const auto& [role, names] : view.sides) body["sides"].push_back(Json{{"role", to_json(role)}, {"names", names}});
  body["main"] = lines_json(view.main);
  body["secondary"] = lines_json(view.secondary);
  if (view.secondary_hidden) body["secondary_hidden"] = true;
  return json::dump(body);
}

}  // namespace hejie::api
