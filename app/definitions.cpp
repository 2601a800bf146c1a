#include "app/definitions.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crypto/sha256.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/reader.h"
#include "resources/resources.h"

namespace hejie::app {

struct Definitions::Loaded {
  DefinitionSettings settings;
  std::vector<definition::SourceFile> files;
  definition::Library library;
  definition::Findings findings;
  definition::CalendarSet calendar_set;
  mutable std::shared_mutex mutex;  ///< guards what may still change: by_sha, texts, calendar, notices of the set
  std::map<std::string, engine::ProcedurePtr> in_force;
  std::map<std::string, engine::ProcedurePtr> by_sha;
  std::map<std::string, storage::DefinitionText> texts;
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

/// "workflows/cn/inspection/clocks.json" -> "workflows/cn/inspection"; "" for everything else.
std::string procedure_folder(const std::string& path) {
  constexpr std::string_view kPrefix = "workflows/cn/";
  if (!path.starts_with(kPrefix)) return {};
  const auto slash = path.find('/', kPrefix.size());
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

storage::DefinitionText to_text(const engine::Procedure& procedure, std::string text) {
  return {procedure.sha256, procedure.id, procedure.version, procedure.overlays, std::move(text)};
}

Error broken(const definition::Findings& findings, const Text& headline) {
  std::vector<Finding> list;
  for (const auto& finding : findings)
    if (finding.severity == definition::Severity::error)
      list.push_back({finding.file + "#" + finding.path, finding.check, finding.message});
  return Error{ErrorCode::invalid, headline, std::move(list)};
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
  auto loaded = std::make_unique<Loaded>();
  loaded->settings = settings;
  loaded->library = definition::read_library(files, loaded->findings);
  if (definition::has_errors(loaded->findings))
    return fail(broken(loaded->findings, {"角色、法律或预警文件有误", "roles, instruments or ladders do not read"}));
  TRY(loaded->calendar_set, definition::read_calendar_set(files));
  TRY(loaded->calendar, definition::build_calendar(loaded->calendar_set));

  std::map<std::string, std::vector<SourceFile>> folders;
  for (const auto& file : files)
    if (const auto folder = procedure_folder(file.path); !folder.empty()) folders[folder].push_back(file);
  for (const auto& [folder, parts] : folders) {
    auto read = definition::read_procedure(parts, loaded->library, crypto::sha256_hex);
    loaded->findings.insert(loaded->findings.end(), read.findings.begin(), read.findings.end());
    if (!read.procedure) continue;
    const auto& procedure = *read.procedure;
    loaded->in_force[procedure.id] = read.procedure;
    loaded->by_sha[procedure.sha256] = read.procedure;
    loaded->texts[procedure.sha256] = to_text(procedure, std::move(read.text));
  }
  loaded->files = std::move(files);
  return std::unique_ptr<Definitions>(new Definitions(std::move(loaded)));
}

Status Definitions::adopt(const std::vector<storage::DefinitionText>& pinned,
                          const std::vector<storage::NoticeText>& notices) {
  for (const auto& text : pinned) {
    if (by_sha256(text.sha256)) continue;
    const std::vector<SourceFile> files{{"store/" + text.procedure + "/" + text.sha256 + ".json", text.text}};
    auto read = definition::read_procedure(files, loaded_->library, crypto::sha256_hex);
    if (!read.procedure)
      return fail(broken(read.findings, {"库中的程序版本无法读取:" + text.procedure,
                                         "a version kept in the store does not read: " + text.procedure}));
    const std::unique_lock lock(loaded_->mutex);
    loaded_->by_sha[text.sha256] = read.procedure;
    loaded_->texts[text.sha256] = text;
  }
  for (const auto& notice : notices) TRY_VOID(add_notice(notice.text));
  return {};
}

engine::ProcedurePtr Definitions::in_force(const std::string& id, Date) const {
  const std::shared_lock lock(loaded_->mutex);
  const auto found = loaded_->in_force.find(id);
  return found == loaded_->in_force.end() ? nullptr : found->second;
}

engine::ProcedurePtr Definitions::by_sha256(const std::string& sha256) const {
  const std::shared_lock lock(loaded_->mutex);
  const auto found = loaded_->by_sha.find(sha256);
  return found == loaded_->by_sha.end() ? nullptr : found->second;
}

std::vector<engine::ProcedurePtr> Definitions::all_in_force() const {
  const std::shared_lock lock(loaded_->mutex);
  std::vector<engine::ProcedurePtr> all;
  for (const auto& [id, procedure] : loaded_->in_force) all.push_back(procedure);
  return all;
}

std::optional<storage::DefinitionText> Definitions::text_of(const std::string& sha256) const {
  const std::shared_lock lock(loaded_->mutex);
  const auto found = loaded_->texts.find(sha256);
  if (found == loaded_->texts.end()) return {};
  return found->second;
}

CalendarPtr Definitions::calendar() const {
  const std::shared_lock lock(loaded_->mutex);
  return loaded_->calendar;
}

const std::vector<definition::Role>& Definitions::roles() const {
  return loaded_->library.roles;
}
const definition::Library& Definitions::library() const {
  return loaded_->library;
}
const DefinitionSettings& Definitions::settings() const {
  return loaded_->settings;
}
const definition::Findings& Definitions::findings() const {
  return loaded_->findings;
}

bool Definitions::is_staff_role(const std::string& role) const {
  const auto* found = loaded_->library.find_role(role);
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
