// Compares what a procedure cites with the index of articles (law_index.h): every article on which an act, a term, a
// hold, a mode of service or a reading rests, both ways. With an overlay laid over it a procedure may cite more.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/law_index.h"

namespace hejie::definition {
namespace {

struct Cited {
  std::string id, pointer;
  LawIndex::Names articles;
};
using Here = std::map<std::string, Cited, std::less<>>;

void add(Here& here, const char* kind, const std::string& id, const std::string& pointer, const engine::Cites& cites) {
  if (cites.empty()) return;
  auto& cited = here[std::string(kind) + "/" + id];
  cited.id = id;
  cited.pointer = pointer;
  for (const auto& cite : cites) cited.articles.insert(cite.law + ":" + cite.article);
}

void add_acts(Here& here, const std::vector<engine::Event>& events) {
  for (const auto& event : events) {
    add(here, "acts", event.id, event.pointer + "/cite", event.cite);
    for (const auto& warning : event.warn) add(here, "warnings", event.id, event.pointer + "/warn", warning.cite);
  }
}

Here cited_in(const engine::Procedure& procedure) {
  Here here;
  add(here, "whole", "procedure", "/cite", procedure.cite);
  if (procedure.classify) add(here, "whole", "final_items", "/classify/cite", procedure.classify->cite);
  add_acts(here, procedure.events);
  add_acts(here, procedure.automatic);
  for (const auto& clock : procedure.clocks) {
    add(here, "terms", clock.id, clock.pointer + "/cite", clock.cite);
    add(here, "days", clock.id, clock.pointer + "/unit_cite", clock.unit_cite);
    for (const auto& variant : clock.variants)
      add(here, "earlier", clock.id, clock.pointer + "/variants", variant.cite);
  }
  for (const auto& hold : procedure.holds) add(here, "holds", hold.id, "/holds/" + hold.id + "/cite", hold.cite);
  for (const auto& mode : procedure.service) add(here, "service", mode.id, "/service/" + mode.id + "/cite", mode.cite);
  for (const auto& reading : procedure.switches)
    add(here, "readings", reading.id, "/switches/" + reading.id + "/cite", reading.cite);
  return here;
}

constexpr std::string_view kSections[][2] = {{"acts", "/events/"},     {"warnings", "/events/"},  {"terms", "/clocks/"},
                                             {"days", "/clocks/"},     {"earlier", "/clocks/"},   {"holds", "/holds/"},
                                             {"service", "/service/"}, {"readings", "/switches/"}};

/// Where "terms/A26" would stand.
std::string place_of(const engine::Procedure& procedure, std::string_view part) {
  const auto slash = part.find('/');
  const std::string id(part.substr(slash + 1));
  if (procedure.find_automatic(id) != nullptr) return "/automatic/" + id;
  for (const auto& [kind, section] : kSections)
    if (kind == part.substr(0, slash)) return std::string(section) + id;
  return id == "final_items" ? "/classify" : "/cite";
}

void tell_missing(Subject& subject, const std::string& part, const LawIndex::Names& wanted, const Here& here) {
  const auto cited = here.find(part);
  const std::string id = part.substr(part.find('/') + 1);
  for (const auto& article : wanted)
    if (cited == here.end() || !cited->second.articles.contains(article))
      subject.error(
          "articles", cited == here.end() ? place_of(subject.procedure, part) : cited->second.pointer,
          say("条文对照表中“{}”依据 {}，这里没有（laws/articles.json）",
              "in the index of articles \"{}\" rests on {}, here it does not (laws/articles.json)", id, article));
}

}  // namespace

void check_articles(Subject& subject) {
  if (subject.law_index == nullptr) return;
  const auto found = subject.law_index->rests.find(subject.procedure.id);
  const LawIndex::Rests none;
  const auto& table = found == subject.law_index->rests.end() ? none : found->second;
  const Here here = cited_in(subject.procedure);
  for (const auto& [part, wanted] : table) tell_missing(subject, part, wanted, here);
  if (!subject.procedure.overlays.empty()) return;
  for (const auto& [part, cited] : here) {
    const auto wanted = table.find(part);
    for (const auto& article : cited.articles)
      if (wanted == table.end() || !wanted->second.contains(article))
        subject.error(
            "articles", cited.pointer,
            say("条文对照表的 {1} 之下没有“{0}”（laws/articles.json）",
                "the index of articles does not have \"{0}\" under {1} (laws/articles.json)", cited.id, article));
  }
}

}  // namespace hejie::definition
