#include "app/calendar_feed.h"

#include <fmt/format.h>

#include <map>

#include "app/clock_view.h"
#include "app/units.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr int kPage = 500;
constexpr int kDaysAhead = 90;
constexpr int kHearingMinutes = 120;
constexpr std::size_t kMostOctets = 75;

/// RFC 5545 3.3.11.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\r') continue;
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

bool continues(char c) {
  constexpr unsigned kMask = 0xC0U, kContinuation = 0x80U;
  return (static_cast<unsigned char>(c) & kMask) == kContinuation;
}

/// RFC 5545 3.1: at most 75 octets a line; the next begins with a space.
void put_line(std::string& out, const std::string& line) {
  std::size_t at = 0, room = kMostOctets;
  while (line.size() - at > room) {
    std::size_t end = at + room;
    while (continues(line[end])) --end;
    out += line.substr(at, end - at) + "\r\n ";
    at = end;
    room = kMostOctets - 1;
  }
  out += line.substr(at) + "\r\n";
}

std::string compact(Date day) {
  const auto ymd = to_ymd(day);
  return fmt::format("{:04}{:02}{:02}", ymd.year, ymd.month, ymd.day);
}

/// In UTC: no time zone has to be described.
std::string compact(Instant at) {
  constexpr std::int64_t kDayMs = 86'400'000, kSecondMs = 1000;
  constexpr int kHour = 3600, kMinute = 60;
  const auto day = static_cast<std::int32_t>(at.ms / kDayMs);
  const auto seconds = static_cast<int>(at.ms % kDayMs / kSecondMs);
  return fmt::format("{}T{:02}{:02}{:02}Z", compact(Date{day}), seconds / kHour, seconds % kHour / kMinute,
                     seconds % kMinute);
}

void put_event(std::string& out, const FeedEvent& event, const std::string& stamp) {
  constexpr std::int64_t kMinuteMs = 60'000;
  put_line(out, "BEGIN:VEVENT");
  put_line(out, "UID:" + escaped(event.uid));
  put_line(out, "DTSTAMP:" + stamp);
  if (event.at) {
    const Instant begin = to_instant(*event.at);
    put_line(out, "DTSTART:" + compact(begin));
    put_line(out, "DTEND:" + compact(Instant{begin.ms + event.minutes * kMinuteMs}));
  } else {
    put_line(out, "DTSTART;VALUE=DATE:" + compact(event.day));
    put_line(out, "DTEND;VALUE=DATE:" + compact(event.day + 1));
  }
  put_line(out, "SUMMARY:" + escaped(event.summary));
  if (!event.place.empty()) put_line(out, "LOCATION:" + escaped(event.place));
  put_line(out, "END:VEVENT");
}

struct Entries {
  storage::Snapshot& snapshot;
  const Definitions& definitions;
  const Caller& caller;
  bool en = false;
  Date today{};
  std::vector<FeedEvent> events{};

  [[nodiscard]] const std::string& of(const Text& text) const { return en ? text.en : text.zh; }

  Status take_duties() {
    storage::ClockFilter filter;
    filter.due_before = today + kDaysAhead;
    filter.page.limit = kPage;
    do {
      TRY(const auto page, snapshot.list_clocks(filter));
      for (const auto& item : page.items)
        if (item.handler == caller.account && item.clock.kind == engine::ClockKind::duty && item.clock.due) take(item);
      filter.page.cursor = page.next;
    } while (!filter.page.cursor.empty());
    return {};
  }

  void take(const storage::ClockItem& item) {
    const auto procedure = definitions.in_force(item.workflow, today);
    const auto* rule = procedure ? procedure->find_clock(item.clock.rule) : nullptr;
    const Text name = rule != nullptr ? rule->name : Text{item.clock.rule, item.clock.rule};
    FeedEvent event;
    const std::string label = clock_label(item.clock.rule, item.clock.key, item.clock.ordinal);
    event.uid = item.case_id.value + "-" + label + "@hejie";
    event.summary = of(name) + " " + (item.number.empty() ? item.case_id.value : item.number);
    event.day = *item.clock.due;
    event.at = item.clock.due_at;
    events.push_back(std::move(event));
  }

  Status take_hearings() {
    for (Date day = today; day < today + kDaysAhead; day = day + 1) {
      TRY(const auto rows, snapshot.hearings(day));
      for (const auto& row : rows) {
        TRY(const auto item, snapshot.find_case(row.case_id));
        if (item.summary.handler != caller.account) continue;
        FeedEvent event;
        event.uid = row.case_id.value + "-hearing-" + format_moment(row.hearing.at) + "@hejie";
        event.summary = of(Text{"开庭 ", "Hearing "}) + (item.number.empty() ? item.id.value : item.number);
        event.place = row.hearing.place;
        event.at = row.hearing.at;
        event.minutes = kHearingMinutes;
        events.push_back(std::move(event));
      }
    }
    return {};
  }
};

}  // namespace

std::string write_calendar(const std::vector<FeedEvent>& events, const std::string& name, Instant stamp) {
  std::string out;
  put_line(out, "BEGIN:VCALENDAR");
  put_line(out, "VERSION:2.0");
  put_line(out, "PRODID:-//Hejie//Hejie//ZH");
  put_line(out, "CALSCALE:GREGORIAN");
  put_line(out, "X-WR-CALNAME:" + escaped(name));
  for (const auto& event : events) put_event(out, event, compact(stamp));
  put_line(out, "END:VCALENDAR");
  return out;
}

Result<std::string> CalendarFeed::of(const Caller& caller, std::string_view language) {
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  Entries entries{*snapshot, definitions_, caller, language == "en", to_bureau(clock_.now()).day};
  if (may_read_cases(caller)) {
    TRY_VOID(entries.take_duties());
    TRY_VOID(entries.take_hearings());
  }
  return write_calendar(entries.events, caller.display_name, clock_.now());
}

}  // namespace hejie::app
