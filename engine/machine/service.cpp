#include "engine/machine/service.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/machine/clocks.h"
#include "engine/machine/dates.h"
#include "engine/machine/guard_parts.h"
#include "engine/machine/intervals.h"
#include "engine/machine/names.h"
#include "engine/machine/rows.h"

namespace hejie::engine {
namespace {

constexpr std::string_view kPublicNotice = "public_notice";

/// Two modes with terms of their own, one exclusion.
bool is_public_notice(std::string_view mode) {
  return mode == kPublicNotice || mode == "public_notice_collective";
}

Rejection not_served(const ServeInput& serve, const Document* document, std::string zh, std::string en) {
  return {Rejection::Kind::served,        "serve", serve.document, document == nullptr ? Cites{} : document->cite,
          {std::move(zh), std::move(en)}, {}};
}

Text name_of(const Document* document, const std::string& id) {
  return document == nullptr || document->name.empty() ? Text{id, id} : document->name;
}

FormFindings check_input(const Context& context, const Act& act) {
  FormFindings findings;
  if (!act.serve) return {{"/data/doc", "missing", {"请指明送达的文书", "name the document served"}}};
  const ServeInput& serve = *act.serve;
  if (context.procedure.find_document(serve.document) == nullptr) {
    findings.push_back({"/data/doc",
                        "unknown_document",
                        {fmt::format("本程序没有文书“{}”", serve.document),
                         fmt::format("this procedure has no document '{}'", serve.document)}});
  }
  if (context.procedure.find_service(serve.mode) == nullptr) {
    findings.push_back(
        {"/data/mode",
         "unknown_option",
         {fmt::format("没有送达方式“{}”", serve.mode), fmt::format("there is no mode of service '{}'", serve.mode)}});
  }
  if (serve.made_on > act.on || !context.calendar.contains(serve.made_on)) {
    findings.push_back({"/data/made_on",
                        "out_of_range",
                        {"送达日不能晚于登记的日期，且须在日历范围内",
                         "made_on cannot be after the day of the act or outside the calendar"}});
  }
  if (serve.received_on && (*serve.received_on < serve.made_on || !context.calendar.contains(*serve.received_on))) {
    findings.push_back({"/data/received_on",
                        "out_of_range",
                        {"签收日不能早于送达日", "the day of receipt cannot be before the day the service was made"}});
  }
  return findings;
}

std::optional<Rejection> check_mode(const Context& context, const CaseState& state, const Act& act) {
  const ServeInput& serve = *act.serve;
  const Document& document = *context.procedure.find_document(serve.document);
  const ServiceMode& mode = *context.procedure.find_service(serve.mode);
  const Text name = name_of(&document, serve.document);
  const Scope scope{.context = context, .state = state, .today = act.on, .self = serve.to};
  const Text by = names::mode(serve.mode);
  if (contains(document.not_by, serve.mode)) {
    return not_served(serve, &document, fmt::format("“{}”不能以{}，请改用其他方式", name.zh, by.zh),
                      fmt::format("“{}” cannot be served by {}; use another mode", name.en, by.en));
  }
  if (!holds_true(mode.when, scope)) {
    return not_served(serve, &document, fmt::format("本案此时不能使用{}，请改用其他方式", by.zh),
                      fmt::format("this mode of service ({}) is not open in this case now; use another", by.en));
  }
  if (mode.consent && !serve.consent) {
    return not_served(
        serve, &document, fmt::format("{}须受送达人同意；请先取得并登记同意", by.zh),
        fmt::format("service in this way ({}) needs the addressee's consent; obtain and record it first", by.en));
  }
  return std::nullopt;
}

std::optional<Rejection> check_copy(const Context& context, const CaseState& state, const Act& act) {
  const ServeInput& serve = *act.serve;
  const Document* document = context.procedure.find_document(serve.document);
  const Text name = name_of(document, serve.document);
  const Text party = names::party(context.procedure, serve.to);
  const IssuedDocument* copy = copy_meant(state, serve);
  if (copy == nullptr) {
    return not_served(serve, document, fmt::format("尚未制作须送达{}的“{}”，请先制作", party.zh, name.zh),
                      fmt::format("no “{}” to be served on “{}” has been issued; issue it first", name.en, party.en));
  }
  if (serve.made_on < copy->on) {
    return not_served(
        serve, document, fmt::format("送达日早于“{}”的制作日 {}，请核对日期", name.zh, format_date(copy->on)),
        fmt::format("the service lies before “{}” was issued on {}; check the date", name.en, format_date(copy->on)));
  }
  if (is_served(state, *copy, serve.to)) {
    return not_served(
        serve, document, fmt::format("“{}”（第 {} 份）已送达{}；签收日有误请更正原记录", name.zh, copy->copy, party.zh),
        fmt::format("“{}” (copy {}) has already been served on “{}”; correct that entry if its day is wrong", name.en,
                    copy->copy, party.en));
  }
  return std::nullopt;
}

Date deemed_day(const Context& context, const ServeInput& serve) {
  const ServiceMode& mode = *context.procedure.find_service(serve.mode);
  if (!mode.length) return serve.received_on.value_or(serve.made_on);
  const auto dates =
      calendar::compute(context.calendar, {.from = serve.made_on,
                                           .periods = {*mode.length},
                                           .roll = roll_of(context.procedure, mode.roll, mode.roll_switch)});
  return dates ? dates->due : serve.made_on + mode.length->count;
}

std::string notice_key(const Service& service) {
  return fmt::format("{}#{}>{}", service.document, service.copy, service.to);
}

bool was_served_before(const CaseState& state, std::size_t index) {
  const Service& service = state.services[index];
  for (std::size_t i = 0; i < state.services.size(); ++i) {
    const Service& other = state.services[i];
    if (i != index && other.complete && other.copy == service.copy && other.to == service.to &&
        other.document == service.document) {
      return true;
    }
  }
  return false;
}

}  // namespace

const IssuedDocument* copy_meant(const CaseState& state, const ServeInput& serve) {
  if (serve.copy == 0) return newest_copy(state, serve.document, serve.to);
  const auto found = std::ranges::find_if(state.documents, [&](const IssuedDocument& copy) {
    return copy.document == serve.document && copy.copy == serve.copy && contains(copy.to, serve.to);
  });
  return found == state.documents.end() ? nullptr : &*found;
}

Accepted check_service(const Context& context, const CaseState& state, const Act& act) {
  if (auto findings = check_input(context, act); !findings.empty()) return refuse(std::move(findings));
  if (is_machine_role(act.by.role)) {
    return refuse(Rejection{Rejection::Kind::role,
                            "serve",
                            act.by.role,
                            {},
                            {"送达须由工作人员登记", "a service is recorded by a person"},
                            {}});
  }
  if (state.find_party(act.serve->to) == nullptr) {
    return refuse(Rejection{
        Rejection::Kind::party,
        "serve",
        act.serve->to,
        {},
        {fmt::format("本案没有当事人“{}”", act.serve->to), fmt::format("the case has no party '{}'", act.serve->to)},
        {}});
  }
  if (auto no = check_copy(context, state, act)) return refuse(std::move(*no));
  if (auto no = check_mode(context, state, act)) return refuse(std::move(*no));
  return {};
}

void apply_service(Run& run, const Act& act) {
  const ServeInput& serve = *act.serve;
  const IssuedDocument* copy = copy_meant(run.state, serve);
  if (copy == nullptr) return;
  run.state.services.push_back({serve.document, copy->copy, serve.to, serve.mode, serve.made_on,
                                deemed_day(run.context, serve), false, act.version});
  const Service service = run.state.services.back();
  if (is_public_notice(serve.mode)) {
    open_interval(run, std::string(kPublicNotice), notice_key(service), service.made_on, service.deemed_on);
  }
  if (service.deemed_on <= act.on) complete_service(run, run.state.services.size() - 1, act.on);
}

void complete_service(Run& run, std::size_t index, Date on) {
  run.state.services[index].complete = true;
  const Service service = run.state.services[index];
  if (run.keeps()) {
    run.note({.kind = OccurrenceKind::service_deemed,
              .on = on,
              .id = service.document,
              .key = service.to,
              .ordinal = service.copy,
              .due = service.deemed_on});
  }
  if (was_served_before(run.state, index)) return;
  if (!is_public_notice(service.mode)) close_interval(run, kPublicNotice, notice_key(service), service.deemed_on);
  const Happening served{.on = Trigger::On::served,
                         .id = service.document,
                         .day = service.deemed_on,
                         .noted_on = on,
                         .act = service.act,
                         .party = service.to};
  const Scope scope{.context = run.context, .state = run.state, .today = on, .self = service.to};
  stop_clocks(run, served, scope);
  restart_clocks(run, served, scope);
  start_clocks(run, served, scope);
}

}  // namespace hejie::engine
