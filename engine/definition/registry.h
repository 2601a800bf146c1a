// All procedures of a set of definition files: the shipped ones, or a folder's. Reads and checks them once; then only
// answers. Opens no file and hashes nothing by itself. Called by app (cases are pinned to a version), cli and tests.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/definition/finding.h"
#include "engine/definition/library.h"
#include "engine/definition/reader.h"
#include "engine/definition/source.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// The files of one procedure: those of one folder below workflows/cn/.
struct ProcedureFolder {
  std::string folder;  ///< "workflows/cn/mediation"
  std::vector<SourceFile> files;
};

/// Groups `files` into procedures by the folder `.../cn/<procedure>/`; calendars and shared files are left out.
[[nodiscard]] std::vector<ProcedureFolder> procedure_folders(std::span<const SourceFile> files);

class Definitions {
 public:
  /// Reads roles, instruments, ladders and every procedure of `files`. What does not read is left out and told in
  /// findings(); the checks of checks.h are not run here.
  [[nodiscard]] static Definitions read(std::span<const SourceFile> files, Digest digest);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] const Library& library() const { return library_; }
  /// In the order of their folders.
  [[nodiscard]] const std::vector<ReadProcedure>& all() const { return all_; }

  /// The version in force on a day, for a new case; null when there is none. Versions and overlays with dates of their
  /// own are chosen by that day; without any, the newest version is.
  [[nodiscard]] engine::ProcedurePtr procedure(std::string_view id, Date on_day) const;
  /// The version a case is pinned to; null when it is not here.
  [[nodiscard]] engine::ProcedurePtr by_sha256(std::string_view sha256) const;
  /// The text of a version, to be kept beside the cases that run on it; empty when it is not here.
  [[nodiscard]] std::optional<std::string> text_of(std::string_view sha256) const;

  /// Adds a version kept by a store, from its text, so that its cases can still run. It is never the one in force.
  /// @errors invalid: findings of the reader (path = file + pointer)
  Status adopt(const std::string& text);

 private:
  Library library_;
  Findings findings_;
  std::vector<ReadProcedure> all_;
  std::vector<ReadProcedure> adopted_;
  Digest digest_ = nullptr;
};

}  // namespace hejie::definition
