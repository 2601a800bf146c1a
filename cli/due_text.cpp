#include "cli/due_text.h"

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "cli/verb.h"

namespace hejie::cli {
namespace {

using calendar::Calendar;
using calendar::StepKind;

std::string day_text(Date date, bool english) {
  constexpr std::array<const char*, 7> kZh{"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
  constexpr std::array<const char*, 7> kEn{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto i = static_cast<std::size_t>(weekday(date));
  return format_date(date) + " " + (english ? kEn[i] : kZh[i]);
}

Text kind_text(StepKind kind) {
  switch (kind) {
    case StepKind::start:
      return {"起算", "start"};
    case StepKind::working:
      return {"工作", "work"};
    case StepKind::make_up:
      return {"调班", "make-up"};
    case StepKind::weekend:
      return {"周末", "weekend"};
    case StepKind::holiday:
      return {"放假", "holiday"};
    case StepKind::calendar:
      return {"计入", "day"};
    case StepKind::excluded:
      return {"除外", "excluded"};
    case StepKind::rolled:
      return {"顺移", "rolled"};
    case StepKind::due:
      return {"届满", "due"};
  }
  return {};
}

void print_step(std::ostream& out, const calendar::Step& step, bool english) {
  std::string days = day_text(step.date, english);
  if (step.to) days += " … " + day_text(*step.to, english);
  const std::string count = step.count ? fmt::format("{:>4}", *step.count) : "    ";
  const Text kind = kind_text(step.kind);
  out << "  " << days << "  " << (english ? fmt::format("{:<8}", kind.en) : kind.zh) << count << "  "
      << pick(step.reason, english) << "\n";
}

std::string cite_text(const definition::CitedArticle& cited, bool english) {
  const auto& [law, article] = cited.cite;
  std::string text;
  if (english) {
    text = cited.title.empty() ? law : cited.title.en;
    if (!article.empty()) text += ", art " + article;
  } else {
    text = cited.title.empty() ? law : "《" + cited.title.zh + "》";
    if (!article.empty()) text += "第" + article + "条";
  }
  if (cited.overlay) text += (english ? " [overlay " : " [地方规则 ") + *cited.overlay + "]";
  if (!cited.reading.empty()) text += (english ? "; " : "；") + pick(cited.reading, english);
  return text;
}

void print_head(std::ostream& out, const definition::DueAnswer& answer, bool english) {
  const auto label = [&](const char* zh, const char* en) {
    return english ? fmt::format("{:<12}", en) : std::string(zh) + "  ";
  };
  if (answer.due_at) {
    out << label("届满时刻", "due at") << *answer.due_at << "\n";
  } else {
    out << label("届满日　", "due") << day_text(answer.due, english) << "\n";
  }
  if (!answer.backward && answer.nominal != answer.due) {
    out << label("名义末日", "nominal") << day_text(answer.nominal, english) << "\n";
  }
  if (answer.clear_days_due) {
    out << label("整日读法", "clear days") << day_text(*answer.clear_days_due, english) << "\n";
  }
  out << label("起算日　", "from") << answer.from << "\n" << label("期间　　", "period") << answer.period;
  if (answer.rule) out << "  " << *answer.rule << " " << pick(answer.rule_name, english);
  if (answer.backward) out << (english ? "  (counted backwards)" : "（倒推）");
  out << "\n";
  if (answer.excluded_days > 0) {
    out << label("除外　　", "excluded") << answer.excluded_days << (english ? " days" : "日") << "\n";
  }
}

}  // namespace

void print_due(std::ostream& out, const definition::DueAnswer& answer, bool english) {
  print_head(out, answer, english);
  out << "\n";
  for (const auto& step : answer.steps) print_step(out, step, english);
  out << (english ? "\nlaw\n" : "\n依据\n");
  for (const auto& cited : answer.cite) out << "  " << cite_text(cited, english) << "\n";
  if (answer.extension) {
    const std::string length = calendar::format_period(answer.extension->length);
    out << (english ? fmt::format("  may be extended by {} (--extend {})\n", length, length)
                    : fmt::format("  可延长 {}（--extend {}）\n", length, length));
  }
  const std::string covers = format_date(answer.calendar->covers_to());
  out << (english ? "calendar  " : "日历  ") << answer.calendar->id() << " " << answer.calendar->version()
      << (english ? ", notices to " : "，通知已公布至 ") << covers << "\n";
  if (answer.provisional) {
    out << (english ? fmt::format("PROVISIONAL: days after {} rest on no published notice; ask again when it is out.\n",
                                  covers)
                    : fmt::format("暂定：{} 之后的放假通知尚未公布，公布后须重新计算。\n", covers));
  }
}

void print_calendar_year(std::ostream& out, const Calendar& calendar, int year, bool english) {
  int working = 0;
  for (Date date = from_ymd(year, 1, 1); date <= from_ymd(year, 12, 31); date = date + 1) {
    const calendar::Day day = calendar.day(date);
    working += day.is_working() ? 1 : 0;
    if (day.kind == calendar::DayKind::make_up) {
      out << day_text(date, english) << (english ? "  make-up working day" : "  调休上班") << "  " << day.number
          << "\n";
    } else if (day.kind == calendar::DayKind::holiday) {
      out << day_text(date, english) << "  " << (day.name == nullptr ? "" : pick(*day.name, english))
          << (day.statutory ? (english ? " (statutory)" : "（法定）") : "") << "  " << day.number << "\n";
    }
  }
  out << (english ? fmt::format("{}: {} working days; calendar {} {}", year, working, calendar.id(), calendar.version())
                  : fmt::format("{}年：{}个工作日；日历 {} {}", year, working, calendar.id(), calendar.version()));
  if (calendar.is_provisional(from_ymd(year, 12, 31))) {
    out << (english ? "; PROVISIONAL, no notice published yet" : "；暂定，通知尚未公布");
  }
  out << "\n";
}

void print_option_errors(std::ostream& err, const Error& error, bool english) {
  if (error.findings.empty()) {
    err << "hejie: " << pick(error.message, english) << "\n";
    return;
  }
  for (const auto& finding : error.findings) {
    std::string option = finding.path;
    if (option.starts_with("/")) {
      option.replace(0, 1, "--");
      const std::size_t slash = option.find('/');
      if (slash != std::string::npos && option.find_first_not_of("0123456789", slash + 1) == std::string::npos) {
        option = option.substr(0, slash) + fmt::format(" ({})", std::stoi(option.substr(slash + 1)) + 1);
      }
      for (char& c : option) c = c == '_' ? '-' : c;
    }
    err << "hejie: " << (option.empty() ? "" : option + ": ") << pick(finding.message, english) << "\n";
  }
}

}  // namespace hejie::cli
