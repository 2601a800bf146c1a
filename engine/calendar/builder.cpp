#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "engine/base/check.h"
#include "engine/calendar/calendar.h"

namespace hejie::calendar {
namespace {

/// FNV-1a, 64 bit: a name for a set of notices, not a defense.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
    add_byte(0);
  }
  void add(Date date) { add(format_date(date)); }
  [[nodiscard]] std::string hex() const { return fmt::format("{:08x}", static_cast<std::uint32_t>(h_ ^ (h_ >> 32U))); }

 private:
  void add_byte(unsigned char byte) { h_ = (h_ ^ byte) * 1099511628211ULL; }
  std::uint64_t h_ = 14695981039346656037ULL;
};

struct Span {
  Date first;
  Date last;
};

std::optional<Span> named_span(const Notice& notice) {
  std::vector<Date> days = notice.work;
  for (const auto& off : notice.off) days.push_back(off.date);
  if (days.empty()) return std::nullopt;
  const auto [first, last] = std::ranges::minmax(days);
  return Span{first, last};
}

}  // namespace

class CalendarBuilder {
 public:
  CalendarBuilder(std::span<const Notice> notices, const StatutoryTable& statutory, BuildOptions options)
      : notices_(notices), statutory_(statutory), options_(std::move(options)) {}

  Result<Calendar> build() {
    check_ids();
    choose();
    cover();
    if (!findings_.empty()) return refuse();
    lay_plain_weeks();
    lay_statutory();
    for (const std::size_t i : order_) lay_notice(i);
    if (!findings_.empty()) return refuse();
    finish();
    return std::move(calendar_);
  }

 private:
  void find(std::string path, std::string code, Text message) {
    findings_.push_back({std::move(path), std::move(code), std::move(message)});
  }
  std::unexpected<Error> refuse() {
    return fail(ErrorCode::invalid, {"日历数据有误", "the calendar data are wrong"}, std::move(findings_));
  }

  void check_ids() {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < notices_.size(); ++i) {
      if (!ids.insert(notices_[i].id).second) {
        find(fmt::format("/{}/id", i), "duplicate",
             {"通知编号重复：" + notices_[i].id, "two notices have the id " + notices_[i].id + "; rename one"});
      }
    }
    for (std::size_t i = 0; i < notices_.size(); ++i) {
      const auto& replaces = notices_[i].replaces;
      if (replaces && !ids.contains(*replaces)) {
        find(fmt::format("/{}/replaces", i), "unknown",
             {"被替换的通知不存在：" + *replaces, "it replaces " + *replaces + ", which is not among the notices"});
      }
    }
  }

  /// National notices in order of publication, then the regional ones asked for.
  void choose() {
    for (std::size_t i = 0; i < notices_.size(); ++i) {
      const Notice& notice = notices_[i];
      if (options_.as_known_on && notice.published > *options_.as_known_on) continue;
      if (notice.region && std::ranges::find(options_.regions, *notice.region) == options_.regions.end()) continue;
      order_.push_back(i);
    }
    std::ranges::stable_sort(
        order_, {}, [this](std::size_t i) { return std::pair(notices_[i].region.has_value(), notices_[i].published); });
  }

  void cover() {
    for (const std::size_t i : order_) {
      if (!notices_[i].region) covered_.insert(notices_[i].years.begin(), notices_[i].years.end());
    }
    if (covered_.empty() || statutory_.festivals.empty()) {
      find("", "no_coverage",
           {"没有任何年度的放假通知", "no notice covers any year; load the notice of the first year"});
      return;
    }
    int last = *covered_.begin();
    while (covered_.contains(last + 1)) ++last;
    calendar_.first_ = from_ymd(*covered_.begin(), 1, 1);
    calendar_.covers_to_ = from_ymd(last, 12, 31);
    last_year_ = std::max(last, statutory_.festivals.back().year);
  }

  void lay_plain_weeks() {
    const int size = from_ymd(last_year_, 12, 31) - calendar_.first_ + 1;
    CHECK(size <= std::numeric_limits<std::uint16_t>::max(), "day offsets are 16 bit");
    calendar_.source_.emplace_back();
    calendar_.sources_.assign(static_cast<std::size_t>(size), 0);
    calendar_.kinds_.reserve(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) calendar_.kinds_.push_back(plain(calendar_.first_ + i));
  }

  static DayKind plain(Date date) { return weekday(date) >= 5 ? DayKind::weekend : DayKind::working; }

  void lay_statutory() {
    for (int year = to_ymd(calendar_.first_).year; year <= last_year_; ++year) {
      if (covered_.contains(year)) continue;
      const StatutoryVersion* version = statutory_version(statutory_, year, options_.as_known_on);
      if (version == nullptr) continue;
      for (const auto& off : statutory_days(statutory_, year, options_.as_known_on)) {
        set(off.date, DayKind::holiday, {name_of(off.name), version->id, version->number, true});
      }
    }
  }

  void lay_notice(std::size_t i) {
    const Notice& notice = notices_[i];
    const auto span = named_span(notice);
    if (!span) return;
    check_days(i);
    std::set<Date> was_off;
    if (notice.replaces) was_off = withdraw(*notice.replaces, *span);
    for (const auto& off : notice.off) {
      set(off.date, DayKind::holiday, {name_of(off.name), notice.id, notice.number, off.statutory});
    }
    for (std::size_t k = 0; k < notice.work.size(); ++k) lay_work(i, k, was_off);
  }

  void check_days(std::size_t i) {
    const Notice& notice = notices_[i];
    std::set<Date> off;
    for (std::size_t k = 0; k < notice.off.size(); ++k) {
      if (!off.insert(notice.off[k].date).second) {
        find(fmt::format("/{}/off/{}/date", i, k), "duplicate",
             {"同一天列了两次：" + format_date(notice.off[k].date),
              format_date(notice.off[k].date) + " is listed twice; keep one"});
      }
    }
    for (std::size_t k = 0; k < notice.work.size(); ++k) {
      if (off.contains(notice.work[k])) {
        find(fmt::format("/{}/work/{}", i, k), "off_and_worked",
             {"同一天既放假又上班：" + format_date(notice.work[k]),
              format_date(notice.work[k]) + " is both off and worked; keep one"});
      }
    }
  }

  /// The earlier notice no longer speaks within the span. Returns the weekdays it had made days off.
  std::set<Date> withdraw(const std::string& id, Span span) {
    std::set<Date> was_off;
    for (Date day = std::max(span.first, calendar_.first_); day <= std::min(span.last, calendar_.last_day());
         day = day + 1) {
      const std::size_t at = calendar_.index(day);
      if (calendar_.source_[calendar_.sources_[at]].notice != id) continue;
      if (calendar_.kinds_[at] == DayKind::holiday) was_off.insert(day);
      calendar_.kinds_[at] = plain(day);
      calendar_.sources_[at] = 0;
    }
    return was_off;
  }

  void lay_work(std::size_t i, std::size_t k, const std::set<Date>& was_off) {
    const Notice& notice = notices_[i];
    const Date date = notice.work[k];
    const bool weekend = weekday(date) >= 5;
    const bool off_before =
        was_off.contains(date) || (calendar_.contains(date) && calendar_.kind(date) == DayKind::holiday);
    if (!weekend && !off_before) {
      find(fmt::format("/{}/work/{}", i, k), "weekday",
           {format_date(date) + "本来就是工作日，不能作为调休上班日",
            format_date(date) + " is a weekday anyway and cannot be a make-up working day; check the date"});
      return;
    }
    set(date, weekend ? DayKind::make_up : DayKind::working, {{}, notice.id, notice.number, false});
  }

  void set(Date date, DayKind kind, Calendar::Source source) {
    if (!calendar_.contains(date)) return;
    const std::size_t at = calendar_.index(date);
    calendar_.kinds_[at] = kind;
    auto& known = calendar_.source_;
    const auto same = [&](const Calendar::Source& s) {
      return s.notice == source.notice && s.statutory == source.statutory && s.name == source.name;
    };
    // Days of one break follow each other: the last few sources are the only ones worth comparing.
    const std::size_t from = known.size() > 4 ? known.size() - 4 : 1;
    for (std::size_t k = known.size(); k-- > from;) {
      if (same(known[k])) {
        calendar_.sources_[at] = static_cast<std::uint16_t>(k);
        return;
      }
    }
    known.push_back(std::move(source));
    calendar_.sources_[at] = static_cast<std::uint16_t>(known.size() - 1);
  }

  [[nodiscard]] Text name_of(const std::string& zh) const {
    constexpr std::string_view kJoin = "、";
    Text text{zh, ""};
    for (std::size_t pos = 0; pos <= zh.size();) {
      const std::size_t end = std::min(zh.find(kJoin, pos), zh.size());
      const std::string part = zh.substr(pos, end - pos);
      const auto known = statutory_.english.find(part);
      if (!text.en.empty()) text.en += ", ";
      text.en += known == statutory_.english.end() ? part : known->second;
      pos = end + kJoin.size();
    }
    return text;
  }

  void finish() {
    calendar_.worked_.reserve(calendar_.kinds_.size());
    for (std::size_t i = 0; i < calendar_.kinds_.size(); ++i) {
      const DayKind kind = calendar_.kinds_[i];
      if (kind == DayKind::working || kind == DayKind::make_up) {
        calendar_.working_days_.push_back(static_cast<std::uint16_t>(i));
      }
      calendar_.worked_.push_back(static_cast<std::uint16_t>(calendar_.working_days_.size()));
    }
    calendar_.id_ = options_.id;
    calendar_.hours_ = std::move(options_.hours);
    name_version();
  }

  void name_version() {
    Digest digest;
    Date last{0};
    for (const std::size_t i : order_) {
      const Notice& notice = notices_[i];
      calendar_.applied_.push_back(notice.id);
      last = std::max(last, notice.published);
      digest.add(notice.id);
      for (const auto& off : notice.off) digest.add(off.date);
      digest.add("work");
      for (const Date work : notice.work) digest.add(work);
    }
    calendar_.version_ = format_date(last) + "." + digest.hex();
  }

  std::span<const Notice> notices_;
  const StatutoryTable& statutory_;
  BuildOptions options_;
  Calendar calendar_;
  std::vector<std::size_t> order_;  ///< indexes into notices_, as applied
  std::set<int> covered_;           ///< years made complete by a national notice
  int last_year_ = 0;
  std::vector<Finding> findings_;
};

Result<Calendar> Calendar::build(std::span<const Notice> notices, const StatutoryTable& statutory,
                                 BuildOptions options) {
  return CalendarBuilder(notices, statutory, std::move(options)).build();
}

}  // namespace hejie::calendar
