#include "app/minimum_wage.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/texts.h"
#include "engine/base/money.h"
#include "engine/definition/minimum_wage.h"

namespace hejie::app {
namespace {

/// Names the arbitration procedure gives them.
constexpr const char* kReading = "minimum_wage_of";
constexpr const char* kApplied = "received_on";
constexpr const char* kNumber = "min_wage_number";

/// The fact the table of final claims measures by, when this event asks for it; "" otherwise.
std::string figure_asked(const engine::Procedure& procedure, const std::string& event_id) {
  const auto* event = procedure.find_event(event_id);
  if (event == nullptr || !procedure.classify) return {};
  for (const auto& row : procedure.classify->final_rows)
    if (row.times && std::ranges::find(event->asks, row.fact) != event->asks.end()) return row.fact;
  return {};
}

bool of_award(const engine::Procedure& procedure) {
  const auto reading = std::ranges::find(procedure.switches, kReading, &engine::Switch::id);
  const auto* of = reading == procedure.switches.end() ? nullptr : std::get_if<std::string>(&reading->value);
  return of != nullptr && *of == "award";
}

Date day_measured(const engine::Procedure& procedure, const engine::CaseState& state, const engine::Act& act) {
  const auto applied = state.facts.find(kApplied);
  const auto* day = applied == state.facts.end() ? nullptr : std::get_if<Date>(&applied->second);
  return of_award(procedure) || day == nullptr ? act.on : *day;
}

std::string yuan(const std::vector<std::int64_t>& tiers) {
  std::vector<std::string> out;
  for (const auto tier : tiers) out.push_back(tier % 100 == 0 ? std::to_string(tier / 100) : format_yuan(tier));
  return fmt::format("{}", fmt::join(out, ", "));
}

Text told(const KnownWage& known, Date day) {
  const std::string by = known.number.empty() ? "" : "（" + known.number + "）";
  const std::string by_en = known.number.empty() ? "" : " (" + known.number + ")";
  return {fmt::format("{} 当地月最低工资标准：{} 元，自 {} 起{}", format_date(day), yuan(known.tiers),
                      format_date(known.from), by),
          fmt::format("monthly minimum wage here on {}: {} yuan, from {}{}", format_date(day), yuan(known.tiers),
                      format_date(known.from), by_en)};
}

Text not_known(Date day) {
  return {fmt::format("{} 当地月最低工资标准没有登记，是否终局尚不能确定：请填写标准，并注明文号", format_date(day)),
          fmt::format("the monthly minimum wage here on {} is not known, so which claims are final is undetermined: "
                      "give the figure and the number of its document",
                      format_date(day))};
}

std::optional<KnownWage> of_bureau(const std::vector<definition::Overlay>& overlays, Date day) {
  std::optional<KnownWage> out;
  for (const auto& overlay : overlays)
    for (const auto& wage : overlay.bureau.minimum_wage) {
      if (wage.from > day || (out && wage.from < out->from)) continue;
      if (out && wage.from == out->from)
        out->tiers.push_back(wage.fen);
      else
        out = KnownWage{{wage.fen}, wage.from, wage.number};
    }
  return out;
}

}  // namespace

std::optional<KnownWage> minimum_wage_on(const Definitions& definitions, Date day) {
  if (auto own = of_bureau(definitions.overlays(), day)) return own;
  const auto text = definitions.file("laws/minimum_wage.json");
  if (!text) return std::nullopt;
  const std::vector<definition::SourceFile> files{{"laws/minimum_wage.json", *text}};
  definition::Findings none;
  const auto wages = definition::wage_register_of(files, none);
  const auto* step = wages ? definition::wage_on(*wages, definitions.settings().region, day) : nullptr;
  if (step == nullptr) return std::nullopt;
  return KnownWage{step->tiers, step->from, step->number};
}

Result<std::vector<Text>> complete_minimum_wage(const Definitions& definitions, const engine::Procedure& procedure,
                                                const engine::CaseState& state, engine::Act& act) {
  const std::string figure = act.kind == engine::ActKind::done ? figure_asked(procedure, act.event) : "";
  if (figure.empty()) return std::vector<Text>{};
  const Date day = day_measured(procedure, state, act);
  const auto known = minimum_wage_on(definitions, day);
  const auto given = act.fields.find(figure);
  if (given == act.fields.end()) {
    if (!known || known->tiers.size() != 1)
      return fail(invalid_form({{"/data/" + figure, "missing", known ? told(*known, day) : not_known(day)}}));
    act.fields[figure] = known->tiers.front();
    return std::vector<Text>{told(*known, day)};
  }
  if (!known) return act.fields.contains(kNumber) ? std::vector<Text>{} : std::vector<Text>{not_known(day)};
  const auto* fen = std::get_if<std::int64_t>(&given->second);
  const bool same = fen != nullptr && std::ranges::find(known->tiers, *fen) != known->tiers.end();
  return same ? std::vector<Text>{} : std::vector<Text>{told(*known, day)};
}

}  // namespace hejie::app
