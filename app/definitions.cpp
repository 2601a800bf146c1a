#include "app/definitions.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crypto/sha256.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/overlay/choose.h"
#include "engine/definition/overlay/laid.h"
#include "engine/definition/registry.h"
#include "resources/resources.h"

namespace hejie::app {

struct Definitions::Loaded {
  DefinitionSettings given;     ///< as asked for
  DefinitionSettings settings;  ///< with what the overlays say
  std::vector<definition::SourceFile> files;
  mutable std::shared_mutex mutex;          ///< guards what may still change: adopted versions, notices, the calendar
  definition::Definitions registry;         ///< the national set, and what was adopted
  std::optional<definition::LaidSet> laid;  ///< with the bureau's overlays; empty without any
  definition::CalendarSet calendar_set;
  calendar::BuildOptions calendar_options;
  CalendarPtr calendar;
  std::vector<definition::Overlay> overlays;
  std::mutex others_mutex;
  std::map<std::string, std::unique_ptr<Definitions>> others;  ///< with(): by region and overlays
  std::mutex marks_mutex;
  std::map<std::string, std::vector<definition::OverlayMark>> marks;  ///< by sha256; entries stay
};

namespace {

namespace fs = std::filesystem;
using definition::SourceFile;

Result<std::vector<SourceFile>> read_folder(const std::string& folder) {
  std::error_code error;
  std::vector<SourceFile> files;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file() || it->path().extension() != ".json") continue;
    std::ifstream in(it->path(), std::ios::binary);
    files.push_back({"workflows/" + fs::relative(it->path(), folder).generic_string(),
                     std::string(std::istreambuf_iterator<char>(in), {})});
  }
  if (error) return fail(ErrorCode::io, {"无法读取 " + folder, "cannot read " + folder + ": " + error.message()});
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::vector<SourceFile> shipped_files() {
  std::vector<SourceFile> files;
  for (const auto& file : resources::under("workflows/"))
    if (file.path.ends_with(".json")) files.push_back({std::string(file.path), std::string(file.bytes)});
  return files;
}

Error broken(const definition::Findings& findings, const Text& headline) {
  std::vector<Finding> list;
  for (const auto& finding : findings)
    if (finding.severity == definition::Severity::error)
      list.push_back({finding.file + "#" + finding.path, finding.check, finding.message});
  return Error{ErrorCode::invalid, headline, std::move(list)};
}

/// Texts kept in the settings first: a store keeps those of its bureau, whose file may be gone.
Result<std::string> read_overlay_text(const DefinitionSettings& settings, const std::string& path) {
  const auto kept = std::ranges::find(settings.overlay_files, path, &SourceFile::path);
  if (kept != settings.overlay_files.end()) return kept->text;
  std::error_code ignored;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, ignored))
    return fail(ErrorCode::io, {"无法读取叠加包 " + path, "cannot read the overlay " + path});
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Settings beat what the overlays say; a later overlay beats an earlier one.
void settle(DefinitionSettings& settings, const std::vector<definition::Overlay>& overlays) {
  std::string unit, region;
  for (const auto& overlay : overlays) {
    if (!overlay.bureau.unit.empty()) unit = overlay.bureau.unit;
    if (!overlay.region.empty()) region = overlay.region;
  }
  if (settings.unit.empty()) settings.unit = unit.empty() ? kDefaultUnit : unit;
  if (settings.region.empty()) settings.region = region;
}

calendar::BuildOptions calendar_options_of(const DefinitionSettings& settings,
                                           const std::vector<definition::Overlay>& overlays) {
  calendar::BuildOptions options;
  options.regions = definition::regions_of(settings.region);
  for (const auto& overlay : overlays) {
    if (!overlay.notices.empty()) options.regions.push_back("overlay:" + overlay.id);
    if (overlay.bureau.hours) options.hours = *overlay.bureau.hours;
  }
  return options;
}

}  // namespace

Definitions::Definitions(std::unique_ptr<Loaded> loaded) : loaded_(std::move(loaded)) {}
Definitions::~Definitions() = default;

Result<std::unique_ptr<Definitions>> Definitions::load(const DefinitionSettings& settings) {
  TRY(auto files, files_of(settings.workflows_dir));
  return of(std::move(files), settings);
}

Result<std::vector<SourceFile>> Definitions::files_of(const std::string& workflows_dir) {
  if (workflows_dir.empty()) return shipped_files();
  return read_folder(workflows_dir);
}

Result<std::unique_ptr<Definitions>> Definitions::of(std::vector<SourceFile> files,
                                                     const DefinitionSettings& settings) {
  TRY(const auto chosen, definition::choose_overlays(files, settings.overlays, [&](const std::string& path) {
        return read_overlay_text(settings, path);
      }));
  auto loaded = std::make_unique<Loaded>();
  loaded->given = settings;
  loaded->settings = settings;
  loaded->settings.overlay_files = chosen;
  definition::Findings shared;
  const auto library = definition::read_library(files, shared);
  if (definition::has_errors(shared))
    return fail(broken(shared, {"角色、法律或预警文件有误", "roles, instruments or ladders do not read"}));
  TRY(loaded->calendar_set, definition::read_calendar_set(files));
  loaded->overlays = definition::order_overlays(chosen, files, library, shared);
  if (definition::has_errors(shared)) return fail(broken(shared, {"叠加包有误", "an overlay does not read"}));
  settle(loaded->settings, loaded->overlays);
  loaded->calendar_options = calendar_options_of(loaded->settings, loaded->overlays);
  for (const auto& overlay : loaded->overlays)
    loaded->calendar_set.notices.insert(loaded->calendar_set.notices.end(), overlay.notices.begin(),
                                        overlay.notices.end());
  TRY(loaded->calendar, definition::build_calendar(loaded->calendar_set, loaded->calendar_options));
  loaded->registry = definition::Definitions::read(files, crypto::sha256_hex);
  if (!loaded->overlays.empty())
    loaded->laid = definition::LaidSet::read(files, library, crypto::sha256_hex, loaded->overlays);
  // A procedure of the set may be left out; a bureau whose overlay does not fit must not run without it.
  if (loaded->laid && definition::has_errors(loaded->laid->findings()))
    return fail(broken(loaded->laid->findings(), {"叠加包与程序不符", "an overlay does not fit the procedures"}));
  loaded->files = std::move(files);
  return std::unique_ptr<Definitions>(new Definitions(std::move(loaded)));
}

Result<const Definitions*> Definitions::with(const std::vector<std::string>& overlays,
                                             const std::string& region) const {
  // A region without notices of its own has the days of the country: one set serves all of them.
  const auto codes = definition::regions_of(region);
  const bool own_days = std::ranges::any_of(loaded_->calendar_set.notices, [&](const calendar::Notice& notice) {
    return notice.region && std::ranges::find(codes, *notice.region) != codes.end();
  });
  const std::string where = own_days ? region : std::string{};
  const bool same_overlays = overlays == loaded_->settings.overlays;
  if (same_overlays && (where.empty() || where == loaded_->settings.region)) return this;
  std::string key = where;
  for (const auto& name : overlays) key += "|" + name;
  const std::lock_guard one(loaded_->others_mutex);
  if (const auto known = loaded_->others.find(key); known != loaded_->others.end()) return known->second.get();
  DefinitionSettings settings = loaded_->given;
  settings.overlays = overlays;
  settings.region = where;
  TRY(auto made, of(loaded_->files, settings));
  if (same_overlays) return loaded_->others.emplace(key, std::move(made)).first->second.get();
  if (made->loaded_->laid)
    for (const auto& text : made->loaded_->laid->texts()) {
      const std::unique_lock lock(loaded_->mutex);
      TRY_VOID(loaded_->registry.adopt(text));
    }
  return loaded_->others.emplace(key, std::move(made)).first->second.get();
}

Status Definitions::adopt(const std::vector<storage::DefinitionText>& pinned,
                          const std::vector<storage::NoticeText>& notices) {
  for (const auto& text : pinned) {
    if (by_sha256(text.sha256)) continue;
    const std::unique_lock lock(loaded_->mutex);
    TRY_VOID(loaded_->registry.adopt(text.text));
    if (!loaded_->registry.by_sha256(text.sha256))
      return fail(ErrorCode::corrupt, {"库中的程序版本与其摘要不符:" + text.procedure,
                                       "a version kept in the store is not what its digest says: " + text.procedure});
  }
  for (const auto& notice : notices) TRY_VOID(add_notice(notice.text));
  return {};
}

engine::ProcedurePtr Definitions::in_force(const std::string& id, Date on) const {
  const std::shared_lock lock(loaded_->mutex);
  return loaded_->laid ? loaded_->laid->procedure(id, on) : loaded_->registry.procedure(id, on);
}

engine::ProcedurePtr Definitions::by_sha256(const std::string& sha256) const {
  const std::shared_lock lock(loaded_->mutex);
  auto found = loaded_->registry.by_sha256(sha256);
  if (!found && loaded_->laid) found = loaded_->laid->by_sha256(sha256);
  return found;
}

std::vector<engine::ProcedurePtr> Definitions::all_in_force() const {
  const std::shared_lock lock(loaded_->mutex);
  std::vector<engine::ProcedurePtr> all;
  if (loaded_->laid) all = loaded_->laid->newest();
  for (const auto& read : loaded_->registry.all())
    if (read.procedure && !loaded_->laid) all.push_back(read.procedure);
  std::ranges::sort(all, {}, [](const engine::ProcedurePtr& procedure) { return procedure->id; });
  return all;
}

std::optional<storage::DefinitionText> Definitions::text_of(const std::string& sha256) const {
  const auto procedure = by_sha256(sha256);
  if (!procedure) return {};
  const std::shared_lock lock(loaded_->mutex);
  auto text = loaded_->registry.text_of(sha256);
  if (!text && loaded_->laid) text = loaded_->laid->text_of(sha256);
  if (!text) return {};
  return storage::DefinitionText{sha256, procedure->id, procedure->version, procedure->overlays, std::move(*text)};
}

const std::vector<definition::OverlayMark>& Definitions::marks_of(const std::string& sha256) const {
  const std::lock_guard one(loaded_->marks_mutex);
  if (const auto known = loaded_->marks.find(sha256); known != loaded_->marks.end()) return known->second;
  const auto kept = text_of(sha256);
  auto& marks = loaded_->marks[sha256];
  if (kept && !kept->overlays.empty()) marks = definition::overlay_marks(kept->text);
  return marks;
}

CalendarPtr Definitions::calendar() const {
  const std::shared_lock lock(loaded_->mutex);
  return loaded_->calendar;
}

const std::vector<definition::Role>& Definitions::roles() const {
  return loaded_->registry.library().roles;
}
const definition::Library& Definitions::library() const {
  return loaded_->laid ? loaded_->laid->library() : loaded_->registry.library();
}
const DefinitionSettings& Definitions::settings() const {
  return loaded_->settings;
}
const std::vector<definition::Overlay>& Definitions::overlays() const {
  return loaded_->overlays;
}
const definition::Findings& Definitions::findings() const {
  return loaded_->registry.findings();
}

bool Definitions::is_staff_role(const std::string& role) const {
  const auto* found = loaded_->registry.library().find_role(role);
  return found != nullptr && found->kind == definition::RoleClass::staff;
}

std::optional<std::string> Definitions::file(const std::string& path) const {
  const auto found = std::ranges::find(loaded_->files, "workflows/" + path, &SourceFile::path);
  if (found == loaded_->files.end()) return {};
  return found->text;
}

Result<CalendarPtr> Definitions::calendar_with(const std::string& notice_text) const {
  TRY(auto notice, definition::read_notice(notice_text));
  const std::shared_lock lock(loaded_->mutex);
  auto set = loaded_->calendar_set;
  std::erase_if(set.notices, [&](const calendar::Notice& known) { return known == notice; });
  set.notices.push_back(std::move(notice));
  return definition::build_calendar(set, loaded_->calendar_options);
}

Result<CalendarPtr> Definitions::calendar_without(const std::string& notice_text) const {
  TRY(const auto notice, definition::read_notice(notice_text));
  const std::shared_lock lock(loaded_->mutex);
  auto set = loaded_->calendar_set;
  std::erase_if(set.notices, [&](const calendar::Notice& known) { return known == notice; });
  return definition::build_calendar(set, loaded_->calendar_options);
}

Status Definitions::add_notice(const std::string& notice_text) {
  TRY(auto calendar, calendar_with(notice_text));
  TRY(auto notice, definition::read_notice(notice_text));
  const std::unique_lock lock(loaded_->mutex);
  std::erase_if(loaded_->calendar_set.notices, [&](const calendar::Notice& known) { return known == notice; });
  loaded_->calendar_set.notices.push_back(std::move(notice));
  loaded_->calendar = std::move(calendar);
  return {};
}

}  // namespace hejie::app
