// The procedures of a set with overlays laid over them, each as it is for cases opened on a day. Read once; then only
// answers. Opens no file. Beside the registry, which knows the national text. Used by app and `hejie verify`.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/overlay/overlay.h"
#include "engine/definition/reader.h"
#include "engine/definition/registry.h"

namespace hejie::definition {

/// A place of a merged procedure that an overlay wrote.
struct MergedPlace {
  std::string pointer;  ///< in the merged procedure: "/clocks/J14/variants/0"
  std::string file;     ///< the overlay's
  std::string at;       ///< in that file: "/changes/3/value"
};

struct ReadLaid {
  ReadProcedure read;
  std::vector<MergedPlace> places;
};

/// As read_procedure(), with the overlays laid as they hold for a case opened on `day`.
[[nodiscard]] ReadLaid read_laid(std::span<const SourceFile> files, const Library& library, Digest digest,
                                 std::span<const Overlay> overlays, Date day);

/// A finding about a place that an overlay wrote, told where it is written.
void tell_in_overlay(Findings& findings, std::span<const MergedPlace> places);

class LaidSet {
 public:
  /// What does not read is left out and told in findings().
  [[nodiscard]] static LaidSet read(std::span<const SourceFile> files, const Library& library, Digest digest,
                                    std::span<const Overlay> overlays);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] const Library& library() const { return library_; }
  /// The days on which a procedure becomes another because a change begins or ends, in order.
  [[nodiscard]] const std::set<Date>& days_of_change() const { return days_; }
  /// For a case opened on a day; null: no such procedure.
  [[nodiscard]] engine::ProcedurePtr procedure(std::string_view id, Date on_day) const;
  [[nodiscard]] engine::ProcedurePtr by_sha256(std::string_view sha256) const;
  [[nodiscard]] std::optional<std::string> text_of(std::string_view sha256) const;
  /// As they are from the last day of change on.
  [[nodiscard]] std::vector<engine::ProcedurePtr> newest() const;
  [[nodiscard]] std::vector<std::string> texts() const;

 private:
  struct Dated {
    DaySpan days;
    ReadProcedure read;
  };
  void take(const ProcedureFolder& folder, Digest digest, std::span<const Overlay> overlays);

  Library library_;
  Findings findings_;
  std::vector<Dated> all_;
  std::set<Date> days_;
};

}  // namespace hejie::definition
