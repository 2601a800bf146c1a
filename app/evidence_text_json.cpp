#include <nlohmann/json.hpp>

#include "app/evidence_text.h"
#include "json/json.h"

namespace hejie::app {

TextId evidence_text_id(const std::string& evidence) {
  return TextId("t_evidence_" + evidence);
}

std::string write_evidence_text(const EvidenceText& text) {
  return json::dump({{"name", text.name}, {"note", text.note}, {"key", text.key}});
}

Result<EvidenceText> read_evidence_text(const std::string& body) {
  const auto json = json::parse(body);
  if (!json || !json->is_object())
    return fail(ErrorCode::corrupt, {"证据材料的说明无法读取", "the text of a piece of evidence does not read"});
  return EvidenceText{json->value("name", ""), json->value("note", ""), json->value("key", "")};
}

}  // namespace hejie::app
