#include "alerts/channels/message.h"

#include "app/notice_words.h"

namespace hejie::alerts {
namespace {

/// What the rung says: how far from the due day, or what changed.
Text rung_words(const std::string& rung) {
  const auto mark = rung.find('^');
  if (mark != std::string::npos)
    return rung_words(rung.substr(0, mark)) +
           Text{"，逾时无人确认，逐级上报", ", passed up the line because nobody answered"};
  if (rung == "changed")
    return {"在程序之外被改动，请立即查看系统运行并运行 hejie check",
            "changed beside the program: look at the system page and run hejie check now"};
  if (rung == "silent") return {"没有动静，请立即检查", "no sign of life: look at it now"};
  if (rung == "again") return {"已恢复", "works again"};
  if (rung == "0") return {"今日到期", "due on this day"};
  if (rung == "moved") return {"期限变更", "the day has moved"};
  if (rung == "halted") return {"期限中止", "the period is suspended"};
  if (rung == "withdrawn") return {"期限取消", "the period no longer runs"};
  if (rung.starts_with('-')) return {"提前" + rung.substr(1) + "提醒", rung.substr(1) + " before it is due"};
  if (rung.starts_with('+')) return {"已逾期" + rung.substr(1), rung.substr(1) + " overdue"};
  return {"第" + rung + "级", "level " + rung};
}

}  // namespace

Text words_of(const Message& message) {
  const std::string which = message.number.empty() ? message.case_id.value : message.number;
  const std::string day = format_date(message.due);
  const bool sent = message.clock.starts_with("report:") && message.rung == "0";
  const Text notice = app::words_of_notice(message.rung, message.due);
  const Text rung = sent             ? Text{"已报送，请收悉", "sent to you: please acknowledge"}
                    : notice.empty() ? rung_words(message.rung)
                                     : notice;
  return {which + " " + message.name.zh + " " + day + "（" + rung.zh + "）",
          which + ": " + message.name.en + ", " + day + " (" + rung.en + ")"};
}

}  // namespace hejie::alerts
