#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "app/definitions.h"
#include "app/evidence_rules.h"
#include "json/json.h"
#include "resources/resources.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

constexpr const char* kFile = "evidence/evidence.json";

std::unexpected<Error> wrong(const std::string& why) {
  return fail(ErrorCode::invalid, {std::string(kFile) + " 有误: " + why, std::string(kFile) + " is wrong: " + why});
}

/// "0:52494646 8:57415645" -> places and bytes; empty when it is not of this form.
std::vector<std::pair<std::size_t, std::string>> signature_of(std::string_view text) {
  std::vector<std::pair<std::size_t, std::string>> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = one.find(':');
    if (colon == std::string_view::npos || (one.size() - colon - 1) % 2 != 0) return {};
    std::size_t at = 0;
    std::from_chars(one.data(), one.data() + colon, at);
    std::string bytes;
    for (std::size_t i = colon + 1; i < one.size(); i += 2) {
      unsigned int byte = 0;
      if (std::from_chars(one.data() + i, one.data() + i + 2, byte, 16).ptr != one.data() + i + 2) return {};
      bytes += static_cast<char>(byte);
    }
    if (bytes.empty()) return {};
    out.emplace_back(at, std::move(bytes));
  }
  return out;
}

EvidenceType type_of(const ordered_json& json) {
  EvidenceType out;
  out.id = json.at("id").get<std::string>();
  out.media = json.at("media").get<std::string>();
  out.extensions = json.at("extensions").get<std::vector<std::string>>();
  for (const auto& one : json.at("starts")) out.starts.push_back(signature_of(one.get<std::string>()));
  out.holds = json.value("holds", "");
  return out;
}

bool is_whole(const EvidenceType& type) {
  return !type.id.empty() && !type.media.empty() && !type.extensions.empty() &&
         std::ranges::none_of(type.starts, [](const auto& one) { return one.empty(); });
}

}  // namespace

Result<EvidenceRules> read_evidence_rules(const std::string& text) {
  TRY(const ordered_json json, json::parse(text));
  EvidenceRules rules;
  try {
    for (const auto& kind : json.at("kinds"))
      rules.kinds.push_back(
          {kind.at("id").get<std::string>(),
           {kind.at("name").at("zh").get<std::string>(), kind.at("name").at("en").get<std::string>()}});
    for (const auto& type : json.at("types")) rules.types.push_back(type_of(type));
    const auto& archive = json.at("archive");
    rules.archive_entries = archive.at("entries").get<std::size_t>();
    rules.unpacked_bytes = archive.at("unpacked_bytes").get<std::uint64_t>();
    rules.packed = archive.at("packed").get<std::vector<std::string>>();
  } catch (const nlohmann::json::exception& error) {
    return wrong(error.what());
  }
  if (rules.kinds.empty() || rules.types.empty()) return wrong("kinds, types");
  for (const auto& type : rules.types)
    if (!is_whole(type)) return wrong("types " + type.id);
  return rules;
}

Result<EvidenceRules> load_evidence_rules(const Definitions& definitions) {
  if (const auto own = definitions.file(kFile)) return read_evidence_rules(*own);
  return read_evidence_rules(std::string(resources::find(std::string("workflows/") + kFile).value_or("{}")));
}

}  // namespace hejie::app
