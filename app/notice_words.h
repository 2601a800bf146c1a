// The rung of an alert that says a calendar notice moved a date, in words. Written by notice_alerts; read by the lists
// of the API and by the channels, which know no case.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/date.h"
#include "engine/base/text.h"

namespace hejie::app {

/// "notice:<id>:<day before>"; the row's `due` is the new day.
inline constexpr std::string_view kNoticeRung = "notice:";

/// "moved from 2027-02-10 to 2027-02-12 by notice cn-2027"; empty for any other rung.
[[nodiscard]] inline Text words_of_notice(const std::string& rung, Date due) {
  const auto day = rung.rfind(':');
  if (!rung.starts_with(kNoticeRung) || day < kNoticeRung.size()) return {};
  const std::string notice = rung.substr(kNoticeRung.size(), day - kNoticeRung.size());
  const std::string before = rung.substr(day + 1), after = format_date(due);
  return {"因通知 " + notice + "，由 " + before + " 改为 " + after,
          "moved from " + before + " to " + after + " by notice " + notice};
}

}  // namespace hejie::app
