#include "engine/definition/checks.h"

#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

constexpr Check kChecks[] = {
    {"unreachable_state", check_unreachable_state},
    {"no_way_out", check_no_way_out},
    {"silent_wait", check_silent_wait},
    {"clock_never_started", check_clock_never_started},
    {"clock_never_lives", check_clock_never_lives},
    {"duty_unanswered", check_duty_unanswered},
    {"expiry_refused", check_expiry_refused},
    {"event_impossible", check_event_impossible},
    {"hold_unreleased", check_hold_unreleased},
    {"self_approval", check_self_approval},
    {"rows_overlap", check_rows_overlap},
    {"unknown_fact", check_unknown_fact},
    {"link", check_link},
    {"document", check_document},
    {"uncited", check_uncited},
    {"hour_clock", check_hour_clock},
    {"register", check_register},
    {"register_law", check_register_law},
    {"in_force", check_in_force},
    {"guard_always", check_guard_always},
    {"final_clock", check_final_clock},
    {"stale_clock", check_stale_clock},
    {"unused_fact", check_unused_fact},
    {"same_event", check_same_event},
    {"names", check_names},
    {"incomplete", check_incomplete},
    {"said_twice", check_said_twice},
    {"acting_party", check_acting_party},
    {"powers", check_powers},
    {"course", check_course},
    {"parties", check_parties},
    {"articles", check_articles},
    {"contents", check_contents},
    {"conditions", check_conditions},
    {"terms", check_terms},
    {"reviewed", check_reviewed},
};

/// "/events/accept" of "/events/accept/rows/0".
std::string_view part_of(std::string_view pointer) {
  const auto second = pointer.find('/', 1);
  if (second == std::string_view::npos) return pointer;
  const auto third = pointer.find('/', second + 1);
  return third == std::string_view::npos ? pointer : pointer.substr(0, third);
}

}  // namespace

std::span<const Check> checks() {
  return kChecks;
}

void Subject::error(std::string_view check, std::string_view pointer, Text message) {
  tell(Severity::error, check, pointer, std::move(message));
}

void Subject::warning(std::string_view check, std::string_view pointer, Text message) {
  tell(Severity::warning, check, pointer, std::move(message));
}

void Subject::tell(Severity severity, std::string_view check, std::string_view pointer, Text message) {
  const auto file = read_.files.find(part_of(pointer));
  const auto any = read_.files.empty() ? std::string{} : read_.files.begin()->second;
  findings_.push_back({severity, std::string(check), file == read_.files.end() ? any : file->second,
                       std::string(pointer), std::move(message)});
}

const engine::Procedure* Subject::find(std::string_view procedure_id) const {
  for (const auto& other : others)
    if (other.procedure != nullptr && other.procedure->id == procedure_id) return other.procedure.get();
  return nullptr;
}

Findings check_one(const ReadProcedure& read, const CheckSet& set) {
  Findings findings;
  if (read.procedure == nullptr) return findings;
  Subject subject(read, set, findings);
  for (const auto& check : kChecks) check.run(subject);
  return findings;
}

Findings check_all(const CheckSet& set) {
  Findings findings;
  for (const auto& read : set.procedures) {
    Findings more = check_one(read, set);
    findings.insert(findings.end(), more.begin(), more.end());
  }
  return findings;
}

}  // namespace hejie::definition
