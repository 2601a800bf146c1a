#include <nlohmann/json.hpp>

#include "app/bureau_kept.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMark = "bureau";

std::string text_of(const DefinitionSettings& settings) {
  Json files = Json::object();
  for (const auto& file : settings.overlay_files)
    if (definition::is_overlay_file(file.path) && !file.path.starts_with("workflows/")) files[file.path] = file.text;
  return json::dump(Json{{"overlays", settings.overlays},
                         {"region", settings.region},
                         {"unit", settings.unit},
                         {"files", std::move(files)}});
}

Result<std::optional<std::string>> mark_of(storage::Store& store) {
  TRY(const auto snapshot, store.snapshot());
  return snapshot->mark(kMark);
}

}  // namespace

Status keep_bureau(storage::Store& store, const DefinitionSettings& settings) {
  const std::string text = text_of(settings);
  TRY(const auto kept, mark_of(store));
  if (kept == text) return {};
  storage::Commit commit;
  commit.puts.push_back(storage::PutMark{kMark, text});
  if (auto done = store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Result<DefinitionSettings> kept_bureau(storage::Store& store, const std::string& workflows_dir) {
  DefinitionSettings settings;
  settings.workflows_dir = workflows_dir;
  TRY(const auto kept, mark_of(store));
  if (!kept) return settings;
  auto parsed = json::parse(*kept);
  const bool shaped = parsed && parsed->is_object() && parsed->contains("overlays") && parsed->contains("files");
  if (!shaped)
    return fail(ErrorCode::corrupt, {"库中所存的本局设置无法读取", "what the store keeps of its bureau does not read"});
  for (const auto& name : (*parsed)["overlays"])
    if (name.is_string()) settings.overlays.push_back(name.get<std::string>());
  for (const auto& [path, text] : (*parsed)["files"].items())
    if (text.is_string()) settings.overlay_files.push_back({path, text.get<std::string>()});
  settings.region = parsed->value("region", "");
  settings.unit = parsed->value("unit", "");
  return settings;
}

}  // namespace hejie::app
