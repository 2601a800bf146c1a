#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/script_readings.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using definition::SourceFile;

/// Whether the file has the switch; then it has the value too. @errors malformed; invalid: not one of the options
Result<bool> turn(SourceFile& file, const std::string& id, const std::string& value) {
  TRY(auto root, json::parse(file.text));
  const auto switches = root.find("switches");
  if (switches == root.end() || !switches->contains(id)) return false;
  auto& entry = (*switches)[id];
  TRY(auto option, json::parse(value));
  const auto& options = entry["options"];
  if (std::ranges::find(options, option) == options.end())
    return fail(ErrorCode::invalid, {"开关 " + id + " 没有选项 " + value, "switch " + id + " has no option " + value});
  entry["value"] = std::move(option);
  file.text = json::dump(root);
  return true;
}

Status turn_in(std::vector<SourceFile>& files, const std::string& procedure, const std::string& id,
               const std::string& value) {
  for (auto& file : files) {
    if (file.path.find("cn/" + procedure + "/") == std::string::npos) continue;
    TRY(const bool turned, turn(file, id, value));
    if (turned) return {};
  }
  return fail(ErrorCode::not_found,
              {"程序 " + procedure + " 没有开关 " + id, "procedure " + procedure + " has no switch " + id});
}

}  // namespace

Result<std::unique_ptr<Definitions>> with_readings(const Definitions& definitions, const Readings& readings) {
  TRY(auto files, Definitions::files_of(definitions.settings().workflows_dir));
  for (const auto& [procedure, switches] : readings)
    for (const auto& [id, value] : switches) TRY_VOID(turn_in(files, procedure, id, value));
  return Definitions::of(std::move(files), definitions.settings());
}

}  // namespace hejie::app
