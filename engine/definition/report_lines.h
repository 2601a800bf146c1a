// Whom a special report of a group event goes to: the line upward and the bodies beside, as alerts/special_reports.json
// and the bureau's overlay say. Passive data and its reader. Part of AlertRules (alert_rules.h); evaluated by app.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/calendar/period.h"
#include "engine/model/model.h"

namespace hejie::definition {

class Context;
struct Node;

/// A government, bureau or body outside that is told. It does not log in: staff record what it acknowledges and
/// answers.
struct ReportBody {
  std::string id;
  Text name;
};

/// These events go to these bodies when the facts of the case hold one of the values named.
struct ReportLine {
  std::string id;
  std::vector<std::string> events, to;
  std::vector<std::pair<std::string, std::vector<engine::Value>>> when;
  engine::Cites cite;
};

struct ReportLines {
  std::string workflow;
  std::vector<ReportBody> bodies;
  std::vector<ReportLine> lines;
  calendar::Period within{calendar::Unit::hours, 2};  ///< a body is to acknowledge within that
  std::string tell;                                   ///< role told when it does not

  [[nodiscard]] const ReportBody* find_body(std::string_view id) const;
  /// Bodies told of this event with these facts, each once, in the order of the lines.
  [[nodiscard]] std::vector<std::string> recipients(std::string_view event, const engine::Values& facts) const;
};

void read_report_lines(Context& context, const Node& node, ReportLines& reports);
/// Adds the bodies and lines of an overlay; a line with a known id replaces it.
void lay_report_lines(Context& context, const Node& overlay, ReportLines& reports);

}  // namespace hejie::definition
