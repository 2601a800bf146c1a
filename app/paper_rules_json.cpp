#include <nlohmann/json.hpp>

#include "app/paper_rules.h"
#include "json/json.h"

namespace hejie::app {

using nlohmann::ordered_json;

Result<PaperRules> read_paper_rules(const std::string& text) {
  TRY(const ordered_json json, json::parse(text));
  PaperRules rules;
  try {
    for (const auto& [workflow, name] : json.at("issuer").items()) rules.issuer[workflow] = name.get<std::string>();
    for (const auto& [workflow, list] : json.at("secondary").items())
      rules.secondary[workflow] = list.get<std::vector<std::string>>();
    for (const auto& [workflow, letters] : json.at("archive_letters").items())
      rules.archive_letters[workflow] = letters.get<std::string>();
    for (const auto& [name, english] : json.at("names").items()) rules.names[name] = {name, english.get<std::string>()};
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::invalid,
                {"documents/papers.json 有误", std::string("documents/papers.json does not read: ") + error.what()});
  }
  return rules;
}

PaperNotes read_paper_notes(const std::string& text) {
  PaperNotes notes;
  const auto json = json::parse(text);
  if (!json || !json->is_object()) return notes;
  if (const auto values = json->find("values"); values != json->end() && values->is_object()) {
    for (const auto& [name, value] : values->items())
      if (value.is_string()) notes.values[name] = value.get<std::string>();
  }
  notes.pages = json->value("pages", 0);
  notes.by = AccountId(json->value("by", ""));
  notes.at = json->value("at", "");
  return notes;
}

std::string paper_notes_text(const PaperNotes& notes) {
  ordered_json json{{"values", notes.values}, {"pages", notes.pages}, {"by", notes.by.value}, {"at", notes.at}};
  return json::dump(json);
}

}  // namespace hejie::app
