// What the law says at the moment: procedures in force, every version a case is pinned to, roles, the newest calendar.
// Reads no folder by itself beyond load(); decides nothing. Any thread may read; notices are added under a lock.
// Used by case_service, work lists, api, cli.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/definition/library.h"
#include "engine/definition/overlay/marks.h"
#include "engine/definition/overlay/overlay.h"
#include "engine/definition/source.h"
#include "engine/model/model.h"
#include "storage/rows.h"

namespace hejie::app {

using CalendarPtr = std::shared_ptr<const calendar::Calendar>;

struct DefinitionSettings {
  std::string unit = {};              ///< short name of the bureau in case numbers; "" = as the overlays say
  std::vector<std::string> overlays;  ///< names of the set, or files, laid over every procedure
  std::string region = {};            ///< division code: its local holidays hold; "" = as the overlays say
  std::string workflows_dir = {};     ///< "" = the shipped files
  std::vector<definition::SourceFile> overlay_files = {};  ///< texts already read, for names in `overlays`
};

/// The name in case numbers where neither the settings nor an overlay give one.
inline constexpr const char* kDefaultUnit = "示区";

class Definitions {
 public:
  struct Loaded;

  /// Reads procedures, roles, instruments, ladders and calendars. A procedure with errors is left out and named in
  /// findings(); `serve` and `verify` refuse then, replay only when a script asks for it.
  /// @errors invalid: the shared files, the calendar or an overlay do not read; io: a folder or file cannot be read
  static Result<std::unique_ptr<Definitions>> load(const DefinitionSettings& settings);
  /// Of files already in memory (tests).
  static Result<std::unique_ptr<Definitions>> of(std::vector<definition::SourceFile> files,
                                                 const DefinitionSettings& settings);
  ~Definitions();

  /// The same set with other overlays and another region, made once and kept. What is read there can run here too: its
  /// versions are adopted. @errors invalid: as load
  Result<const Definitions*> with(const std::vector<std::string>& overlays, const std::string& region) const;

  /// The files of a set: those of the binary, or of a folder. @errors io
  static Result<std::vector<definition::SourceFile>> files_of(const std::string& workflows_dir);

  /// Adds what a store pins and the notices loaded at run time.
  /// @errors invalid: a pinned version is in neither the binary nor the store, or does not read
  Status adopt(const std::vector<storage::DefinitionText>& pinned, const std::vector<storage::NoticeText>& notices);

  [[nodiscard]] engine::ProcedurePtr in_force(const std::string& id, Date on) const;  ///< null: no such procedure
  [[nodiscard]] engine::ProcedurePtr by_sha256(const std::string& sha256) const;      ///< null: unknown version
  [[nodiscard]] std::vector<engine::ProcedurePtr> all_in_force() const;               ///< by id
  /// What the store keeps of a version a case runs on.
  [[nodiscard]] std::optional<storage::DefinitionText> text_of(const std::string& sha256) const;

  [[nodiscard]] CalendarPtr calendar() const;
  [[nodiscard]] const std::vector<definition::Role>& roles() const;
  [[nodiscard]] const definition::Library& library() const;
  [[nodiscard]] bool is_staff_role(const std::string& role) const;
  [[nodiscard]] const DefinitionSettings& settings() const;                ///< with what the overlays say of the bureau
  [[nodiscard]] const std::vector<definition::Overlay>& overlays() const;  ///< in the order they are laid
  [[nodiscard]] const definition::Findings& findings() const;
  /// What overlays changed in a version; empty when none was laid or it is not here.
  [[nodiscard]] const std::vector<definition::OverlayMark>& marks_of(const std::string& sha256) const;
  /// A data file of the set in use, by its path below workflows/ ("laws/intake.json"); empty when not there.
  [[nodiscard]] std::optional<std::string> file(const std::string& path) const;

  /// The calendar as it would be with one more notice; changes nothing.
  /// @errors malformed, invalid (all findings)
  [[nodiscard]] Result<CalendarPtr> calendar_with(const std::string& notice_text) const;
  /// The calendar as it was before this notice was loaded. @errors malformed, invalid
  [[nodiscard]] Result<CalendarPtr> calendar_without(const std::string& notice_text) const;
  /// As calendar_with(), and from now on it is the newest.
  Status add_notice(const std::string& notice_text);

 private:
  explicit Definitions(std::unique_ptr<Loaded> loaded);
  std::unique_ptr<Loaded> loaded_;
};

}  // namespace hejie::app
