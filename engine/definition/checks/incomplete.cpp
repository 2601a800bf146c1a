// What an author leaves out without the reader minding: the name of one row among several (refusals and the trace name
// it), what a document must state, the lowest number a person may enter, whose a clock is, the warnings before a duty.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

void check_bounds(Subject& subject, const char* section, const std::vector<engine::Fact>& facts) {
  for (const auto& fact : facts) {
    const bool number = fact.type == engine::FactType::integer || fact.type == engine::FactType::money;
    if (number && (!fact.min || *fact.min < 0))
      subject.warning(
          "incomplete", "/" + std::string(section) + "/" + fact.id,
          say("数值“{}”没有不小于零的下限", "the number \"{}\" has no lower bound of zero or more", fact.id));
  }
}

void check_rows(Subject& subject, const engine::Event& event) {
  // The reader numbers the rows that have no name.
  for (std::size_t i = 0; i < event.rows.size(); ++i)
    if (event.rows.size() > 1 && event.rows[i].id == std::to_string(i + 1))
      subject.warning("incomplete", event.rows[i].pointer,
                      say("“{}”有多行，这一行没有 id", "\"{}\" has several rows, and this one has no id", event.id));
}

}  // namespace

void check_incomplete(Subject& subject) {
  check_bounds(subject, "facts", subject.procedure.facts);
  check_bounds(subject, "standings", subject.procedure.standings);
  for (const auto& event : subject.procedure.events) check_rows(subject, event);
  for (const auto& document : subject.procedure.documents)
    if (document.fields.empty())
      subject.warning("incomplete", "/documents/" + document.id,
                      say("文书“{}”没有写明应载内容（fields）",
                          "the document \"{}\" does not say what it must state (fields)", document.id));
  for (const auto& clock : subject.procedure.clocks)
    if (clock.owner.empty())
      subject.warning(
          "incomplete", clock.pointer,
          say("期限“{}”没有写明归谁（owner）", "the clock \"{}\" does not say whose it is (owner)", clock.id));
  if (subject.library.ladders.empty()) return;
  for (const auto& clock : subject.procedure.clocks)
    if (clock.kind == engine::ClockKind::duty && !clock.length.empty() &&
        clock.length.front().kind != engine::Length::Kind::promptly && !clock.soft && clock.ladder.empty())
      subject.warning(
          "incomplete", clock.pointer,
          say("义务“{}”有期限而没有预警（ladder）", "the duty \"{}\" has a time and no warnings (ladder)", clock.id));
}

}  // namespace hejie::definition
