#include "app/definitions.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crypto/sha256.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/registry.h"
#include "resources/resources.h"

namespace hejie::app {

struct Definitions::Loaded {
  DefinitionSettings settings;
  std::vector<definition::SourceFile> files;
  mutable std::shared_mutex mutex;  ///< guards what may still change: adopted versions, notices, the calendar
  definition::Definitions registry;
  definition::CalendarSet calendar_set;
  CalendarPtr calendar;
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

/// An overlay is a file workflows/overlays/NAME.json; a name without one would silently leave a rule out.
Status overlays_exist(const std::vector<SourceFile>& files, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (std::ranges::find(files, "workflows/overlays/" + name + ".json", &SourceFile::path) != files.end()) continue;
    return fail(ErrorCode::invalid,
                {"没有名为 " + name + " 的叠加规则（应在 workflows/overlays/" + name + ".json）",
                 "there is no overlay " + name + " (it would be workflows/overlays/" + name + ".json)"});
  }
  return {};
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
  TRY_VOID(overlays_exist(files, settings.overlays));
  auto loaded = std::make_unique<Loaded>();
  loaded->settings = settings;
  definition::Findings shared;
  [[maybe_unused]] const auto library = definition::read_library(files, shared);
  if (definition::has_errors(shared))
    return fail(broken(shared, {"角色、法律或预警文件有误", "roles, instruments or ladders do not read"}));
  TRY(loaded->calendar_set, definition::read_calendar_set(files));
  TRY(loaded->calendar, definition::build_calendar(loaded->calendar_set));
  loaded->registry = definition::Definitions::read(files, crypto::sha256_hex);
  loaded->files = std::move(files);
  return std::unique_ptr<Definitions>(new Definitions(std::move(loaded)));
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
  return loaded_->registry.procedure(id, on);
}

engine::ProcedurePtr Definitions::by_sha256(const std::string& sha256) const {
  const std::shared_lock lock(loaded_->mutex);
  return loaded_->registry.by_sha256(sha256);
}

std::vector<engine::ProcedurePtr> Definitions::all_in_force() const {
  const std::shared_lock lock(loaded_->mutex);
  std::vector<engine::ProcedurePtr> all;
  for (const auto& read : loaded_->registry.all())
    if (read.procedure) all.push_back(read.procedure);
  std::ranges::sort(all, {}, [](const engine::ProcedurePtr& procedure) { return procedure->id; });
  return all;
}

std::optional<storage::DefinitionText> Definitions::text_of(const std::string& sha256) const {
  const std::shared_lock lock(loaded_->mutex);
  const auto procedure = loaded_->registry.by_sha256(sha256);
  auto text = loaded_->registry.text_of(sha256);
  if (!procedure || !text) return {};
  return storage::DefinitionText{sha256, procedure->id, procedure->version, procedure->overlays, std::move(*text)};
}

CalendarPtr Definitions::calendar() const {
  const std::shared_lock lock(loaded_->mutex);
  return loaded_->calendar;
}

const std::vector<definition::Role>& Definitions::roles() const {
  return loaded_->registry.library().roles;
}
const definition::Library& Definitions::library() const {
  return loaded_->registry.library();
}
const DefinitionSettings& Definitions::settings() const {
  return loaded_->settings;
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
  return definition::build_calendar(set);
}

Result<CalendarPtr> Definitions::calendar_without(const std::string& notice_text) const {
  TRY(const auto notice, definition::read_notice(notice_text));
  const std::shared_lock lock(loaded_->mutex);
  auto set = loaded_->calendar_set;
  std::erase_if(set.notices, [&](const calendar::Notice& known) { return known == notice; });
  return definition::build_calendar(set);
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
