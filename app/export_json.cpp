#include <nlohmann/json.hpp>

#include "app/export.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const ExportCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag;
  return nullptr;
}

}  // namespace

std::string json_line(const ExportRow& row) {
  ordered_json json = ordered_json::object();
  for (const auto& [name, cell] : row) json[name] = to_json(cell);
  return json::dump(json) + "\n";
}

}  // namespace hejie::app
