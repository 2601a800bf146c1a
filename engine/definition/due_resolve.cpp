#include "engine/definition/due_resolve.h"

#include <algorithm>

#include "engine/definition/nearest.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

using calendar::Period;
using calendar::Roll;
using calendar::Unit;

bool is_hours(Unit unit) {
  return unit == Unit::hours || unit == Unit::working_hours;
}

class Resolver {
 public:
  Resolver(const DueRequest& request, const DeadlineRegister& deadlines, const std::vector<std::string>& overlays,
           std::span<const LaidLength> laid)
      : request_(request), deadlines_(deadlines), overlays_(overlays), laid_(laid) {}

  Result<ResolvedDue> resolve() {
    limit("/extend", request_.extend.size(), 100);
    limit("/exclude", request_.exclude.size(), 1000);
    limit("/overlay", request_.overlays.size(), 50);
    if (!findings_.empty()) return refuse();
    read_from();
    if (request_.rule) look_up(*request_.rule);
    read_length();
    read_roll();
    for (std::size_t i = 0; i < request_.extend.size(); ++i) {
      const auto period = read_period(request_.extend[i], say("/extend/{}", "/extend/{}", i).en);
      if (period) out_.extend.push_back(*period);
    }
    for (std::size_t i = 0; i < request_.exclude.size(); ++i) read_exclude(i);
    out_.backward = request_.backward || (out_.version != nullptr && out_.version->backward);
    check_backward();
    check_hours();
    if (findings_.empty()) return out_;
    return refuse();
  }

 private:
  std::unexpected<Error> refuse() {
    Text message = findings_.front().message;
    return fail(ErrorCode::invalid, std::move(message), std::move(findings_));
  }

  void limit(std::string path, std::size_t size, std::size_t most) {
    if (size > most) find(std::move(path), "too_many", say("最多 {} 项", "at most {} of them", most));
  }

  void find(std::string path, std::string code, Text message) {
    findings_.push_back({std::move(path), std::move(code), std::move(message)});
  }

  void read_from() {
    const std::string& text = request_.from;
    if (text.empty()) return find("/from", "missing", {"缺少起算日 from", "the start date is missing: give from"});
    if (const auto date = parse_date(text)) {
      out_.from = *date;
      from_known_ = true;
    } else if (const auto moment = read_moment(text)) {
      out_.from = moment->day;
      out_.minute = moment->minute;
      from_known_ = true;
    } else {
      find("/from", "bad_date",
           say("“{}”不是日期；应为 YYYY-MM-DD，小时期间为 YYYY-MM-DDTHH:MM+08:00",
               "\"{}\" is not a date; write YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SS+08:00 for hour periods", text));
    }
  }

  /// RFC 3339, or a local hour of the bureau: "2026-01-05T10:30".
  static std::optional<Moment> read_moment(const std::string& text) {
    for (const auto* rest : {"", "+08:00", ":00+08:00"}) {
      if (const auto instant = parse_instant(text + rest)) return to_bureau(*instant);
    }
    return std::nullopt;
  }

  void look_up(const std::string& id) {
    const auto found = deadlines_.rules.find(id);
    if (found == deadlines_.rules.end()) return unknown_rule(id);
    out_.rule = &found->second;
    if (!from_known_) return;
    out_.version = version_on(*out_.rule, out_.from);
    if (out_.version == nullptr) return not_in_force();
    for (const auto& variant : out_.rule->variants) {
      if (std::ranges::find(overlays_, variant.overlay) != overlays_.end()) out_.variant = &variant;
    }
    for (const auto& laid : laid_) {
      const bool holds = std::ranges::find(overlays_, laid.variant.overlay) != overlays_.end();
      if (holds && laid.rule == id && laid.days.holds(out_.from)) out_.variant = &laid.variant;
    }
  }

  void unknown_rule(const std::string& id) {
    std::vector<std::string> ids;
    for (const auto& [known, rule] : deadlines_.rules) ids.push_back(known);
    const auto near = nearest(id, ids);
    Text message = say("登记表中没有期限“{}”", "the register has no rule \"{}\"", id);
    if (near) message = message + say("；是否指“{}”？", "; did you mean \"{}\"?", *near);
    find("/rule", "unknown_rule", std::move(message));
  }

  void not_in_force() {
    const auto& first = out_.rule->versions.front().from;
    const std::string on = format_date(out_.from);
    Text message = say("期限 {} 在 {} 尚未施行", "rule {} is not in force on {}", out_.rule->id, on);
    for (const auto& version : out_.rule->versions) {
      if (version.from && *version.from > out_.from) {
        message = message + say("；自 {} 起施行", "; it holds from {}", format_date(*version.from));
        break;
      }
    }
    (void)first;
    find("/rule", "not_in_force", std::move(message));
  }

  std::optional<Period> read_period(const std::string& text, std::string path) {
    auto period = calendar::parse_period(text);
    if (!period) {
      find(std::move(path), "bad_period",
           say("“{}”不是期间；应如 10wd、45d、6mo、1y、24h、8wh（最多 {}）",
               "\"{}\" is not a period; write 10wd, 45d, 6mo, 1y, 24h or 8wh (at most {})", text,
               calendar::kMaxPeriodCount));
    }
    return period;
  }

  void read_length() {
    std::optional<Period> given;
    if (request_.period) given = read_period(*request_.period, "/period");
    if (request_.period && !given) return;
    std::optional<Period> of_rule;
    if (out_.variant != nullptr) {
      of_rule = out_.variant->length;
    } else if (out_.version != nullptr) {
      of_rule = out_.version->length;
    }
    if (given && of_rule && *given != *of_rule) {
      return find("/period", "conflict",
                  say("期限 {} 本身为 {}，不能另给长度", "rule {} is {} itself; leave the period out", out_.rule->id,
                      calendar::format_period(*of_rule)));
    }
    if (!given && !of_rule) return no_length();
    out_.length = given ? *given : *of_rule;
    length_known_ = true;
  }

  void no_length() {
    if (out_.version != nullptr) {
      return find("/period", "missing",
                  say("期限 {} 法律没有规定天数，请另给长度（period）",
                      "rule {} has no number in law; give the period too", out_.rule->id));
    }
    if (!request_.rule) find("/period", "missing", {"须给出 period 或 rule", "give a period or a rule"});
  }

  void read_roll() {
    if (out_.version != nullptr && out_.version->roll) out_.roll = *out_.version->roll;
    if (!request_.roll) return;
    const std::string& text = *request_.roll;
    if (text == "forward")
      out_.roll = Roll::forward;
    else if (text == "backward")
      out_.roll = Roll::backward;
    else if (text == "none")
      out_.roll = Roll::none;
    else
      find("/roll", "bad_value",
           say("“{}”不对；应为 forward、backward 或 none", "\"{}\" is wrong; write forward, backward or none", text));
  }

  void read_exclude(std::size_t i) {
    const auto& [a, b] = request_.exclude[i];
    const auto from = parse_date(a);
    const auto to = parse_date(b);
    std::string path = say("/exclude/{}", "/exclude/{}", i).en;
    if (!from || !to) {
      return find(std::move(path), "bad_date",
                  say("“{}..{}”应为两个日期",
                      "\"{}..{}\" must be two dates, the first day not counted and the day of "
                      "resumption",
                      a, b));
    }
    if (*from > *to) {
      return find(
          std::move(path), "reversed",
          say("除外期间的起日 {} 晚于止日 {}", "the exclusion starts on {}, after its end {}; swap them", a, b));
    }
    out_.exclude.push_back({*from, *to});
  }

  void check_backward() {
    if (out_.version != nullptr && request_.backward && !out_.version->backward) {
      find("/backward", "conflict", say("期限 {} 不是倒推", "rule {} does not count backwards", out_.rule->id));
    }
    if (!out_.backward) return;
    if (!request_.exclude.empty()) {
      find("/exclude", "backward", {"倒推期间不能有除外期间", "a backward count takes no exclusion"});
    }
    if (!request_.extend.empty()) {
      find("/extend", "backward", {"倒推期间不能延长", "a backward count takes no extension"});
    }
    if (length_known_ && is_hours(out_.length.unit)) {
      find("/period", "backward", {"小时期间不能倒推", "hours cannot be counted backwards"});
    }
  }

  void check_hours() {
    if (!length_known_ || !from_known_) return;
    if (is_hours(out_.length.unit) && !out_.minute) {
      find("/from", "instant_needed",
           {"小时期间的起点须带时刻，如 2026-01-05T10:30+08:00",
            "an hour period starts at an instant; write e.g. 2026-01-05T10:30:00+08:00"});
    }
    if (!is_hours(out_.length.unit) && out_.minute) {
      find("/from", "date_needed",
           {"此期间以日计，起点应为日期 YYYY-MM-DD", "this period counts days; give a date YYYY-MM-DD"});
    }
  }

  const DueRequest& request_;
  const DeadlineRegister& deadlines_;
  const std::vector<std::string>& overlays_;
  std::span<const LaidLength> laid_;
  ResolvedDue out_;
  bool from_known_ = false;
  bool length_known_ = false;
  std::vector<Finding> findings_;
};

/// What the count itself rests on, when no rule says it.
std::vector<Citation> counting_rules(const ResolvedDue& resolved) {
  switch (resolved.length.unit) {
    case Unit::working_days:
    case Unit::days:
      return {{"MS", "85"}};
    case Unit::months:
    case Unit::years:
      return {{"MS", "85"}, {"CC", "202"}};
    case Unit::hours:
    case Unit::working_hours:
      return {{"MSJS", "125"}};
  }
  return {};
}

}  // namespace

Result<ResolvedDue> resolve_due(const DueRequest& request, const DeadlineRegister& deadlines,
                                const std::vector<std::string>& overlays, std::span<const LaidLength> laid) {
  return Resolver(request, deadlines, overlays, laid).resolve();
}

std::vector<CitedArticle> cited_articles(const ResolvedDue& resolved, const Library& library) {
  std::vector<CitedArticle> all;
  const auto add = [&](const std::vector<Citation>& cites) {
    for (const auto& cite : cites) {
      if (std::ranges::find(all, cite, &CitedArticle::cite) != all.end()) continue;
      const Instrument* instrument = library.find_instrument(cite.law);
      all.push_back({cite, instrument == nullptr ? Text{} : instrument->title, std::nullopt, {}});
    }
  };
  if (resolved.version != nullptr) {
    add(resolved.variant != nullptr ? resolved.variant->cite : resolved.version->cite);
    if (!all.empty()) {
      all.front().reading = resolved.variant != nullptr ? resolved.variant->reading : resolved.version->reading;
      if (resolved.variant != nullptr)
        all.front().overlay = resolved.variant->overlay;
      else if (!resolved.rule->local.empty())
        all.front().overlay = resolved.rule->local;
    }
    add(resolved.version->unit_cite);
    if (!resolved.extend.empty() && resolved.version->extension) add(resolved.version->extension->cite);
  }
  add(counting_rules(resolved));
  return all;
}

}  // namespace hejie::definition
