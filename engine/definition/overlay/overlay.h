// What a province or a bureau does otherwise: named changes to the national procedures, each with its citation and its
// days, and what a bureau says of itself (name, units, hours, closed days). Passive data and its reader; merging is in
// merge.h. Opens no file. Used by the registry, `hejie due`, `hejie verify` and app.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"
#include "engine/calendar/calendar.h"
#include "engine/definition/finding.h"
#include "engine/definition/library.h"
#include "engine/definition/source.h"
#include "engine/model/model.h"

namespace hejie::definition {

struct Node;

/// Nation, province, bureau: laid one over the other in this order.
enum class OverlayLevel { province, bureau };

/// replace: a value or a whole list, `expect` says what stands there now. add: a named item that is not there. append:
/// one more entry of a list.
enum class OverlayOp { replace, add, append };

/// First and last day, both included; empty: open.
struct DaySpan {
  std::optional<Date> from, to;
  [[nodiscard]] bool holds(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
  bool operator==(const DaySpan&) const = default;
};

struct OverlayChange {
  OverlayOp op = OverlayOp::replace;
  std::string at;                      ///< as written: "/inspection/clocks/J14/length"; list entries by their id
  std::string procedure;               ///< first part of `at`
  std::vector<std::string> path;       ///< the parts below the procedure
  std::shared_ptr<const Node> expect;  ///< replace only
  std::shared_ptr<const Node> value;
  engine::Cites cite;
  DaySpan valid;              ///< within the overlay's own days
  std::string file, pointer;  ///< where it is written: "/changes/3"
  /// A new length of a clock: which one holds is chosen by the day the clock is triggered, not by the day the case was
  /// opened, so that an open case takes a changed period from its day on.
  [[nodiscard]] bool by_trigger_day() const;
};

/// An entry of a bureau's own list (unit, sector, street).
struct NamedText {
  std::string id;
  Text name;
};

/// The local monthly minimum wage from a day on.
struct MinimumWage {
  Date from;
  Fen fen = 0;
  std::string area;    ///< district or tier; empty: the whole region
  std::string number;  ///< of the document
};

/// A mediator of an organization and the term he is appointed for.
struct MediatorTerm {
  std::string name;
  DaySpan term;
};

/// A mediation organization (S1 10, R17 13): whose disputes it takes, and who mediates there.
struct MediationBody {
  enum class Level { district, street, park, industry, enterprise };
  std::string id;
  Text name;
  Level level = Level::district;
  std::vector<std::string> streets, sectors;  ///< of the bureau's own lists; empty: no limit
  std::vector<std::string> employers;         ///< credit codes it was set up for; empty: no limit
  std::vector<MediatorTerm> mediators;
};
/// "district", "street", "park", "industry", "enterprise".
[[nodiscard]] std::string_view level_id(MediationBody::Level level);

/// What a bureau says of itself. Absent parts leave what holds above.
struct BureauProfile {
  Text name;
  std::string unit;  ///< short name in case numbers
  std::vector<NamedText> units, sectors, streets;
  std::vector<MediationBody> mediation_bodies;
  std::optional<calendar::OfficeHours> hours;
  std::vector<MinimumWage> minimum_wage;
};

struct Overlay {
  std::string id;
  int version = 1;
  OverlayLevel level = OverlayLevel::province;
  Text name;
  DaySpan valid;
  engine::Cites cite;
  std::string over;                    ///< overlay this one is written for; it is laid first
  std::string region;                  ///< division code: its regional notices hold
  std::vector<std::string> deadlines;  ///< local rules of laws/deadlines.json that go with it
  std::vector<Instrument> instruments;
  std::vector<OverlayChange> changes;
  std::vector<calendar::Notice> notices;  ///< days the office is closed or open, each by its order
  BureauProfile bureau;
  std::string file;
  [[nodiscard]] std::string label() const { return id + "@" + std::to_string(version); }
};

/// The file of an overlay by its name among the files of a set: ".../overlays/<name>/overlay.json"; null: none.
[[nodiscard]] const SourceFile* find_overlay_file(std::span<const SourceFile> files, std::string_view name);
/// Names of the overlays among the files.
[[nodiscard]] std::vector<std::string> overlay_names(std::span<const SourceFile> files);
/// "cn-zj" is a name; "./district.json" is a file.
[[nodiscard]] bool is_overlay_file(std::string_view name_or_file);

/// Reads one overlay. What is wrong is told with file and pointer; an overlay with errors must not be used.
[[nodiscard]] Overlay read_overlay(const SourceFile& file, const Library& library, Findings& findings);

/// The overlays of these files in the order they are laid, those they are written for (`over`) taken from `set`. Tells
/// an unknown `over`, one overlay twice, and two of one level that change the same place.
[[nodiscard]] std::vector<Overlay> order_overlays(std::span<const SourceFile> chosen, std::span<const SourceFile> set,
                                                  const Library& library, Findings& findings);

/// `library` with the instruments the overlays bring.
[[nodiscard]] Library with_instruments(Library library, std::span<const Overlay> overlays);

/// Division codes whose regional notices hold in a region: "450103" lies in "450100" and "450000".
[[nodiscard]] std::vector<std::string> regions_of(std::string_view region);

}  // namespace hejie::definition
