#include "engine/definition/due.h"

#include <algorithm>

#include "engine/definition/due_resolve.h"
#include "engine/definition/nearest.h"
#include "engine/definition/node.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

using calendar::Calendar;
using calendar::Roll;

constexpr std::size_t kCalendarsKept = 16;

std::unexpected<Error> refuse(std::string path, std::string code, Text message) {
  Finding finding{std::move(path), std::move(code), message};
  return fail(ErrorCode::invalid, std::move(message), {std::move(finding)});
}

const SourceFile* find_file(const std::vector<SourceFile>& files, std::string_view name) {
  for (const auto& file : files) {
    if (file.path.ends_with(name)) return &file;
  }
  return nullptr;
}

/// What the overlays asked for mean: names whose lengths hold, regions and hours of the calendar.
struct Meaning {
  std::vector<std::string> ids;
  std::vector<std::string> regions;
  std::optional<calendar::OfficeHours> hours;

  void add_region(const std::string& region) {
    if (std::ranges::find(regions, region) == regions.end()) regions.push_back(region);
  }
};

bool knows_region(const CalendarSet& set, const std::string& region) {
  return std::ranges::any_of(set.notices, [&](const auto& notice) { return notice.region == region; });
}

const Overlay* find_overlay(std::span<const Overlay> overlays, const std::string& id) {
  const auto found = std::ranges::find(overlays, id, &Overlay::id);
  return found == overlays.end() ? nullptr : &*found;
}

/// Local rules of the register have no days of their own: they hold on those of the overlay that names them.
void add_overlay(const Overlay& overlay, std::span<const Overlay> overlays, std::optional<Date> on, Meaning& found) {
  if (std::ranges::find(found.ids, overlay.id) != found.ids.end()) return;
  if (const Overlay* below = find_overlay(overlays, overlay.over)) add_overlay(*below, overlays, on, found);
  if (!on || overlay.valid.holds(*on))
    found.ids.insert(found.ids.end(), overlay.deadlines.begin(), overlay.deadlines.end());
  found.ids.push_back(overlay.id);
  for (const auto& region : regions_of(overlay.region)) found.add_region(region);
  if (!overlay.notices.empty()) found.add_region("overlay:" + overlay.id);
  if (overlay.bureau.hours) found.hours = overlay.bureau.hours;
}

std::unexpected<Error> no_such_overlay(std::size_t index, const std::string& asked, const DeadlineRegister& deadlines,
                                       std::span<const Overlay> overlays) {
  std::vector<std::string> ids;
  for (const auto& entry : deadlines.overlays) ids.push_back(entry.id);
  for (const auto& overlay : overlays) ids.push_back(overlay.id);
  Text message = say("没有地方规则“{}”", "there is no overlay \"{}\"", asked);
  if (const auto near = nearest(asked, ids)) message = message + say("；是否指“{}”？", "; did you mean \"{}\"?", *near);
  return refuse(say("/overlay/{}", "/overlay/{}", index).en, "unknown_overlay", std::move(message));
}

Result<Meaning> meaning_of(const DueRequest& request, const std::vector<std::string>& always,
                           const DeadlineRegister& deadlines, std::span<const Overlay> overlays,
                           const CalendarSet& set) {
  const bool skip_unknown = request.overlays.empty();  // a bureau's region need not have days of its own
  const auto& names = skip_unknown ? always : request.overlays;
  const auto on = parse_date(request.from.substr(0, 10));
  Meaning found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& asked = names[i];
    if (const Overlay* overlay = find_overlay(overlays, asked)) {
      add_overlay(*overlay, overlays, on, found);
      continue;
    }
    const auto entry = std::ranges::find_if(deadlines.overlays, [&](const OverlayEntry& each) {
      return each.id == asked || std::ranges::find(each.regions, asked) != each.regions.end();
    });
    if (entry != deadlines.overlays.end()) {
      found.ids.push_back(entry->id);
      for (const auto& region : entry->regions) found.add_region(region);
    } else if (knows_region(set, asked)) {
      found.add_region(asked);
    } else if (!skip_unknown) {
      return no_such_overlay(i, asked, deadlines, overlays);
    }
  }
  return found;
}

Status apply_roll(const Calendar& calendar, Roll roll, calendar::BackwardDates& dates) {
  for (Date* day : {&dates.due, &dates.clear_days_due}) {
    if (roll == Roll::none || calendar.is_working(*day)) continue;
    const auto moved = roll == Roll::backward ? calendar.previous_working(*day) : calendar.next_working(*day);
    if (!moved)
      return refuse("/period", "before_calendar", {"倒推日早于日历首日", "the count goes back before the calendar"});
    *day = *moved;
  }
  return {};
}

Status count_backwards(const ResolvedDue& resolved, bool roll_given, bool with_steps, DueAnswer& answer) {
  TRY(auto dates, calendar::count_back(*answer.calendar, resolved.from, resolved.length));
  answer.nominal = dates.due;
  if (roll_given) TRY_VOID(apply_roll(*answer.calendar, resolved.roll, dates));
  answer.due = dates.due;
  answer.clear_days_due = dates.clear_days_due;
  answer.provisional = dates.provisional;
  if (!with_steps) return {};
  TRY(answer.steps, calendar::trace_back(*answer.calendar, resolved.from, resolved.length));
  return {};
}

Status count_forwards(const ResolvedDue& resolved, bool with_steps, DueAnswer& answer) {
  calendar::PeriodQuery query{.from = resolved.from,
                              .periods = {resolved.length},
                              .excluded = resolved.exclude,
                              .roll = resolved.roll,
                              .from_minute = resolved.minute.value_or(0)};
  query.periods.insert(query.periods.end(), resolved.extend.begin(), resolved.extend.end());
  TRY(const auto dates, calendar::compute(*answer.calendar, query));
  answer.nominal = dates.nominal;
  answer.due = dates.due;
  answer.provisional = dates.provisional;
  answer.excluded_days = dates.excluded_days;
  if (dates.due_minute) answer.due_at = format_moment({dates.due, *dates.due_minute});
  if (!with_steps) return {};
  TRY(answer.steps, calendar::trace(*answer.calendar, query));
  return {};
}

/// Overlays among the files, but for those given; one that does not read is left to `hejie verify`.
std::vector<Overlay> overlays_among(const std::vector<SourceFile>& files, const Library& library,
                                    const std::vector<Overlay>& own) {
  std::vector<Overlay> out;
  for (const auto& name : overlay_names(files)) {
    Findings findings;
    Overlay overlay = read_overlay(*find_overlay_file(files, name), library, findings);
    if (!has_errors(findings) && find_overlay(own, overlay.id) == nullptr) out.push_back(std::move(overlay));
  }
  out.insert(out.end(), own.begin(), own.end());
  std::ranges::stable_sort(out, {}, [](const Overlay& overlay) { return static_cast<int>(overlay.level); });
  return out;
}

}  // namespace

/// Lengths of clocks that carry an id of the register.
void DueDesk::take(const Overlay& overlay) {
  for (const auto& change : overlay.changes) {
    if (!change.by_trigger_day() || !deadlines_.rules.contains(change.path[1])) continue;
    const auto length = change.value ? calendar::parse_period(change.value->string) : std::nullopt;
    if (!length) continue;
    DeadlineVariant variant{overlay.id, *length, {}, {}};
    for (const auto& cite : change.cite) variant.cite.push_back({cite.law, cite.article});
    laid_.push_back({change.path[1], change.valid, std::move(variant)});
  }
}

Result<DueDesk> DueDesk::open(std::vector<SourceFile> files, std::vector<Overlay> own,
                              std::vector<std::string> always) {
  DueDesk desk;
  const SourceFile* deadlines = find_file(files, "laws/deadlines.json");
  if (deadlines == nullptr) {
    return fail(ErrorCode::not_found, {"缺少 laws/deadlines.json", "laws/deadlines.json is missing"});
  }
  TRY(desk.deadlines_, read_deadlines(deadlines->text));
  Findings findings;
  desk.library_ = read_library(files, findings);
  desk.overlays_ = overlays_among(files, desk.library_, own);
  desk.library_ = with_instruments(std::move(desk.library_), desk.overlays_);
  desk.always_ = std::move(always);
  for (const auto& overlay : desk.overlays_) desk.take(overlay);
  std::erase_if(files, [](const SourceFile& file) { return file.path.find("calendars/") == std::string::npos; });
  desk.files_ = std::move(files);
  return desk;
}

Result<CalendarSet*> DueDesk::find_set(const std::string& id) {
  if (const auto known = sets_.find(id); known != sets_.end()) return &known->second;
  auto read = read_calendar_set(files_, id);
  if (!read && read.error().code == ErrorCode::not_found) {
    return refuse("/calendar", "unknown_calendar", read.error().message);
  }
  if (!read) return fail(std::move(read).error());
  for (const auto& overlay : overlays_)
    read->notices.insert(read->notices.end(), overlay.notices.begin(), overlay.notices.end());
  return &sets_.emplace(id, std::move(*read)).first->second;
}

Status DueDesk::add_notice(calendar::Notice notice, const std::string& id) {
  TRY(CalendarSet* const set, find_set(id));
  CalendarSet with = *set;
  with.notices.push_back(std::move(notice));
  TRY_VOID(build_calendar(with));
  *set = std::move(with);
  calendars_.clear();
  return {};
}

Result<std::shared_ptr<const Calendar>> DueDesk::calendar(const DueRequest& request) {
  std::optional<Date> known;
  if (request.as_known) {
    known = parse_date(*request.as_known);
    if (!known) return refuse("/as_known", "bad_date", {"应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"});
  }
  TRY(const CalendarSet* const set, find_set(request.calendar));
  TRY(const Meaning overlays, meaning_of(request, always_, deadlines_, overlays_, *set));
  std::string key = request.calendar + "|" + request.as_known.value_or("");
  for (const auto& region : overlays.regions) key += "|" + region;
  if (const auto kept = calendars_.find(key); kept != calendars_.end()) return kept->second;
  calendar::BuildOptions options{.as_known_on = known, .regions = overlays.regions};
  if (overlays.hours) {
    options.hours = *overlays.hours;
    for (const auto& [from, to] : options.hours.sessions) key += "|" + std::to_string(from) + "-" + std::to_string(to);
  }
  auto built = build_calendar(*set, std::move(options));
  if (!built && known) {
    return refuse("/as_known", "no_coverage",
                  say("{} 时还没有任何放假通知", "on {} no notice was published yet", *request.as_known));
  }
  if (!built) return fail(std::move(built).error());
  // Whoever asks for ever new days or overlays must not fill the memory; the answers in use keep their calendar.
  if (calendars_.size() >= kCalendarsKept) calendars_.clear();
  calendars_.emplace(std::move(key), *built);
  return std::move(*built);
}

Result<DueAnswer> DueDesk::answer(const DueRequest& request, bool with_steps) {
  auto calendar = this->calendar(request);
  std::vector<std::string> overlays;
  if (calendar) overlays = meaning_of(request, always_, deadlines_, overlays_, sets_.at(request.calendar))->ids;
  auto resolved = resolve_due(request, deadlines_, overlays, laid_);
  if (!calendar && !resolved) {  // both have something to say: one answer with all of it
    auto& findings = resolved.error().findings;
    findings.insert(findings.begin(), calendar.error().findings.begin(), calendar.error().findings.end());
  }
  if (!resolved) return fail(std::move(resolved).error());
  if (!calendar) return fail(std::move(calendar).error());
  DueAnswer answer;
  answer.from = request.from;
  answer.period = calendar::format_period(resolved->length);
  answer.rule = request.rule;
  answer.backward = resolved->backward;
  answer.calendar = std::move(*calendar);
  if (resolved->rule != nullptr) answer.rule_name = resolved->rule->name;
  if (resolved->version != nullptr) answer.extension = resolved->version->extension;
  answer.cite = cited_articles(*resolved, library_);
  if (resolved->backward) {
    TRY_VOID(count_backwards(*resolved, request.roll.has_value(), with_steps, answer));
  } else {
    TRY_VOID(count_forwards(*resolved, with_steps, answer));
  }
  return answer;
}

}  // namespace hejie::definition
